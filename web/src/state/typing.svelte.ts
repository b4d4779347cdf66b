//! Who is writing where.
import { SvelteMap } from 'svelte/reactivity';

import type { Sink } from '../gateway/dispatch';
import type { MessageEvents } from '../gateway/events/messages';

/** After so long without another sign somebody is taken to have stopped. */
const FORGOTTEN_MS = 10_000;

export class Typing {
  // Timers by person, by channel.
  #writers = new SvelteMap<string, SvelteMap<string, ReturnType<typeof setTimeout>>>();
  #ownId = '';

  /** Ids of those who are writing in a channel. */
  in(channelId: string): string[] {
    return [...(this.#writers.get(channelId)?.keys() ?? [])];
  }

  #stop(channelId: string, userId: string): void {
    const writers = this.#writers.get(channelId);
    clearTimeout(writers?.get(userId));
    writers?.delete(userId);
  }

  sink(): Sink<MessageEvents & { READY: { user: { id: string } } }> {
    return {
      READY: ({ user }) => {
        this.#ownId = user.id;
      },
      TYPING_START: ({ channel_id, user_id }) => {
        if (user_id === this.#ownId) return;
        this.#stop(channel_id, user_id);
        const writers = this.#writers.get(channel_id) ?? new SvelteMap<string, ReturnType<typeof setTimeout>>();
        this.#writers.set(channel_id, writers);
        writers.set(user_id, setTimeout(() => this.#stop(channel_id, user_id), FORGOTTEN_MS));
      },
      MESSAGE_CREATE: ({ channel_id, author }) => this.#stop(channel_id, author.id),
    };
  }
}
