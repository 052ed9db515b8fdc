/** Scrolling that the page does by itself, for as long as the reader does not take over. */

const HANDS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Scrolls by `attempt` now and after each frame, until it says that it is done, `most` frames have passed, or the
 * reader uses wheel, finger, mouse or keys: the page is theirs then.
 */
export async function keepScrolling(attempt: () => boolean, most: number): Promise<void> {
  const stop = new AbortController();
  for (const hand of HANDS)
    addEventListener(hand, () => stop.abort(), { signal: stop.signal, passive: true, capture: true });
  for (let i = 0; i < most && !stop.signal.aborted && !attempt(); i++)
    await new Promise(requestAnimationFrame);
  stop.abort();
}
