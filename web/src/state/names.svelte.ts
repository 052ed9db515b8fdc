/** Names of keys (`geonames:3936456`) that stand in the address bar, so that the reader sees names. */

import { names, type NameOf } from '../api';
import { country } from '../format';
import type { FilterName } from './filter';

let known = $state.raw<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();

/** What to complete a filter's value with. */
export const completedBy: Partial<Record<FilterName, NameOf>> = {
  party: 'party',
  actor: 'party',
  recipient: 'party',
  place: 'party',
  holder: 'source',
  outlet: 'outlet',
};

export function remember(key: string, name: string) {
  known = new Map(known).set(key, name);
}

/** The name of what `key` identifies, as soon as it is known; what is no key is its own name. */
export function nameOf(key: string, of: NameOf): string {
  const name = known.get(key);
  if (name !== undefined || !/^\w+:/.test(key)) return name ?? key;
  if (key.startsWith('iso3:')) return country(key.slice(5));
  if (!asked.has(key)) {
    asked.add(key);
    void names(key, of, undefined, 1).then(
      ([found]) => found?.key === key && remember(key, found.name),
      () => asked.delete(key),
    );
  }
  return key;
}
