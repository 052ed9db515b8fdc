/** Tells once when an element comes near the window: what is far away in a long report is drawn only then. */

import type { Attachment } from 'svelte/attachments';

const told = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

export function near(tell: () => void): Attachment<HTMLElement> {
  return (element) => {
    observer ??= new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          observer?.unobserve(target);
          told.get(target)?.();
        }
      },
      { rootMargin: '1000px' },
    );
    told.set(element, tell);
    observer.observe(element);
    return () => observer?.unobserve(element);
  };
}

/** Scrolls `element` into view, and again while what comes near on the way changes its height. */
export async function bring(element: HTMLElement, block: ScrollLogicalPosition = 'nearest') {
  let before = NaN;
  for (let i = 0; i < 20; i++) {
    element.scrollIntoView({ block });
    await new Promise(requestAnimationFrame);
    const { top, bottom } = element.getBoundingClientRect();
    if (top === before && bottom > 0 && top < innerHeight) return;
    before = top;
  }
}
