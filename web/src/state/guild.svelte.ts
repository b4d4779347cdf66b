//! One guild: its channels, roles, emoji, and those members whom the client has heard of.
import { SvelteMap } from 'svelte/reactivity';
import type { APIEmoji, APIRole, GatewayVoiceState } from 'discord-api-types/v10';

import type { GuildCreate, GuildData, MemberData } from '../gateway/events/guilds';
import { Channel } from './channel.svelte';
import { channelPermissions, guildPermissions, Permission, type Standing } from './permissions';
import { byAge } from './snowflake';

export class Guild {
  data = $state.raw<GuildData>({} as GuildData);
  memberCount = $state(0);
  unavailable = $state(false);
  joinedAt = '';
  readonly channels = new SvelteMap<string, Channel>();
  readonly threads = new SvelteMap<string, Channel>();
  readonly roles = new SvelteMap<string, APIRole>();
  readonly members = new SvelteMap<string, MemberData>();
  /** Who is in which voice channel, by user. */
  readonly voices = new SvelteMap<string, GatewayVoiceState>();
  emojis = $state.raw<APIEmoji[]>([]);
  readonly #ownId: string;

  constructor(data: GuildCreate, ownId: string) {
    this.#ownId = ownId;
    this.refill(data);
  }

  /** Takes GUILD_CREATE in, whole: what it does not name is gone. */
  refill(create: GuildCreate): void {
    const { roles, emojis, channels, threads, members, voice_states: voices, presences: _presences, member_count: count, ...data } = create;
    this.data = data;
    this.memberCount = count;
    this.joinedAt = create.joined_at;
    this.unavailable = false;
    this.emojis = emojis;
    replace(this.roles, roles, (it) => it.id);
    this.#refillChannels(this.channels, channels);
    this.#refillChannels(this.threads, threads);
    replace(this.voices, voices, (it) => it.user_id);
    for (const member of members) this.members.set(member.user.id, member);
  }

  // Channel objects stay the same over a reconnect, so that what is open stays open.
  #refillChannels(into: SvelteMap<string, Channel>, channels: GuildCreate['channels']): void {
    const ids = new Set(channels.map((it) => it.id));
    for (const id of into.keys()) if (!ids.has(id)) into.delete(id);
    for (const data of channels) this.putChannel({ ...data, guild_id: this.id }, into);
  }

  putChannel(data: GuildCreate['channels'][number], into = this.channels): Channel {
    const known = into.get(data.id);
    if (known) {
      known.update(data);
      return known;
    }
    const channel = new Channel(data);
    into.set(data.id, channel);
    return channel;
  }

  get id(): string {
    return this.data.id;
  }
  get name(): string {
    return this.data.name;
  }
  get icon(): string | null {
    return this.data.icon;
  }
  get me(): MemberData | undefined {
    return this.members.get(this.#ownId);
  }
  get isOwner(): boolean {
    return this.data.owner_id === this.#ownId;
  }

  channel(id: string): Channel | undefined {
    return this.channels.get(id) ?? this.threads.get(id);
  }

  /** Channels of a category, or those outside of all, in their order; spoken ones below written ones. */
  childrenOf(categoryId: string | null): Channel[] {
    return [...this.channels.values()].filter((it) => !it.isCategory && it.parentId === categoryId).sort(byPlace);
  }
  get categories(): Channel[] {
    return [...this.channels.values()].filter((it) => it.isCategory).sort(byPlace);
  }
  threadsOf(channelId: string): Channel[] {
    return [...this.threads.values()].filter((it) => it.parentId === channelId && !it.isArchived);
  }

  standingOf(userId: string): Standing {
    const member = this.members.get(userId);
    const until = member?.communication_disabled_until;
    return {
      guildId: this.id,
      userId,
      isOwner: this.data.owner_id === userId,
      roleIds: member?.roles ?? [],
      timedOut: until != null && Date.parse(until) > Date.now(),
      pending: member?.pending === true,
    };
  }

  /** Whether the person may do something in the guild, or in one of its channels. */
  may(permission: bigint, channel?: Channel): boolean {
    const bits = channel ? this.permissionsIn(channel) : guildPermissions(this.standingOf(this.#ownId), (id) => this.roles.get(id));
    return (bits & permission) === permission;
  }

  permissionsIn(channel: Channel, userId = this.#ownId): bigint {
    const parent = channel.isThread && channel.parentId !== null ? (this.channels.get(channel.parentId) ?? channel) : channel;
    // Of others it is only known that they can be in a thread.
    const joined = userId !== this.#ownId || channel.joined;
    const place = { type: channel.type, overwrites: parent.data.permission_overwrites ?? [], joined };
    return channelPermissions(this.standingOf(userId), (id) => this.roles.get(id), place);
  }

  maySend(channel: Channel): boolean {
    if (channel.isThread && channel.data.thread_metadata?.locked === true && !this.may(Permission.ManageThreads, channel)) return false;
    return this.may(channel.isThread ? Permission.SendInThreads : Permission.SendMessages, channel);
  }

  /** The colour of somebody's name: that of the highest role that has one. Null for none. */
  colorOf(userId: string): number | null {
    const own = this.members.get(userId)?.roles ?? [];
    let best: APIRole | null = null;
    for (const id of own) {
      const role = this.roles.get(id);
      if (role && role.color !== 0 && (best === null || role.position > best.position)) best = role;
    }
    return best?.color ?? null;
  }

  get rolesByRank(): APIRole[] {
    return [...this.roles.values()].sort((a, b) => b.position - a.position || byAge(a.id, b.id));
  }
}

function byPlace(a: Channel, b: Channel): number {
  return Number(a.isSpoken) - Number(b.isSpoken) || a.position - b.position || (a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

function replace<T>(into: SvelteMap<string, T>, items: readonly T[], key: (item: T) => string): void {
  const keys = new Set(items.map(key));
  for (const known of into.keys()) if (!keys.has(known)) into.delete(known);
  for (const item of items) into.set(key(item), item);
}
