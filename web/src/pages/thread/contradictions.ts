/** What was said, and what contradicts it. */

import type { StepRow } from '../../api';

export interface Pair {
  /** Index of the step that contradicts. */
  index: number;
  before: StepRow | null;
  after: StepRow;
}

/** Every contradicting step with the last one before it that said something else. */
export function contradictions(steps: readonly StepRow[]): Pair[] {
  return steps.flatMap((after, index) => {
    if (after.contradiction === null) return [];
    const earlier = steps.slice(0, index).reverse();
    const said = earlier.filter((step) => step.claims.length > 0);
    const before = said.find((step) => step.contradiction === null) ?? said[0] ?? null;
    return [{ index, before, after }];
  });
}
