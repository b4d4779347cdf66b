//! All guilds and private conversations of the person, and where each channel is.
import { SvelteMap } from 'svelte/reactivity';

import type { Sink } from '../gateway/dispatch';
import type { ChannelData, ChannelEvents } from '../gateway/events/channels';
import type { GuildCreate, GuildEvents, MemberData } from '../gateway/events/guilds';
import type { PresenceData } from '../gateway/events/presence';
import type { SessionEvents } from '../gateway/events/session';
import { Channel } from './channel.svelte';
import { Guild } from './guild.svelte';
import { isSameUser, type Users } from './users.svelte';
import { byAge } from './snowflake';

export class Guilds {
  readonly all = new SvelteMap<string, Guild>();
  /** Direct and group conversations. */
  readonly conversations = new SvelteMap<string, Channel>();
  readonly #users: Users;
  #ownId = '';

  constructor(users: Users) {
    this.#users = users;
  }

  get(id: string | null | undefined): Guild | undefined {
    return id == null ? undefined : this.all.get(id);
  }

  /** A channel, thread or conversation, wherever it is. */
  channel(id: string): Channel | undefined {
    const conversation = this.conversations.get(id);
    if (conversation) return conversation;
    for (const guild of this.all.values()) {
      const channel = guild.channel(id);
      if (channel) return channel;
    }
    return undefined;
  }

  guildOf(channel: Channel): Guild | undefined {
    return this.get(channel.guildId);
  }

  /** Conversations, the latest first. */
  get latestConversations(): Channel[] {
    return [...this.conversations.values()].sort((a, b) => byAge(b.lastMessageId ?? b.id, a.lastMessageId ?? a.id));
  }

  /** What somebody is called here: nickname, display name, user name. */
  nameOf(userId: string, guild?: Guild): string {
    const user = this.#users.get(userId);
    return guild?.members.get(userId)?.nick ?? user?.global_name ?? user?.username ?? userId;
  }

  /** What a channel is called; conversations are called by who is in them. */
  titleOf(channel: Channel): string {
    if (!channel.isPrivate || channel.name !== '') return channel.name;
    return (channel.data.recipients ?? []).map((it) => it.global_name ?? it.username).join(', ');
  }

  #put(create: GuildCreate): void {
    for (const member of create.members) this.#users.add(member.user);
    const known = this.all.get(create.id);
    if (known) known.refill(create);
    else this.all.set(create.id, new Guild(create, this.#ownId));
  }

  #putConversation(data: ChannelData): void {
    for (const user of data.recipients ?? []) this.#users.add(user);
    const known = this.conversations.get(data.id);
    if (known) known.update(data);
    else this.conversations.set(data.id, new Channel(data));
  }

  /** Remembers a membership. One that is the same stays the same object: all that its member wrote depends on it. */
  putMember(guildId: string, member: MemberData): void {
    this.#users.add(member.user);
    const members = this.all.get(guildId)?.members;
    const known = members?.get(member.user.id);
    if (known === undefined || !isSameMember(known, member)) members?.set(member.user.id, member);
  }

  sink(): Sink<Pick<SessionEvents, 'READY'> & GuildEvents & ChannelEvents> {
    return { ...this.#sessionSink(), ...this.#guildSink(), ...this.#memberSink(), ...this.#channelSink(), ...this.#threadSink() };
  }

  #sessionSink(): Sink<Pick<SessionEvents, 'READY'>> {
    return {
      READY: (ready) => {
        this.#ownId = ready.user.id;
        const guilds = new Set(ready.guilds.map((it) => it.id));
        for (const id of this.all.keys()) if (!guilds.has(id)) this.all.delete(id);
        for (const guild of ready.guilds) this.#put(guild);
        const conversations = new Set(ready.private_channels.map((it) => it.id));
        for (const id of this.conversations.keys()) if (!conversations.has(id)) this.conversations.delete(id);
        for (const channel of ready.private_channels) this.#putConversation(channel);
      },
    };
  }

