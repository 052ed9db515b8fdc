import { expect, test } from 'vitest';
import type { MapPlace } from '../../api';
import { asFilter, daysOf, moved, range } from './days';

const place = (...days: [string, number][]) => ({ days }) as MapPlace;
const days = daysOf([place(['2026-02-27', 2], ['2026-03-02', 1]), place(['2026-02-27', 3])])!;

test('days without claims are there too, over the end of a month', () => {
  expect(days).toEqual({ first: '2026-02-27', counts: [5, 0, 0, 1] });
  expect(daysOf([place()])).toBeUndefined();
});

test('a range goes to the filter and back', () => {
  expect(range(days, null, null)).toEqual([0, 3]);
  expect(asFilter(days, 0, 3)).toEqual({ since: null, until: null });
  const filter = asFilter(days, 1, 2);
  expect(filter).toEqual({ since: '2026-02-28', until: '2026-03-01' });
  expect(range(days, filter.since, filter.until)).toEqual([1, 2]);
  expect(range(days, '2020-01-01', '2030-01-01')).toEqual([0, 3]);
});

test('a range is moved as far as there are days', () => {
  expect(moved(days, [0, 1], 1)).toEqual([2, 3]);
  expect(moved(days, [1, 2], 1)).toEqual([2, 3]);
  expect(moved(days, [0, 0], -1)).toEqual([0, 0]);
});
