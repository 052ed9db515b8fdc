import { expect, test } from 'vitest';
import type { StepRow } from '../../api';
import { contradictions } from './contradictions';

const step = (kind: string, contradiction: string | null = null, claims = [1]) =>
  ({ kind, contradiction, claims }) as StepRow;

test('a denial stands beside what it denies', () => {
  const steps = [
    step('rumoured'),
    step('announced'),
    step('lapsed', null, []),
    step('denied', 'denial'),
    step('denied', 'superseded'),
  ];
  expect(contradictions(steps).map((p) => [p.index, p.before?.kind])).toEqual([
    [3, 'announced'],
    [4, 'announced'],
  ]);
  expect(contradictions([step('denied', 'denial')])[0]?.before).toBeNull();
});
