/**
 * The interface's languages: one JSON of messages each, loaded when it is wanted. Which keys there are, `en.json` says.
 *
 * A message is a text with `{name}` for values, or an object of the plural's forms, chosen by the value `n`.
 */

import { once } from '../format/once';
import type en from './en.json';

export type Key = keyof typeof en;
type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
type Messages = Record<Key, Message>;
export type Values = Record<string, string | number>;

const files = import.meta.glob<{ default: Messages }>('./*.json');
const KEY = 'segun.language';

/** Codes of all languages, by their files' names. */
export const languages = Object.keys(files)
  .map((file) => file.slice(2, -5))
  .sort();

interface Current {
  language: string;
  /** The reader's own variety of it, for dates and numbers. */
  locale: string;
  messages: Messages;
}

let current = $state.raw<Current>({ language: 'en', locale: 'en', messages: {} as Messages });

/** The reader's choice, else the first language of the browser that there is. */
export function wanted(): string {
  const chosen = localStorage.getItem(KEY);
  if (chosen && languages.includes(chosen)) return chosen;
  const found = navigator.languages
    .map((tag) => tag.toLowerCase().split('-')[0] ?? '')
    .find((c) => languages.includes(c));
  return found ?? 'en';
}

export async function useLanguage(language: string, choose = false): Promise<void> {
  const load = files[`./${language}.json`];
  if (!load) return;
  const messages = (await load()).default;
  const locale = navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
  if (choose) localStorage.setItem(KEY, language);
  current = { language, locale, messages };
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
}

function direction(language: string): 'ltr' | 'rtl' {
  return ['ar', 'fa', 'he', 'ur'].includes(language) ? 'rtl' : 'ltr';
}

export function language(): string {
  return current.language;
}

export function locale(): string {
  return current.locale;
}

/** The message of `key`; numbers are written as the reader writes them. */
export function t(key: Key, values: Values = {}): string {
  return fill(current.messages[key] ?? key, values, current.locale);
}

/** The name of a code (`status.denied`, `type.AGREE`); the code itself where it has none yet. */
export function word(group: Group, code: string | null | undefined): string {
  if (code == null) return t(`${group}.none` as Key);
  const found = current.messages[`${group}.${code}` as Key];
  return typeof found === 'string' ? found : code;
}

/** Groups of codes that have names. */
export type Group =
  | 'aspect'
  | 'type'
  | 'status'
  | 'certainty'
  | 'polarity'
  | 'when'
  | 'stance'
  | 'step'
  | 'contradiction'
  | 'entity'
  | 'kind'
  | 'filter'
  | 'mode';

export function fill(message: Message, values: Values, locale: string): string {
  let text = message;
  if (typeof text !== 'string') {
    const n = Number(values.n ?? 0);
    text = text[once(`plural ${locale}`, () => new Intl.PluralRules(locale)).select(n)] ?? text.other ?? '';
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number'
      ? once(`number ${locale}`, () => new Intl.NumberFormat(locale)).format(value)
      : value;
  });
}
