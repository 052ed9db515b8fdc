import { expect, test } from 'vitest';
import { known, looksLikeHtml, tooLong } from './pasted';

test('a page is told from a text', () => {
  expect(looksLikeHtml('  <!doctype html><p>Talks ended.</p>')).toBe(true);
  expect(looksLikeHtml('<p>Talks ended.</p>')).toBe(true);
  expect(looksLikeHtml('Talks ended <b>today</b>.')).toBe(false);
  expect(looksLikeHtml('<3 said the minister')).toBe(false);
});

test('the length counts bytes as they are sent', () => {
  expect(tooLong('a'.repeat(1_000_000))).toBe(false);
  expect(tooLong('a'.repeat(1_100_000))).toBe(true);
  expect(tooLong('\n'.repeat(600_000))).toBe(true);
  expect(tooLong('م'.repeat(600_000))).toBe(true);
});

test('each language is there once', () => {
  expect(known(['es', 'ar'])).toEqual(['ar', 'en', 'es']);
});
