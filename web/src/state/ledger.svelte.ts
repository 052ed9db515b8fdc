/** What the whole ledger has: asked once, shared by all pages. Set up in `App.svelte`. */

import { api, resource, type Ledger, type Resource } from '../api';

let shared: Resource<Ledger> | undefined;

export function openLedger() {
  shared = resource<Ledger>(api.ledger);
}

/** Undefined until it is here. */
export function ledger(): Ledger | undefined {
  return shared?.data;
}
