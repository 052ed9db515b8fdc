/** Which claim is looked at: pointed at, in focus, or chosen by the address; the text and the claims both show it. */

import { route } from '../../router/location.svelte';

export class Linked {
  #pointed = $state<string | null>(null);
  #focused = $state<string | null>(null);
  /** Counts the paragraphs whose marks were drawn, for those who look for marks. */
  drawn = $state(0);

  /** Id of an event. */
  get active(): string | null {
    return this.#pointed ?? this.#focused ?? (route.hash.replace(/^claim-/, '') || null);
  }

  point(id: string | null) {
    this.#pointed = id;
  }

  focus(id: string | null) {
    this.#focused = id;
  }
}
