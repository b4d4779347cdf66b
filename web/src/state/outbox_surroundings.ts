//! The browser as the outbox needs it: its clock, its database, and its locks between tabs.
import type { Guilds } from './guilds.svelte';
import type { OutboxSurroundings } from './outbox.svelte';
import { openOutboxStore } from './outbox_store';
import { TabTurns, wireOf } from './tab_turns';

export function surroundingsOf(guilds: Guilds): OutboxSurroundings {
  return {
    now: () => Date.now(),
    later: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    lastMessageId: (channelId) => guilds.channel(channelId)?.lastMessageId ?? null,
    keep: async (userId) => {
      // Without locks two tabs could send the same message: then it is better not to keep any.
      const locks = (navigator as Partial<Navigator>).locks;
      if (locks === undefined || typeof indexedDB === 'undefined' || typeof BroadcastChannel === 'undefined') return null;
      const scope = `parvis.outbox.${userId}`;
      const wire = wireOf(scope);
      try {
        return { store: await openOutboxStore(userId), turns: new TabTurns(scope, crypto.randomUUID(), locks, wire) };
      } catch {
        // A private window may have no database.
        wire.close();
        return null;
      }
    },
  };
}
