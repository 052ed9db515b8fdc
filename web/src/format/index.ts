/** Days, numbers, names and lists as the reader writes them. */

import { locale } from '../i18n/index.svelte';
import { alpha2 } from './countries';
import { once } from './once';

const styles = {
  /** 3 May 2024 */
  medium: { day: 'numeric', month: 'short', year: 'numeric' },
  /** 3 May */
  short: { day: 'numeric', month: 'short' },
  /** Friday, 3 May 2024 */
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** 3 May 2024, 10:00 */
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof styles;

/** A day or moment of the ledger. Moments are written as they stand: the ledger keeps the place's own clock. */
export function date(value: string | null | undefined, style: DateStyle = 'medium'): string {
  if (!value) return '';
  const known = parse(value);
  if (!known) return value;
  const used = style === 'moment' && value.length <= 10 ? 'medium' : style;
  const options = { ...styles[used], timeZone: 'UTC' };
  return once(`date ${locale()} ${used}`, () => new Intl.DateTimeFormat(locale(), options)).format(known);
}

function parse(value: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?/.exec(value);
  if (!match) return undefined;
  const found = new Date(`${match[1]}T${match[2] ?? '00:00'}:00Z`);
  return Number.isNaN(found.getTime()) ? undefined : found;
}

/** The day `days` after `day`. */
export function addDays(day: string, days: number): string {
  const found = new Date(`${day}T00:00:00Z`);
  found.setUTCDate(found.getUTCDate() + days);
  return found.toISOString().slice(0, 10);
}

export function number(value: number): string {
  return once(`number ${locale()}`, () => new Intl.NumberFormat(locale())).format(value);
}

/** 12,345 as 12K, for narrow places. */
export function short(value: number): string {
  return once(`short ${locale()}`, () => new Intl.NumberFormat(locale(), { notation: 'compact' })).format(
    value,
  );
}

export function percent(value: number): string {
  const options = { style: 'percent', maximumFractionDigits: 0 } as const;
  return once(`percent ${locale()}`, () => new Intl.NumberFormat(locale(), options)).format(value);
}

export function list(values: readonly string[]): string {
  return once(`list ${locale()}`, () => new Intl.ListFormat(locale(), { type: 'unit' })).format(values);
}

/** The name of a country by its ISO 3166-1 alpha-3 code. */
export function country(code: string): string {
  const two = alpha2(code);
  if (!two) return code;
  return (
    once(`region ${locale()}`, () => new Intl.DisplayNames(locale(), { type: 'region' })).of(two) ?? code
  );
}

export function languageName(code: string): string {
  try {
    return (
      once(`language ${locale()}`, () => new Intl.DisplayNames(locale(), { type: 'language' })).of(code) ??
      code
    );
  } catch {
    return code;
  }
}
