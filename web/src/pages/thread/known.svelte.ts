/** Claims of a thread by their number: those of its list, and single ones that are asked for. */

import { api, type Evidence } from '../../api';
import { get } from '../../api/client';

export class Known {
  #single = $state.raw<ReadonlyMap<number, Evidence>>(new Map());
  readonly #asked = new Set<number>();
  readonly #listed: Map<number, Evidence>;

  constructor(items: () => readonly Evidence[]) {
    this.#listed = $derived(new Map(items().map((claim) => [claim.id, claim])));
  }

  of(id: number): Evidence | undefined {
    return this.#listed.get(id) ?? this.#single.get(id);
  }

  /** Asks for those of `ids` that are not here. */
  async want(ids: readonly number[]) {
    const missing = ids.filter((id) => !this.of(id) && !this.#asked.has(id));
    for (const id of missing) this.#asked.add(id);
    for (const id of missing) {
      try {
        const claim = await get<Evidence>(api.claim(id));
        this.#single = new Map(this.#single).set(id, claim);
      } catch {
        this.#asked.delete(id);
      }
    }
  }
}
