/** The filter that all pages share, as it stands in the address bar. */

import type { Asked } from '../api/types';

/** Parameters that may stand more than once. */
const REPEATED = ['party', 'actor', 'recipient', 'place'] as const;
/** Parameters that stand once. */
const SINGLE = [
  'text',
  'type',
  'status',
  'certainty',
  'polarity',
  'when',
  'country',
  'holder',
  'outlet',
  'language',
  'since',
  'until',
  'origins',
  'origin',
  'story',
] as const;
/** Of these, what is a number. */
const NUMBERS: readonly string[] = ['origins', 'origin', 'story'] satisfies Single[];
export const FILTERS = [...REPEATED, ...SINGLE] as const;

export type Repeated = (typeof REPEATED)[number];
export type Single = (typeof SINGLE)[number];
export type FilterName = Repeated | Single;
export type Filter = Partial<Record<Repeated, string[]>> & Partial<Record<Single, string>>;

/** Whether its value is a whole number from 1. */
export function isNumber(name: FilterName): boolean {
  return NUMBERS.includes(name);
}

export function isRepeated(name: FilterName): name is Repeated {
  return (REPEATED as readonly string[]).includes(name);
}

/** The parameters of `query` that are in `names`. */
export function readFilter(query: URLSearchParams, names: readonly FilterName[] = FILTERS): Filter {
  const filter: Filter = {};
  for (const name of names) {
    if (isRepeated(name)) {
      const values = query.getAll(name).filter((value) => value !== '');
      if (values.length) filter[name] = values;
    } else {
      const value = query.get(name);
      if (value) filter[name] = value;
    }
  }
  return filter;
}

/** `query` with `filter` in place of the filter that it had; always in the same order. */
export function withFilter(query: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filter[name];
    for (const one of value === undefined ? [] : Array.isArray(value) ? value : [value])
      next.append(name, one);
  }
  for (const [name, value] of query) {
    if (!(FILTERS as readonly string[]).includes(name)) next.append(name, value);
  }
  return next;
}

/** `filter` with `value` added to what it asks, or put in the place of what it asked. */
export function withValue(filter: Filter, name: FilterName, value: string): Filter {
  if (!isRepeated(name)) return value === '' ? without(filter, name) : { ...filter, [name]: value };
  const values = filter[name] ?? [];
  return value === '' || values.includes(value) ? filter : { ...filter, [name]: [...values, value] };
}

/** `filter` without `name`, or without one of its values. */
export function without(filter: Filter, name: FilterName, value?: string): Filter {
  const { [name]: gone, ...rest } = filter;
  if (value === undefined || !Array.isArray(gone)) return rest;
  const left = gone.filter((one) => one !== value);
  return left.length ? { ...rest, [name]: left } : rest;
}

/** The address of the claims that fit `filter` and `more` too. */
export function claimsOf(filter: Filter, more: Filter = {}): string {
  const both = conditions(more).reduce((all, { name, value }) => withValue(all, name, value), filter);
  return `/search?${withFilter(new URLSearchParams(), both)}`;
}

/** Every condition, one by one, in the order of the bar. */
export function conditions(filter: Filter): { name: FilterName; value: string }[] {
  return FILTERS.flatMap((name) => {
    const value = filter[name];
    return (value === undefined ? [] : Array.isArray(value) ? value : [value]).map((one) => ({
      name,
      value: one,
    }));
  });
}

/** A filter as `/alerts` keeps it: numbers are numbers there. */
export function asAlert(filter: Filter): Asked {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, isNumber(name as FilterName) ? Number(value) : value]),
  ) as Asked;
}

/** The filter of an alert; of one that is not understood any more, none. */
export function ofAlert(asked: Asked | null): Filter {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked ?? {})) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one != null) query.append(name, String(one));
  }
  return readFilter(query);
}
