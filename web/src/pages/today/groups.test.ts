import { expect, test } from 'vitest';
import type { Changed, StepKind } from '../../api';
import { grouped } from './groups';

const changed = (id: number, kind: StepKind | null, contradiction: 'superseded' | null = null) =>
  ({ id, step: kind && { kind, contradiction } }) as Changed;

test('what is contradicted comes first, whatever its step is called', () => {
  const items = [
    changed(1, 'announced'),
    changed(2, 'happened'),
    changed(3, 'announced', 'superseded'),
    changed(4, null),
    changed(5, 'denied'),
  ];
  expect(grouped(items).map(([group, of]) => [group, of.map((item) => item.id)])).toEqual([
    ['against', [3, 5]],
    ['came', [2]],
    ['other', [1, 4]],
  ]);
});
