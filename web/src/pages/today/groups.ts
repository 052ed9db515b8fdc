/** What changed, in the order in which a desk wants to know it. */

import type { Changed } from '../../api';

export type Group = 'against' | 'came' | 'other';
const GROUPS: readonly Group[] = ['against', 'came', 'other'];

const against = new Set(['denied', 'cancelled', 'disputed', 'corrected', 'narrowed']);
const came = new Set(['confirmed', 'happened']);

function groupOf({ step }: Changed): Group {
  if (!step) return 'other';
  if (step.contradiction !== null || against.has(step.kind)) return 'against';
  return came.has(step.kind) ? 'came' : 'other';
}

/** The groups that have something, each in the order of the answer. */
export function grouped(items: readonly Changed[]): [Group, Changed[]][] {
  return GROUPS.map((group): [Group, Changed[]] => [
    group,
    items.filter((item) => groupOf(item) === group),
  ]).filter(([, of]) => of.length > 0);
}
