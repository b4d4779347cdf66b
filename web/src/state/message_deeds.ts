//! What the person does with messages: each shows at once where that is honest, and is taken back when the server refuses.
import type { APIPartialEmoji } from 'discord-api-types/v10';

import type { Api } from '../api/client';
import { MessageFlag } from '../gateway/events/words';
import type { Message } from './message.svelte';
import type { Messages } from './messages.svelte';
import { notices } from './notices.svelte';
import type { ReadStates } from './read_states.svelte';

export class MessageDeeds {
  readonly #api: Api;
  readonly #messages: Messages;
  readonly #readStates: ReadStates;
  // Clicks on the same reaction wait for one another, so that the last one wins.
  #reacting = new Map<string, Promise<void>>();

  constructor(api: Api, messages: Messages, readStates: ReadStates) {
    this.#api = api;
    this.#messages = messages;
    this.#readStates = readStates;
  }

  /** Reacts, or takes one's reaction back. */
  toggleReaction(message: Message, emoji: APIPartialEmoji): Promise<void> {
    const adds = !message.reacted(emoji);
    message.react(emoji, adds ? 1 : -1, true);
    const path = `${pathOf(message)}/reactions/${encodeURIComponent(reactionName(emoji))}/@me`;
    const work = (this.#reacting.get(path) ?? Promise.resolve()).then(async () => {
      try {
        await (adds ? this.#api.put(path) : this.#api.delete(path));
      } catch (error) {
        message.react(emoji, adds ? -1 : 1, true);
        notices.complain(error);
      }
    });
    this.#reacting.set(path, work);
    return work.finally(() => {
      if (this.#reacting.get(path) === work) this.#reacting.delete(path);
    });
  }

  async delete(message: Message): Promise<void> {
    await this.#api.delete(pathOf(message));
    this.#messages.drop(message.channelId, message.id);
  }

  /** Puts away what only this person sees. */
  dismiss(message: Message): void {
    this.#messages.drop(message.channelId, message.id);
  }

  async setPinned(message: Message, pinned: boolean): Promise<void> {
    const path = `/channels/${message.channelId}/messages/pins/${message.id}`;
    await (pinned ? this.#api.put(path) : this.#api.delete(path));
    message.update({ pinned });
  }

  async save(message: Message): Promise<void> {
    await this.#api.put(`/parvis/v1/users/@me/saved-messages/${message.channelId}/${message.id}`);
  }

  /** From this message on the channel counts as unread, until the person comes back to it or says otherwise. */
  async markUnread(message: Message): Promise<void> {
    const before = String(BigInt(message.id) - 1n);
    await this.#readStates.acknowledge(message.channelId, before, true);
  }

  async removeEmbeds(message: Message): Promise<void> {
    const flags = (message.data.flags ?? 0) | MessageFlag.SuppressEmbeds;
    await this.#api.patch(pathOf(message), { flags });
    message.update({ flags });
  }
}

export function pathOf(message: Message): string {
  return `/channels/${message.channelId}/messages/${message.id}`;
}

/** An emoji as the addresses of reactions name it. */
export function reactionName(emoji: APIPartialEmoji): string {
  return emoji.id == null ? (emoji.name ?? '') : `${emoji.name ?? '_'}:${emoji.id}`;
}
