//! Every shortcut of the client, with its words: what is registered here is what the sheet lists.
import { untrack } from 'svelte';
import { tinykeys } from 'tinykeys';

import type { Key } from '../i18n/i18n.svelte';

export type ShortcutGroup = 'moving' | 'writing' | 'messages' | 'page';

export interface Shortcut {
  /** In the words of tinykeys: `$mod+K`, `Alt+ArrowUp`, `?`. */
  keys: string;
  label: Key;
  group: ShortcutGroup;
  /** False for what a component handles itself and only wants listed. */
  act?: (event: KeyboardEvent) => void;
  /** Also while somebody is writing into a field. */
  whileWriting?: boolean;
}

class Shortcuts {
  all = $state.raw<readonly Shortcut[]>([]);
  /** How many were used: a menu that is open makes room for what they open. */
  used = $state(0);

  /** Adds some while a component lives: the answer takes them away again, as `$effect` wants it. */
  add(...shortcuts: Shortcut[]): () => void {
    // Whoever adds some must not run again because others did.
    this.all = [...untrack(() => this.all), ...shortcuts];
    const handlers: Record<string, (event: KeyboardEvent) => void> = {};
    for (const { keys, act, whileWriting } of shortcuts) {
      if (!act) continue;
      handlers[keys] = (event) => {
        if (whileWriting !== true && isWriting(event.target)) return;
        event.preventDefault();
        act(event);
        this.used += 1;
      };
    }
    // Where somebody writes is decided above, for each shortcut.
    const stop = tinykeys(window, handlers, { ignore: (event) => event.isComposing });
    return () => {
      stop();
      this.all = untrack(() => this.all).filter((it) => !shortcuts.includes(it));
    };
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export const shortcuts = new Shortcuts();
