/** The values that a filter may have, and their names. */

import { country, date, languageName, list, number } from '../../format';
import { CERTAINTIES } from '../../format/claims';
import { countries } from '../../format/countries';
import { locale, word, type Group } from '../../i18n/index.svelte';
import type { FilterName } from '../../state/filter';
import { ledger } from '../../state/ledger.svelte';
import { completedBy, nameOf } from '../../state/names.svelte';

const STATUSES = ['rumoured', 'announced', 'confirmed', 'happened', 'denied', 'postponed', 'lapsed'];

const coded: Partial<Record<FilterName, Group>> = {
  type: 'type',
  status: 'status',
  certainty: 'certainty',
  polarity: 'polarity',
  when: 'when',
};

/** The values to choose from; undefined where they are typed. */
export function choices(name: FilterName): { value: string; label: string }[] | undefined {
  const values = valuesOf(name);
  if (!values) return undefined;
  const all = values.map((value) => ({ value, label: valueName(name, value) }));
  const sorted = name === 'country' || name === 'language' || name === 'type';
  return sorted ? all.sort((a, b) => a.label.localeCompare(b.label, locale())) : all;
}

function valuesOf(name: FilterName): readonly string[] | undefined {
  switch (name) {
    case 'type':
      return ledger()?.types ?? [];
    case 'status':
      return STATUSES;
    case 'certainty':
      return CERTAINTIES;
    case 'polarity':
      return ['+', '-'];
    case 'when':
      return ['past', 'present', 'future', 'timeless'];
    case 'country':
      return countries;
    case 'language':
      return ledger()?.languages.map((language) => language.code) ?? [];
    default:
      return undefined;
  }
}

/** A value as the reader writes it. */
export function valueName(name: FilterName, value: string): string {
  const group = coded[name];
  if (group) return word(group, value);
  const of = completedBy[name];
  if (of) return nameOf(value, of);
  if (name === 'country') return country(value);
  if (name === 'language') return languageName(value);
  if (name === 'since' || name === 'until') return date(value);
  if (name === 'origins') return number(Number(value));
  return value;
}

/** A whole filter in words. */
export function inWords(conditions: { name: FilterName; value: string }[]): string {
  return list(conditions.map(({ name, value }) => `${word('filter', name)}: ${valueName(name, value)}`));
}
