import { expect, test } from 'vitest';
import { Heights } from './heights';

test('rows begin where those before them end', () => {
  const heights = new Heights(() => 10);
  heights.use(['a', 'b', 'c']);
  expect([heights.top(0), heights.top(2), heights.total]).toEqual([0, 20, 30]);
  expect(heights.set('a', 25)).toBe(true);
  expect(heights.set('a', 25.2)).toBe(false);
  expect([heights.top(1), heights.total]).toEqual([25, 45]);
  expect([heights.at(0), heights.at(24), heights.at(25), heights.at(1000)]).toEqual([0, 0, 1, 2]);
});

test('what was measured is kept while the list changes', () => {
  const heights = new Heights(() => 10);
  heights.use([1, 2]);
  heights.set('2', 40);
  heights.use([0, 1, 2]);
  expect(heights.total).toBe(60);
  heights.use([]);
  expect([heights.total, heights.at(5)]).toEqual([0, 0]);
});
