import { expect, test } from 'vitest';
import type { ClaimRow } from '../../api';
import { chosen, holders } from './holders';

const claim = (id: number, holder: string | null, certainty: string, polarity = '+', kind = 'named') =>
  ({ id, holder, holder_kind: holder === null ? null : kind, certainty, polarity }) as ClaimRow;

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

test('somebody without a name is not the author', () => {
  const nameless = claim(5, '', 'certain', '+', 'anonymous');
  const rows = holders([...claims, nameless]);
  expect(rows.filter(({ name }) => name === '').map(({ kind, claims }) => [kind, claims])).toEqual([
    [null, 1],
    ['anonymous', 1],
  ]);
  const of = rows.find(({ kind }) => kind === 'anonymous');
  expect(chosen([...claims, nameless], { holder: of?.id ?? null, column: null })).toEqual([nameless]);
  expect(chosen([...claims, nameless], { holder: '', column: null }).map((c) => c.id)).toEqual([2]);
});
