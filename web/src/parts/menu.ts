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
