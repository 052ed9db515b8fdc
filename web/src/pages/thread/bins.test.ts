import { expect, test } from 'vitest';
import { bins } from './bins';

test('every day has its bar where there is room', () => {
  const found = bins(
    [
      ['2026-02-28', 2],
      ['2026-03-02', 5],
    ],
    '2026-02-28',
    '2026-03-02',
    40,
  );
  expect(found.map((b) => [b.first, b.last, b.n])).toEqual([
    ['2026-02-28', '2026-02-28', 2],
    ['2026-03-01', '2026-03-01', 0],
    ['2026-03-02', '2026-03-02', 5],
  ]);
});

test('days share a bar where there is not, and none is lost', () => {
  const found = bins(
    [
      ['2026-01-01', 1],
      ['2026-01-10', 2],
      ['2026-01-11', 4],
    ],
    '2026-01-01',
    '2026-01-11',
    3,
  );
  expect(found.map((b) => [b.first, b.last, b.n])).toEqual([
    ['2026-01-01', '2026-01-04', 1],
    ['2026-01-05', '2026-01-08', 0],
    ['2026-01-09', '2026-01-11', 6],
  ]);
});
