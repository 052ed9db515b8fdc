import { expect, test } from 'vitest';
import { match, routes } from './routes';

test('addresses lead to their pages', () => {
  const pages = [
    '/',
    '/threads',
    '/threads/12',
    '/reports/7',
    '/outlets/3',
    '/stories/5',
    '/try',
    '/threads/x',
    '/nothing',
  ];
  expect(pages.map((path) => match(path)).map(({ route, id }) => `${route.name} ${id}`)).toEqual([
    'today 0',
    'threads 0',
    'thread 12',
    'report 7',
    'outlet 3',
    'story 5',
    'try 0',
    'missing 0',
    'missing 0',
  ]);
});

test('no two pages share a shortcut', () => {
  const keys = routes.flatMap((route) => route.shortcut ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});
