//! What the person is about to write: to which message it answers, and which message is being changed.
import { SvelteMap } from 'svelte/reactivity';

import type { Message } from './message.svelte';

export interface Reply {
  message: Message;
  /** Whether its author is told. */
  ping: boolean;
}

export class Composing {
  #replies = new SvelteMap<string, Reply>();
  /** The message that is being changed, wherever it is. */
  editing = $state.raw<Message | null>(null);
  /** Put into the composer of a channel by others, for example a mention; it takes it and sets null. */
  insertion = $state.raw<{ channelId: string; text: string } | null>(null);

  replyIn(channelId: string): Reply | null {
    return this.#replies.get(channelId) ?? null;
  }

  reply(message: Message, ping = true): void {
    this.#replies.set(message.channelId, { message, ping });
  }

  stopReplying(channelId: string): void {
    this.#replies.delete(channelId);
  }
}
