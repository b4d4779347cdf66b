//! What menus are made of: the same list serves a click, a right click and a long press.
import type { Component } from 'svelte';

export type MenuItem =
  | { kind: 'action'; label: string; icon?: Component<{ size?: number | string }> | undefined; danger?: boolean; disabled?: boolean; checked?: boolean; shortcut?: string; act: () => void }
  | { kind: 'line' }
  | { kind: 'title'; label: string };

/** Leaves out what does not apply, for lists written as conditions. */
export function menuOf(...items: readonly (MenuItem | false | null | undefined)[]): MenuItem[] {
  const present = items.filter((it): it is MenuItem => it !== false && it != null);
  return present.filter((it, index) => it.kind !== 'line' || (index > 0 && index < present.length - 1 && present[index - 1]?.kind !== 'line'));
}

/** Beside what a menu opens: an element, or the point of a click. */
export type MenuAnchor = HTMLElement | { getBoundingClientRect: () => DOMRect };

/** A click's place as something that a menu can stand beside. */
export function pointAnchor(x: number, y: number): MenuAnchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}
