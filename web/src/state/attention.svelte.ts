//! What calls for the person: where something is unread, how often they are meant, and what they muted.
import type { Channel } from './channel.svelte';
import { clock } from './clock.svelte';
import type { Guild } from './guild.svelte';
import type { Guilds } from './guilds.svelte';
import { isChannelMuted, isMuteActive } from './muting';
import type { ReadStates } from './read_states.svelte';
import type { Settings } from './settings.svelte';

/** What a place has for the person. */
export interface Calls {
  unread: boolean;
  mentions: number;
}

export class Attention {
  readonly #guilds: Guilds;
  readonly #readStates: ReadStates;
  readonly #settings: Settings;
  // Kept, because each message asks for it and few change it.
  readonly #mentions = $derived.by(() => this.#countMentions());

  constructor(guilds: Guilds, readStates: ReadStates, settings: Settings) {
    this.#guilds = guilds;
    this.#readStates = readStates;
    this.#settings = settings;
  }

  /** Whether a guild as a whole is muted; null stands for private conversations. */
  isGuildMuted(guildId: string | null): boolean {
    return isMuteActive(this.#settings.ofGuild(guildId), clock.nowMs);
  }

  /** Whether a channel, thread, category or conversation is muted, by itself or by what it is in. */
  isMuted(channel: Channel): boolean {
    const parent = channel.parentId === null ? undefined : this.#guilds.get(channel.guildId)?.channels.get(channel.parentId);
    return isChannelMuted(this.#settings.ofGuild(channel.guildId), [channel.id, channel.parentId, parent?.parentId ?? null], clock.nowMs);
  }

  /** What one channel has for the person. What is muted is never unread, but still counts who means them. */
  of(channel: Channel): Calls {
    return { unread: this.#readStates.isUnread(channel.id) && !this.isMuted(channel), mentions: this.#readStates.mentions(channel.id) };
  }

  /** Rooms of a guild that can be unread: its written channels, and the threads that the person is in. */
  roomsOf(guild: Guild): Channel[] {
    return [...[...guild.channels.values()].filter((it) => it.isTextual), ...[...guild.threads.values()].filter((it) => it.joined && !it.isArchived)];
  }

  /** What a guild has for the person, muted rooms left out. */
  ofGuild(guild: Guild): Calls {
    const calls: Calls = { unread: false, mentions: 0 };
    const isQuiet = this.isGuildMuted(guild.id);
    for (const channel of this.roomsOf(guild)) {
      const mentions = this.#readStates.mentions(channel.id);
      const unread = !isQuiet && !calls.unread && this.#readStates.isUnread(channel.id);
      // Most rooms are quiet: who muted what is only asked of the others.
      if ((mentions === 0 && !unread) || this.isMuted(channel)) continue;
      calls.mentions += mentions;
      calls.unread ||= unread;
    }
    return calls;
  }

  /** Messages in conversations that were not read, muted ones left out. */
  get inConversations(): number {
    let count = 0;
    for (const channel of this.#guilds.conversations.values()) {
      if (this.#readStates.isUnread(channel.id) && !this.isMuted(channel)) count += Math.max(1, this.#readStates.mentions(channel.id));
    }
    return count;
  }

  /** How often the person is meant, everywhere: the number in the title of the page. */
  get mentions(): number {
    return this.#mentions;
  }

  #countMentions(): number {
    let count = this.inConversations;
    for (const guild of this.#guilds.all.values()) if (!this.isGuildMuted(guild.id)) count += this.ofGuild(guild).mentions;
    return count;
  }
}
