/** What a thread is about, as the ledger writes it (`CONSULT meet: A → B @ C`), in the interface's words. */

import { word } from '../i18n/index.svelte';

export interface About {
  text: string;
  /** Whether the type is said in it. */
  typed: boolean;
}

const CODED = /^([A-Z]+)(?: ([a-z-]+))?(?:: (.*?))??(?: @ (.*))?$/;

/** `of` is the ledger's line, `name` says a code of the type or of the mode in words; the code itself if it has none. */
export function spoken(of: string, name: (group: 'type' | 'mode', code: string) => string): About {
  const [, type, mode, parties, places] = CODED.exec(of) ?? [];
  if (type === undefined || name('type', type) === type) return { text: of, typed: false };
  const who = parties === undefined ? '' : between(parties);
  const text = [
    name('type', type) + (mode ? ` · ${name('mode', mode)}` : '') + (who ? `: ${who}` : ''),
    places ? `@ ${places}` : '',
  ];
  return { text: text.filter(Boolean).join(' '), typed: true };
}

export function about(of: string): About {
  return spoken(of, word);
}

/** Two who meet each other are named once. */
function between(parties: string): string {
  const [actors = '', recipients] = parties.split('→').map((side) => side.trim());
  if (recipients === undefined) return actors;
  const same = (side: string) => side.split(', ').sort().join();
  if (same(actors) === same(recipients)) return actors;
  return `${actors} → ${recipients}`.trim();
}
