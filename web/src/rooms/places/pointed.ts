//! Notices to which room of a list somebody is on the way: by mouse, finger or keyboard.
import type { Attachment } from 'svelte/attachments';

import type { Ahead } from '../../state/ahead';

export function pointed(ahead: Ahead): Attachment<HTMLElement> {
  const note = ({ target }: Event) => ahead.point((target instanceof Element ? target.closest<HTMLElement>('[data-channel]') : null)?.dataset['channel'] ?? null);
  const leave = () => ahead.point(null);
  return (list) => {
    const listeners = { pointerover: note, focusin: note, pointerleave: leave, pointercancel: leave, focusout: leave };
    for (const [name, listener] of Object.entries(listeners)) list.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) list.removeEventListener(name, listener);
    };
  };
}
