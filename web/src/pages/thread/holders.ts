/** Who says it and how surely: a thread's claims counted. */

import type { Certainty, ClaimRow } from '../../api';

export const AFFIRMED = ['certain', 'probable', 'possible', 'uncommitted'] as const;
export const DENIED = 'denied';
export type Column = Certainty | typeof DENIED;
export const COLUMNS: readonly Column[] = [...AFFIRMED, DENIED];

export function columnOf(claim: ClaimRow): Column {
  return claim.polarity === '-' ? DENIED : claim.certainty;
}

export interface Holder {
  /** Empty is the author. */
  name: string;
  kind: string | null;
  counts: Partial<Record<Column, number>>;
  claims: number;
}

/** The holders, those with most claims first. */
export function holders(claims: readonly ClaimRow[]): Holder[] {
  const found = new Map<string, Holder>();
  for (const claim of claims) {
    const name = claim.holder ?? '';
    const holder = found.get(name) ?? { name, kind: claim.holder_kind, counts: {}, claims: 0 };
    const column = columnOf(claim);
    holder.counts[column] = (holder.counts[column] ?? 0) + 1;
    holder.claims += 1;
    found.set(name, holder);
  }
  return [...found.values()].sort((a, b) => b.claims - a.claims || (a.name < b.name ? -1 : 1));
}

export interface Choice {
  /** Null is everybody; empty is the author. */
  holder: string | null;
  column: Column | null;
}

export function chosen(claims: readonly ClaimRow[], { holder, column }: Choice): ClaimRow[] {
  return claims.filter(
    (claim) =>
      (holder === null || (claim.holder ?? '') === holder) && (column === null || columnOf(claim) === column),
  );
}
