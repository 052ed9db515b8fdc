/** Who says it and how surely: a thread's claims counted. */

import type { Certainty, ClaimRow } from '../../api';
import { CERTAINTIES } from '../../format/claims';

export const DENIED = 'denied';
export type Column = Certainty | typeof DENIED;
export const COLUMNS: readonly Column[] = [...CERTAINTIES, DENIED];

function columnOf(claim: ClaimRow): Column {
  return claim.polarity === '-' ? DENIED : claim.certainty;
}

export interface Holder {
  /** See `holderOf`. */
  id: string;
  /** Empty where it has none: the author, or somebody of whom only the kind is known. */
  name: string;
  kind: string | null;
  counts: Partial<Record<Column, number>>;
  claims: number;
}

/** Who says it: by name, else by kind (no name begins with a blank); empty is the author. */
function holderOf(claim: ClaimRow): string {
  return claim.holder || (claim.holder_kind ? ` ${claim.holder_kind}` : '');
}

/** The holders, those with most claims first. */
export function holders(claims: readonly ClaimRow[]): Holder[] {
  const found = new Map<string, Holder>();
  for (const claim of claims) {
    const id = holderOf(claim);
    const name = claim.holder ?? '';
    const holder = found.get(id) ?? { id, name, kind: claim.holder_kind, counts: {}, claims: 0 };
    const column = columnOf(claim);
    holder.counts[column] = (holder.counts[column] ?? 0) + 1;
    holder.claims += 1;
    found.set(id, holder);
  }
  return [...found.values()].sort((a, b) => b.claims - a.claims || (a.id < b.id ? -1 : 1));
}

export interface Choice {
  /** Its `id`; null is everybody. */
  holder: string | null;
  column: Column | null;
}

export function chosen(claims: readonly ClaimRow[], { holder, column }: Choice): ClaimRow[] {
  return claims.filter(
    (claim) =>
      (holder === null || holderOf(claim) === holder) && (column === null || columnOf(claim) === column),
  );
}
