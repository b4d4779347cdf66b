//! The keys that work while a message has the focus, as the sheet lists them. The list itself acts on them.
import type { Shortcut } from '../../../keyboard/shortcuts.svelte';

export const MESSAGE_SHORTCUTS: readonly Shortcut[] = [
  { keys: 'ArrowUp', label: 'talk.key_previous', group: 'messages' },
  { keys: 'ArrowDown', label: 'talk.key_next', group: 'messages' },
  { keys: 'Home', label: 'talk.key_first', group: 'messages' },
  { keys: 'End', label: 'talk.key_last', group: 'messages' },
  { keys: 'R', label: 'talk.reply', group: 'messages' },
  { keys: 'E', label: 'core.edit', group: 'messages' },
  { keys: '+', label: 'talk.react', group: 'messages' },
  { keys: 'P', label: 'talk.pin', group: 'messages' },
  { keys: 'S', label: 'talk.save', group: 'messages' },
  { keys: 'U', label: 'talk.mark_unread', group: 'messages' },
  { keys: 'F', label: 'talk.forward', group: 'messages' },
  { keys: 'T', label: 'talk.create_thread', group: 'messages' },
  { keys: 'C', label: 'talk.copy_text', group: 'messages' },
  { keys: 'L', label: 'talk.copy_link', group: 'messages' },
  { keys: 'Delete', label: 'core.delete', group: 'messages' },
];
