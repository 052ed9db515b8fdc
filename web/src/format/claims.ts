/** How sure a claim is and whose it is, in words. */

import type { Certainty, Polarity } from '../api';
import { t, word } from '../i18n/index.svelte';

/** From the surest on. */
export const CERTAINTIES: readonly Certainty[] = ['certain', 'probable', 'possible', 'uncommitted'];

/** Those that occur, with how often. */
export function counted(
  certainties: Partial<Record<Certainty, number>>,
): { certainty: Certainty; n: number }[] {
  return CERTAINTIES.map((certainty) => ({ certainty, n: certainties[certainty] ?? 0 })).filter(
    ({ n }) => n > 0,
  );
}

/** How sure its holder is, and whether of the contrary. */
export function sureness(certainty: Certainty, polarity: Polarity): string {
  const sure = word('certainty', certainty);
  return polarity === '-' ? t('claim.denied', { certainty: sure }) : sure;
}

/** Whose claim it is: by name, else by kind; who has neither is the author. */
export function holderName(name: string | null, kind: string | null): string {
  return name || (kind ? word('kind', kind) : t('claim.author'));
}
