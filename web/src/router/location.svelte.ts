/** The address bar as state, over the History API. */

import { keepScrolling } from '../components/scrolling';

interface Place {
  path: string;
  query: URLSearchParams;
  /** Without its `#`; the page that has the element goes there when it is drawn. */
  hash: string;
  /** Counts the changes of path: the page's heading takes the focus on each but the first. */
  visit: number;
}

let place = $state.raw<Place>(here(0));
let search = location.search;
const scrolled = new Map<string, number>();

function here(visit: number): Place {
  const path = location.pathname.replace(/(?<=.)\/+$/, '');
  return {
    path,
    query: new URLSearchParams(location.search),
    hash: location.hash.slice(1),
    visit,
  };
}

function key(): string {
  return (history.state as { key?: string } | null)?.key ?? 'first';
}

function arrive(top: number | null) {
  const moved = location.pathname.replace(/(?<=.)\/+$/, '') !== place.path;
  place = here(place.visit + (moved ? 1 : 0));
  search = location.search;
  if (top !== null) restore(top);
}

/** Frames that a page has to become as long as it was. */
const PATIENCE = 90;

/** Scrolls to `top` as soon as the page is that long, and gives up when it does not become so. */
function restore(top: number) {
  requestAnimationFrame(
    () =>
      void keepScrolling(() => {
        scrollTo(0, top);
        return Math.abs(scrollY - top) <= 2;
      }, PATIENCE),
  );
}

export const route = {
  get path() {
    return place.path;
  },
  get query() {
    return place.query;
  },
  get hash() {
    return place.hash;
  },
  get visit() {
    return place.visit;
  },
};

/** Goes to an address of these pages. */
export function go(to: string, { replace = false, keepScroll = false } = {}) {
  const url = new URL(to, location.href);
  if (url.href === location.href) return;
  scrolled.set(key(), scrollY);
  const state = { key: replace ? key() : crypto.randomUUID() };
  if (replace) history.replaceState(state, '', url);
  else history.pushState(state, '', url);
  arrive(keepScroll ? null : 0);
}

/** Puts `query` in the place of the query string; the page and where it is scrolled to stay. */
export function setQuery(query: URLSearchParams, { replace = false } = {}) {
  const text = query.toString();
  go(place.path + (text ? `?${text}` : ''), { replace, keepScroll: true });
}

/** The query string with some parameters changed; null takes one away. */
export function changed(values: Record<string, string | null>): URLSearchParams {
  const query = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  return query;
}

/** Makes every link to these pages one that does not load anew. */
export function listen(): () => void {
  history.scrollRestoration = 'manual';
  const onPop = () => {
    // To another part of the same page: where that is, the browser knows.
    const within = location.pathname === place.path && location.search === search && location.hash !== '';
    arrive(within ? null : (scrolled.get(key()) ?? 0));
  };
  const onScroll = () => scrolled.set(key(), scrollY);
  const onClick = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/')) return;
    // Links within the page are the browser's.
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(link.href);
  };
  addEventListener('popstate', onPop);
  addEventListener('scroll', onScroll, { passive: true });
  document.addEventListener('click', onClick);
  return () => {
    removeEventListener('popstate', onPop);
    removeEventListener('scroll', onScroll);
    document.removeEventListener('click', onClick);
  };
}
