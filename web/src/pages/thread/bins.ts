/** Claims a day, gathered into as many bars as there is room for. */

import type { Day, DayCount } from '../../api';
import { addDays } from '../../format';

export interface Bin {
  first: Day;
  last: Day;
  n: number;
}

const number = (day: Day) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/** Days from `first` to `day`. */
export function daysBetween(first: Day, day: Day): number {
  return number(day) - number(first);
}

/** Bars of equal length over `first..=last`, at most `most` of them. */
export function bins(days: readonly DayCount[], first: Day, last: Day, most: number): Bin[] {
  const length = daysBetween(first, last) + 1;
  const span = Math.max(1, Math.ceil(length / Math.max(1, most)));
  const found = Array.from({ length: Math.ceil(length / span) }, (_, i) => ({
    first: addDays(first, i * span),
    last: addDays(first, Math.min(length, (i + 1) * span) - 1),
    n: 0,
  }));
  for (const [day, n] of days) {
    const bin = found[Math.floor(daysBetween(first, day) / span)];
    if (bin) bin.n += n;
  }
  return found;
}
