import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bring } from './evidence/near';
import { keepScrolling } from './scrolling';

let frames: (() => void)[];
let window: EventTarget;

/** The next frame, and what awaits it. */
async function frame() {
  for (const go of frames.splice(0)) go();
  for (let i = 0; i < 4; i++) await Promise.resolve();
}

beforeEach(() => {
  frames = [];
  window = new EventTarget();
  vi.stubGlobal('requestAnimationFrame', (go: () => void) => frames.push(go));
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('innerHeight', 900);
});
afterEach(() => vi.unstubAllGlobals());

test('scrolls until it is there, and not beyond', async () => {
  const attempt = vi.fn(() => attempt.mock.calls.length === 3);
  void keepScrolling(attempt, 10);
  for (let i = 0; i < 6; i++) await frame();
  expect(attempt).toHaveBeenCalledTimes(3);
  const never = vi.fn(() => false);
  void keepScrolling(never, 4);
  for (let i = 0; i < 6; i++) await frame();
  expect(never).toHaveBeenCalledTimes(4);
});

test.each(['wheel', 'touchstart', 'pointerdown', 'keydown'])(
  'leaves the page to the reader on %s',
  async (hand) => {
    const attempt = vi.fn(() => false);
    void keepScrolling(attempt, 10);
    await frame();
    expect(attempt).toHaveBeenCalledTimes(2);
    window.dispatchEvent(new Event(hand));
    for (let i = 0; i < 3; i++) await frame();
    expect(attempt).toHaveBeenCalledTimes(2);
  },
);

test('brings into view again what was pushed out of it, until it stays', async () => {
  const tops = [50, 50, 1200, 1200, 80];
  const element = {
    scrollIntoView: vi.fn(),
    getBoundingClientRect: () => {
      const top = (tops.length > 1 ? tops.shift() : tops[0]) ?? 0;
      return { top, bottom: top + 20 };
    },
  };
  void bring(element as unknown as HTMLElement);
  for (let i = 0; i < 30; i++) await frame();
  expect(element.scrollIntoView).toHaveBeenCalledTimes(3);
  expect(frames).toEqual([]);
});
