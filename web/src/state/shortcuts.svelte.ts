/** Keys: `/` searches, `g` and a letter goes to a page, `j` and `k` go through the rows, `?` shows all of them. */

import { go } from '../router/location.svelte';
import { routes } from '../router/routes';

const KEY = 'segun.keys';
let on = $state(localStorage.getItem(KEY) !== 'off');
let help = $state(false);

export const shortcuts = {
  get on() {
    return on;
  },
  set on(value: boolean) {
    on = value;
    if (value) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  },
  /** Whether the list of keys is shown. */
  get help() {
    return help;
  },
  set help(value: boolean) {
    help = value;
  },
};

let leading = 0;

export function onKey(event: KeyboardEvent) {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement | null;
  if (target?.closest('input, select, textarea, dialog, [contenteditable]')) return;
  const afterG = performance.now() - leading < 1500;
  leading = 0;
  if (afterG) {
    const to = routes.find((route) => route.shortcut === event.key);
    if (to) {
      event.preventDefault();
      go(to.path);
      return;
    }
  }
  switch (event.key) {
    case 'g':
      leading = performance.now();
      return;
    case '/':
      event.preventDefault();
      search();
      return;
    case 'f':
      document.querySelector<HTMLElement>('[data-filters]')?.click();
      return;
    case 'j':
      step(1);
      return;
    case 'k':
      step(-1);
      return;
    case '?':
      help = true;
  }
}

function search() {
  const field = [...document.querySelectorAll<HTMLInputElement>('[data-search]')].find(
    (f) => f.offsetParent !== null,
  );
  if (field) field.focus();
  else go('/search');
}

/** To the next row or the one before; a row's own link takes the focus where it has one. */
function step(by: number) {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const inView = rows.findIndex((row) => row.getBoundingClientRect().top >= 0);
  const next = rows[at < 0 ? Math.max(0, inView) : Math.min(rows.length - 1, Math.max(0, at + by))];
  if (!next) return;
  (next.querySelector<HTMLElement>('a[data-main]') ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}
