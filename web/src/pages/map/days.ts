/** The days of a map: how many claims each has, and the part of them that is shown. */

import type { MapPlace } from '../../api';
import { addDays } from '../../format';

export interface Days {
  first: string;
  /** How many claims each day has from `first` on, with none left out. */
  counts: number[];
}

const between = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** All days of the places together; undefined where no claim has a day. */
export function daysOf(places: readonly MapPlace[]): Days | undefined {
  const all = new Map<string, number>();
  for (const place of places) for (const [day, n] of place.days) all.set(day, (all.get(day) ?? 0) + n);
  const sorted = [...all.keys()].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const counts = new Array<number>(between(first, last) + 1).fill(0);
  for (const [day, n] of all) counts[between(first, day)] = n;
  return { first, counts };
}

/** The first and last day shown, as numbers of days; what lies outside is the nearest one. */
export function range(days: Days, since: string | null, until: string | null): [from: number, to: number] {
  const end = days.counts.length - 1;
  const inside = (n: number) => Math.max(0, Math.min(end, n));
  const from = since ? inside(between(days.first, since)) : 0;
  const to = until ? inside(between(days.first, until)) : end;
  return [Math.min(from, to), Math.max(from, to)];
}

/** As the filter has it: nothing where it goes from the first day or to the last one. */
export function asFilter(
  days: Days,
  from: number,
  to: number,
): { since: string | null; until: string | null } {
  return {
    since: from <= 0 ? null : addDays(days.first, from),
    until: to >= days.counts.length - 1 ? null : addDays(days.first, to),
  };
}

/** The same number of days, earlier or later, as far as there are any. */
export function moved(days: Days, [from, to]: [number, number], way: 1 | -1): [number, number] {
  const [end, long] = [days.counts.length - 1, to - from + 1];
  const by = way < 0 ? -Math.min(long, from) : Math.min(long, end - to);
  return [from + by, to + by];
}
