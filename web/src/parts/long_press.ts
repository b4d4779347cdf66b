//! A long press opens a menu: lifting the finger afterwards must not also follow what lies under it.
import type { Attachment } from 'svelte/attachments';

/** From so long on a press has opened the menu. */
const LONG_MS = 600;

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
