/** Tells once when an element comes near the window: what is far away in a long report is drawn only then. */

import type { Attachment } from 'svelte/attachments';
import { keepScrolling } from '../scrolling';

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

/** Frames that an element has to stay where it is, and the most that are waited for. */
const STILL = 12;
const MOST = 180;

/**
 * Scrolls `element` into view, and again while what comes near on the way changes its height: that is drawn some frames
 * after it comes near, so the element has to stay in view for a while.
 */
export function bring(element: HTMLElement, block: ScrollLogicalPosition = 'nearest'): Promise<void> {
  let still = 0;
  element.scrollIntoView({ block, behavior: 'instant' });
  return keepScrolling(() => {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) still += 1;
    else {
      still = 0;
      element.scrollIntoView({ block, behavior: 'instant' });
    }
    return still > STILL;
  }, MOST);
}
