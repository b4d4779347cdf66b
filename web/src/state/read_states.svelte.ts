//! What was read where: the server's counts, kept up to date by events.
import { SvelteMap } from 'svelte/reactivity';

import type { Api } from '../api/client';
import type { Sink } from '../gateway/dispatch';
import type { ChannelEvents } from '../gateway/events/channels';
import type { MessageData, MessageEvents } from '../gateway/events/messages';
import type { ReadStateData, SessionEvents } from '../gateway/events/session';
import type { Guilds } from './guilds.svelte';
import { PAGE } from './message_window.svelte';
import { isOlder } from './snowflake';

/** Where more is unread than this, the newest page does not reach back to where the reader stopped. */
const UNREAD_ON_PAGE_MAX = PAGE - 10;

export class ReadStates {
  #known = new SvelteMap<string, ReadStateData>();
  readonly #api: Api;
  readonly #guilds: Guilds;
  #ownId = '';

  constructor(api: Api, guilds: Guilds) {
    this.#api = api;
    this.#guilds = guilds;
  }

  get(channelId: string): ReadStateData | undefined {
    return this.#known.get(channelId);
  }

  /** Whether something was written here that was not read. */
  isUnread(channelId: string): boolean {
    const last = this.#guilds.channel(channelId)?.lastMessageId ?? null;
    const read = this.#known.get(channelId)?.last_message_id ?? null;
    return last !== null && (read === null ? (this.#known.get(channelId)?.unread_count ?? 0) > 0 : isOlder(read, last));
  }

  /** The message at which a channel is opened, because its newest page lies behind it; null for its end. */
  openingOf(channelId: string): string | null {
    const known = this.#known.get(channelId);
    return this.isUnread(channelId) && (known?.unread_count ?? 0) > UNREAD_ON_PAGE_MAX ? (known?.last_message_id ?? null) : null;
  }

  mentions(channelId: string): number {
    return this.#known.get(channelId)?.mention_count ?? 0;
  }

  /**
   * Marks a channel as read up to a message. By hand also backwards, and then it sticks; `opened` says that the person
   * came to the channel, which lifts such a mark.
   */
  async acknowledge(channelId: string, messageId: string, manual = false, opened = false): Promise<void> {
    const known = this.#known.get(channelId);
    const isMarked = known?.manual === true;
    if (!manual && isMarked && !opened) return;
    if (!manual && !isMarked && known?.last_message_id != null && !isOlder(known.last_message_id, messageId) && known.mention_count === 0) return;
    this.#known.set(channelId, { ...(known ?? empty(channelId)), last_message_id: messageId, mention_count: 0, unread_count: 0, manual: manual && this.#isBehind(channelId, messageId) });
    await this.#api.post(`/channels/${channelId}/messages/${messageId}/ack`, manual ? { manual } : opened ? { opened } : {});
  }

  #isBehind(channelId: string, messageId: string): boolean {
    const last = this.#guilds.channel(channelId)?.lastMessageId ?? null;
    return last !== null && isOlder(messageId, last);
  }

  #count(message: MessageData): void {
    const known = this.#known.get(message.channel_id) ?? empty(message.channel_id);
    if (message.author.id === this.#ownId) {
      this.#known.set(message.channel_id, { ...known, last_message_id: message.id, mention_count: 0, unread_count: 0, manual: false });
      return;
    }
    const mentions = this.#concerns(message) ? 1 : 0;
    this.#known.set(message.channel_id, { ...known, mention_count: known.mention_count + mentions, unread_count: known.unread_count + 1 });
  }

  #concerns(message: MessageData): boolean {
    if (message.guild_id === undefined) return true;
    if (message.mention_everyone || message.mentions.some((it) => it.id === this.#ownId)) return true;
    const own = this.#guilds.get(message.guild_id)?.me?.roles ?? [];
    return message.mention_roles.some((it) => own.includes(it));
  }

  sink(): Sink<Pick<SessionEvents, 'READY'> & Pick<ChannelEvents, 'MESSAGE_ACK'> & Pick<MessageEvents, 'MESSAGE_CREATE'>> {
    return {
      READY: ({ user, read_state }) => {
        this.#ownId = user.id;
        this.#known.clear();
        for (const state of read_state.entries) this.#known.set(state.id, state);
      },
      MESSAGE_CREATE: (message) => this.#count(message),
      MESSAGE_ACK: ({ channel_id, message_id, mention_count, unread_count, manual }) => {
        const known = this.#known.get(channel_id) ?? empty(channel_id);
        this.#known.set(channel_id, { ...known, last_message_id: message_id, mention_count: mention_count ?? 0, unread_count: unread_count ?? 0, manual: manual ?? false });
      },
    };
  }
}

function empty(id: string): ReadStateData {
  return { id, last_message_id: null, mention_count: 0, unread_count: 0 };
}
