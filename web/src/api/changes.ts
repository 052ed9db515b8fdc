/** Follows `/changes` for as long as the page is open, and comes back when the line is cut. */

import { send } from './client';
import { EventParser } from './events';
import type { Change } from './types';

const SHORTEST = 1000;
const LONGEST = 30_000;

export function follow(tell: (change: Change) => void, connected: (is: boolean) => void): () => void {
  const stop = new AbortController();
  let wait = SHORTEST;
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        const answer = await send(
          '/changes',
          { headers: { accept: 'text/event-stream' }, signal: stop.signal },
          false,
        );
        connected(true);
        const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
        const parser = new EventParser();
        for (;;) {
          const piece = await reader?.read();
          if (!piece || piece.done) break;
          wait = SHORTEST;
          for (const { event, data } of parser.feed(piece.value)) {
            if (event === 'change') tell(JSON.parse(data) as Change);
          }
        }
      } catch {
        // Cut off, or no answer: tried again below.
      }
      if (stop.signal.aborted) return;
      connected(false);
      await new Promise((go) => setTimeout(go, wait));
      wait = Math.min(wait * 2, LONGEST);
    }
  };
  void run();
  return () => stop.abort();
}
