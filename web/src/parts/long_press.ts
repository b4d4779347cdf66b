//! A finger that opens a menu is still down, or just going up: what lies under it then must not be chosen by it.
import type { Attachment } from 'svelte/attachments';

/** From so long on a press has opened the menu. */
const LONG_MS = 600;
const LIFTED_MS = 120;

let isDown = false;
addEventListener('touchstart', () => (isDown = true), { capture: true, passive: true });
for (const name of ['touchend', 'touchcancel'] as const) addEventListener(name, () => (isDown = false), { capture: true, passive: true });

/** Calls back once no finger is down any more: at once, if none is. */
export function whenLifted(then: () => void): () => void {
  if (!isDown) {
    then();
    return () => undefined;
  }
  // After what the lifting itself still causes: a click, a pointer that goes up.
  const lifted = () => void (timer = setTimeout(then, LIFTED_MS));
  let timer: ReturnType<typeof setTimeout> | undefined;
  addEventListener('touchend', lifted, { once: true, capture: true });
  addEventListener('touchcancel', lifted, { once: true, capture: true });
  return () => {
    clearTimeout(timer);
    removeEventListener('touchend', lifted, true);
    removeEventListener('touchcancel', lifted, true);
  };
}

/** Swallows the click that comes after a long press inside of an element. */
export function afterLongPress(): Attachment<HTMLElement> {
  return (element) => {
    let downAtMs: number | null = null;
    const down = (event: PointerEvent) => (downAtMs = event.pointerType === 'mouse' ? null : event.timeStamp);
    const click = (event: MouseEvent) => {
      if (downAtMs === null || event.timeStamp - downAtMs < LONG_MS) return;
      event.preventDefault();
      event.stopPropagation();
    };
    element.addEventListener('pointerdown', down, true);
    element.addEventListener('click', click, true);
    return () => {
      element.removeEventListener('pointerdown', down, true);
      element.removeEventListener('click', click, true);
    };
  };
}
