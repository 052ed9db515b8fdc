import { expect, test } from 'vitest';
import type { ClaimRow } from '../../api';
import { chosen, holders } from './holders';

const claim = (id: number, holder: string | null, certainty: string, polarity = '+') =>
  ({ id, holder, holder_kind: 'named', certainty, polarity }) as ClaimRow;

const claims = [
  claim(1, 'Ana', 'certain'),
  claim(2, null, 'possible'),
  claim(3, 'Ana', 'certain', '-'),
  claim(4, 'Ana', 'possible'),
];

test('holders are counted, denials apart from what is affirmed', () => {
  expect(holders(claims).map(({ name, counts }) => [name, counts])).toEqual([
    ['Ana', { certain: 1, denied: 1, possible: 1 }],
    ['', { possible: 1 }],
  ]);
});

test('a cell chooses the claims that it counts', () => {
  const ids = (holder: string | null, column: Parameters<typeof chosen>[1]['column']) =>
    chosen(claims, { holder, column }).map((c) => c.id);
  expect(ids('Ana', 'denied')).toEqual([3]);
  expect(ids('', null)).toEqual([2]);
  expect(ids(null, 'possible')).toEqual([2, 4]);
});