  #guildSink(): Sink<GuildEvents> {
    const guild = (id: string) => this.all.get(id);
    return {
      GUILD_CREATE: (create) => this.#put(create),
      GUILD_UPDATE: ({ roles: _roles, emojis: _emojis, ...data }) => {
        const known = guild(data.id);
        if (known) known.data = { ...known.data, ...data };
      },
      GUILD_DELETE: ({ id, unavailable }) => {
        const known = guild(id);
        if (unavailable === true && known) known.unavailable = true;
        else this.all.delete(id);
      },
      GUILD_ROLE_CREATE: ({ guild_id, role }) => void guild(guild_id)?.roles.set(role.id, role),
      GUILD_ROLE_UPDATE: ({ guild_id, role }) => void guild(guild_id)?.roles.set(role.id, role),
      GUILD_ROLE_DELETE: ({ guild_id, role_id }) => {
        const known = guild(guild_id);
        known?.roles.delete(role_id);
        for (const member of known?.members.values() ?? []) {
          if (member.roles.includes(role_id)) known?.members.set(member.user.id, { ...member, roles: member.roles.filter((it) => it !== role_id) });
        }
      },
      GUILD_EMOJIS_UPDATE: ({ guild_id, emojis }) => {
        const known = guild(guild_id);
        if (known) known.emojis = emojis;
      },
      VOICE_STATE_UPDATE: (state) => {
        const known = guild(state.guild_id ?? '');
        if (state.channel_id === null) known?.voices.delete(state.user_id);
        else known?.voices.set(state.user_id, state);
      },
    };
  }

  #memberSink(): Sink<GuildEvents> {
    return {
      GUILD_MEMBER_ADD: ({ guild_id, ...member }) => {
        this.putMember(guild_id, member);
        const guild = this.all.get(guild_id);
        if (guild) guild.memberCount += 1;
      },
      GUILD_MEMBER_UPDATE: ({ guild_id, ...member }) => {
        const known = this.all.get(guild_id)?.members.get(member.user.id);
        this.putMember(guild_id, { ...known, ...member } as MemberData);
      },
      GUILD_MEMBER_REMOVE: ({ guild_id, user }) => {
        const guild = this.all.get(guild_id);
        guild?.members.delete(user.id);
        if (guild) guild.memberCount -= 1;
      },
      GUILD_MEMBERS_CHUNK: ({ guild_id, members }) => {
        for (const member of members) this.putMember(guild_id, member);
      },
      GUILD_MEMBER_LIST_UPDATE: (update) => {
        const guild = this.all.get(update.guild_id);
        if (guild) guild.memberCount = update.member_count;
        for (const op of update.ops) {
          const items = op.op === 'SYNC' ? op.items : op.op === 'INSERT' || op.op === 'UPDATE' ? [op.item] : [];
          for (const item of items) if ('member' in item) this.putMember(update.guild_id, membershipOf(item.member));
        }
      },
    };
  }

  #channelSink(): Sink<ChannelEvents> {
    const put = (data: ChannelData) => {
      if (data.guild_id === undefined) this.#putConversation(data);
      else this.all.get(data.guild_id)?.putChannel(data);
    };
    return {
      CHANNEL_CREATE: put,
      CHANNEL_UPDATE: put,
      CHANNEL_DELETE: (data) => {
        this.conversations.delete(data.id);
        const guild = this.get(data.guild_id);
        guild?.channels.delete(data.id);
        for (const thread of guild?.threads.values() ?? []) if (thread.parentId === data.id) guild?.threads.delete(thread.id);
      },
      CHANNEL_PINS_UPDATE: ({ channel_id, last_pin_timestamp }) => {
        const channel = this.channel(channel_id);
        channel?.update({ ...channel.data, last_pin_timestamp: last_pin_timestamp ?? null });
      },
      CHANNEL_RECIPIENT_ADD: ({ channel_id, user }) => {
        this.#users.add(user);
        const channel = this.conversations.get(channel_id);
        channel?.update({ ...channel.data, recipients: [...(channel.data.recipients ?? []).filter((it) => it.id !== user.id), user] });
      },
      CHANNEL_RECIPIENT_REMOVE: ({ channel_id, user }) => {
        const channel = this.conversations.get(channel_id);
        channel?.update({ ...channel.data, recipients: (channel.data.recipients ?? []).filter((it) => it.id !== user.id) });
      },
    };
  }

  #threadSink(): Sink<ChannelEvents> {
    const put = (data: ChannelData) => {
      const guild = this.get(data.guild_id);
      return guild?.putChannel(data, guild.threads);
    };
    return {
      THREAD_CREATE: (data) => void put(data),
      THREAD_UPDATE: (data) => void put(data),
      THREAD_DELETE: ({ id, guild_id }) => void this.all.get(guild_id)?.threads.delete(id),
      THREAD_LIST_SYNC: ({ guild_id, threads, members, channel_ids }) => {
        const guild = this.all.get(guild_id);
        const now = new Set(threads.map((it) => it.id));
        for (const thread of guild?.threads.values() ?? []) {
          const concerned = channel_ids === undefined || (thread.parentId !== null && channel_ids.includes(thread.parentId));
          if (concerned && !now.has(thread.id)) guild?.threads.delete(thread.id);
        }
        for (const data of threads) {
          const thread = put({ ...data, guild_id });
          if (thread && members.some((it) => it.id === thread.id)) thread.joined = true;
        }
      },
      THREAD_MEMBER_UPDATE: ({ id, guild_id }) => {
        const thread = this.all.get(guild_id)?.threads.get(id ?? '');
        if (thread) thread.joined = true;
      },
      THREAD_MEMBERS_UPDATE: ({ id, guild_id, member_count, added_members, removed_member_ids }) => {
        const thread = this.all.get(guild_id)?.threads.get(id);
        if (!thread) return;
        thread.update({ ...thread.data, member_count });
        if (added_members?.some((it) => it.user_id === this.#ownId)) thread.joined = true;
        if (removed_member_ids?.includes(this.#ownId)) thread.joined = false;
      },
    };
  }
}

/** The lists say of a member also who is there, which is kept elsewhere and changes all the time. */
function membershipOf({ presence: _presence, ...member }: MemberData & { presence?: PresenceData }): MemberData {
  return member;
}

/** Whether two say the same of a membership. What one of them does not name is taken for nothing. */
export function isSameMember(a: MemberData, b: MemberData): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof MemberData>;
  keys.delete('user');
  return isSameUser(a.user, b.user) && [...keys].every((key) => (key === 'roles' ? String(a.roles) === String(b.roles) : (a[key] ?? null) === (b[key] ?? null)));
}
