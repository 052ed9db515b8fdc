/**
 * News from the ledger. Nothing moves under the reader's eyes: a notice says that there is something new, and what is
 * shown is asked for anew when the reader wants it.
 */

import { follow } from '../api/changes';
import { get } from '../api/client';
import type { Ledger } from '../api/types';

let latest = $state<string>();
let seen = $state(0);
let connected = $state(true);

export const live = {
  /** Counts up when the reader wants the newest; resources depend on it. */
  get seen() {
    return seen;
  },
  /** The `change` of the ledger as last told; undefined before anything changed. */
  get latest() {
    return latest;
  },
  get connected() {
    return connected;
  },
  refresh() {
    latest = undefined;
    seen += 1;
  },
  start(): () => void {
    let before = false;
    return follow(
      (change) => (latest = change.change),
      (is) => {
        connected = is;
        // What happened while the line was cut was told to nobody.
        if (is && before)
          void get<Ledger>('/ledger').then(
            (ledger) => (latest = ledger.change),
            () => {},
          );
        before ||= is;
      },
    );
  },
};
