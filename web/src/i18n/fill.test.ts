import { expect, test } from 'vitest';
import { fill } from './index.svelte';

test('values are filled in as the reader writes them', () => {
  expect(fill('{n} of {all}, {who}', { n: 1234.5, who: 'A' }, 'de')).toBe('1.234,5 of {all}, A');
});

test('the plural is that of the language', () => {
  const message = { one: '{n} origin', other: '{n} origins' };
  expect([0, 1, 2].map((n) => fill(message, { n }, 'en'))).toEqual(['0 origins', '1 origin', '2 origins']);
  expect(fill({ one: 'x', other: 'y' }, { n: 1_000_000 }, 'es')).toBe('y');
});
