//! The windows into the histories of channels, and what the gateway says of messages.
import type { Api } from '../api/client';
import { beforeNextFrame } from '../gateway/arrivals';
import type { Sink } from '../gateway/dispatch';
import type { MemberData } from '../gateway/events/guilds';
import type { MessageData, MessageEvents } from '../gateway/events/messages';
import type { Guilds } from './guilds.svelte';
import type { Message } from './message.svelte';
import { MessageWindow } from './message_window.svelte';
import type { Users } from './users.svelte';

/** Windows that are kept after their channel was left, so that going back is instant. */
const WINDOWS_MAX = 8;
/** Windows that are fetched before somebody goes there. */
const AHEAD_MAX = 24;

export class Messages {
  // In the order of their last use.
  #windows = new Map<string, MessageWindow>();
  // Those that nobody opened yet: they push out no window that is in use.
  #ahead = new Map<string, MessageWindow>();
  readonly #api: Api;
  readonly #users: Users;
  readonly #guilds: Guilds;
  #ownId = '';

  constructor(api: Api, users: Users, guilds: Guilds) {
    this.#api = api;
    this.#users = users;
    this.#guilds = guilds;
  }

  /** The window into a channel; made, but not loaded, when it is new. */
  window(channelId: string): MessageWindow {
    const window = this.#known(channelId) ?? this.#make(channelId);
    this.#ahead.delete(channelId);
    putLast(this.#windows, channelId, window, WINDOWS_MAX);
    return window;
  }

  /** Fetches what a channel begins with, before somebody goes there. */
  async fetchAhead(channelId: string, around: string | null): Promise<readonly Message[]> {
    const window = this.#known(channelId) ?? this.#make(channelId);
    if (!this.#windows.has(channelId)) putLast(this.#ahead, channelId, window, AHEAD_MAX);
    if (window.loading === null) await window.open(around);
    return window.rows;
  }

  #known(channelId: string): MessageWindow | undefined {
    return this.#windows.get(channelId) ?? this.#ahead.get(channelId);
  }

  #make(channelId: string): MessageWindow {
    return new MessageWindow((query) => this.#history(channelId, { ...query }), beforeNextFrame);
  }

  /** Takes a message away that only this person sees, or that is gone. */
  drop(channelId: string, messageId: string): void {
    this.#known(channelId)?.remove([messageId]);
  }

  /** A message that is on some page. */
  find(channelId: string, messageId: string): Message | undefined {
    return this.#known(channelId)?.find(messageId);
  }

  async #history(channelId: string, query: Record<string, string | number>): Promise<MessageData[]> {
    const found = await this.#api.get<MessageData[]>(`/channels/${channelId}/messages`, { query });
    for (const message of found) this.#meet(message);
    return found;
  }

  #meet(message: MessageData): void {
    if (message.webhook_id === undefined) this.#users.add(message.author);
    for (const user of message.mentions ?? []) this.#users.add(user);
  }

  #meetMember({ guild_id: guildId, member, author, webhook_id: webhookId }: MessageData): void {
    if (guildId === undefined || member === undefined || webhookId !== undefined) return;
    const known = this.#guilds.get(guildId)?.members.get(author.id);
    this.#guilds.putMember(guildId, { ...known, ...member, user: author } as MemberData);
  }

  sink(): Sink<MessageEvents & { READY: { user: { id: string } } }> {
    return { ...this.#messageSink(), ...this.#reactionSink() };
  }

  #messageSink(): Sink<MessageEvents & { READY: { user: { id: string } } }> {
    return {
      READY: ({ user }) => {
        this.#ownId = user.id;
        // A new session: what was said, changed and deleted meanwhile is fetched again.
        for (const window of [...this.#windows.values(), ...this.#ahead.values()]) void window.refresh();
      },
      MESSAGE_CREATE: (message) => {
        this.#meet(message);
        this.#meetMember(message);
        this.#guilds.channel(message.channel_id)?.heard(message.id);
        // One's own takes the place of what was pending in the same moment.
        this.#known(message.channel_id)?.receive(message, message.author.id === this.#ownId);
      },
      MESSAGE_UPDATE: (change) => {
        const message = this.find(change.channel_id, change.id);
        if (message) message.update(change);
        else if (isWhole(change)) this.#known(change.channel_id)?.bringBack(change);
      },
      MESSAGE_DELETE: ({ id, channel_id }) => this.#known(channel_id)?.remove([id]),
      MESSAGE_DELETE_BULK: ({ ids, channel_id }) => this.#known(channel_id)?.remove(ids),
    };
  }

  #reactionSink(): Sink<MessageEvents> {
    return {
      MESSAGE_REACTION_ADD: ({ channel_id, message_id, emoji, user_id }) => this.find(channel_id, message_id)?.react(emoji, 1, user_id === this.#ownId),
      MESSAGE_REACTION_REMOVE: ({ channel_id, message_id, emoji, user_id }) => this.find(channel_id, message_id)?.react(emoji, -1, user_id === this.#ownId),
      MESSAGE_REACTION_REMOVE_ALL: ({ channel_id, message_id }) => this.find(channel_id, message_id)?.clearReactions(),
      MESSAGE_REACTION_REMOVE_EMOJI: ({ channel_id, message_id, emoji }) => this.find(channel_id, message_id)?.clearReactions(emoji),
    };
  }
}

/** Puts a window behind all others, and drops the first ones of too many. */
function putLast(windows: Map<string, MessageWindow>, channelId: string, window: MessageWindow, max: number): void {
  windows.delete(channelId);
  windows.set(channelId, window);
  for (const first of windows.keys()) {
    if (windows.size <= max) break;
    windows.delete(first);
  }
}

/** Whether a change tells of the whole message, as of one that was hidden and is shown again. */
function isWhole(change: Partial<MessageData>): change is MessageData {
  return change.author !== undefined && change.content !== undefined && change.timestamp !== undefined;
}
