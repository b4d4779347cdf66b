//! Arrow keys in a list of links and buttons: up, down, first, last. Tab still reaches everything.
import type { Attachment } from 'svelte/attachments';

/** Moves the focus among what `selector` finds inside of an element. */
export function arrows(selector: string): Attachment<HTMLElement> {
  return (list) => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      const all = [...list.querySelectorAll<HTMLElement>(selector)].filter((it) => it.offsetParent !== null);
      const at = all.findIndex((it) => it === document.activeElement);
      const target = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) }[event.key];
      if (at < 0 || target === undefined) return;
      event.preventDefault();
      target.focus();
    };
    list.addEventListener('keydown', onKey);
    return () => list.removeEventListener('keydown', onKey);
  };
}
