import { expect, test } from 'vitest';
import { CodePoints, segments } from './points';

test('spans count code points', () => {
  const points = new CodePoints('🙂 Kim dijo 🚢.');
  expect(points.slice(2, 5)).toBe('Kim');
  expect(points.slice(11, 13)).toBe('🚢.');
  expect(points.slice(11, 99)).toBe('🚢.');
  expect(new CodePoints('plain').slice(1, 3)).toBe('la');
});

test('segments are cut where marks begin and end, the longest mark outermost', () => {
  const said = { start: 0, end: 8, name: 'said' };
  const event = { start: 4, end: 6, name: 'event' };
  const found = segments(new CodePoints('abcdefghij'), 0, 10, [event, said]);
  expect(found.map((s) => [s.text, s.over.map((m) => m.name).join()])).toEqual([
    ['abcd', 'said'],
    ['ef', 'said,event'],
    ['gh', 'said'],
    ['ij', ''],
  ]);
});
