//! Where unsent messages survive a reload, files and all: a small database of the browser, one for each account.
import type { Draft } from './outbox.svelte';

/** Since when a message may have arrived although nobody said so. */
export interface Attempt {
  /** When it was first tried, in Unix milliseconds. */
  firstAt: number;
  /** The last message that was known in the channel before that. */
  afterId: string;
}

export interface StoredMessage {
  nonce: string;
  channelId: string;
  draft: Draft;
  /** Unix milliseconds; messages of a channel leave in this order. */
  writtenAt: number;
  /** The tab that sends it. */
  tab: string;
  attempt: Attempt | null;
  /** What the server refused it with. */
  refusal: string | null;
}

export interface OutboxStore {
  all(): Promise<StoredMessage[]>;
  put(message: StoredMessage): Promise<void>;
  delete(nonce: string): Promise<void>;
}

export async function openOutboxStore(userId: string): Promise<OutboxStore> {
  const { openDB } = await import('idb');
  const name = 'messages';
  const database = await openDB<{ messages: { key: string; value: StoredMessage } }>(`parvis.outbox.${userId}`, 1, {
    upgrade: (it) => void it.createObjectStore(name, { keyPath: 'nonce' }),
  });
  return {
    all: () => database.getAll(name),
    put: async (message) => void (await database.put(name, message)),
    delete: (nonce) => database.delete(name, nonce),
  };
}
