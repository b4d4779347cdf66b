//! Names and what they stand for, in both directions, as a room knows them.
import type { APIUser } from 'discord-api-types/v10';

import type { Channel } from '../../../state/channel.svelte';
import type { Guild } from '../../../state/guild.svelte';
import type { Instance } from '../../../state/instance.svelte';
import { emojiUrl } from '../../../state/pictures';
import { Permission } from '../../../state/permissions';
import { bestOf, type Trigger } from './completion';
import type { SpokenNames } from './spoken';

/** Somebody or something that is offered while its name is being written. */
export interface Candidate {
  key: string;
  label: string;
  /** What else it is called, or what it is. */
  detail?: string;
  picture: CandidatePicture;
  /** What is put into the text, and what it stands for. */
  text: string;
  source?: string;
}

export type CandidatePicture =
  | { kind: 'user'; id: string }
  | { kind: 'role'; color: number }
  | { kind: 'channel'; type: number }
  | { kind: 'everyone' }
  | { kind: 'emoji'; url: string }
  | { kind: 'sign'; text: string }
  | { kind: 'app'; user: APIUser | null }
  | { kind: 'none' };

const OFFERED_MAX = 10;
/** With fewer than this the server is asked, too. */
export const KNOWN_ENOUGH = 5;

/** Where somebody writes. */
export interface Place {
  instance: Instance;
  channel: Channel;
  guild: Guild | undefined;
}

export function peopleFor({ instance, channel, guild }: Place, query: string, limit = OFFERED_MAX): Candidate[] {
  const ids = guild ? [...guild.members.keys()] : [...(channel.data.recipients ?? []).map((it) => it.id), instance.myId];
  const names = (id: string): readonly (string | null | undefined)[] => {
    const user = instance.users.get(id);
    return [guild?.members.get(id)?.nick, user?.global_name, user?.username];
  };
  // Whoever wrote last is the likeliest.
  const recent = new Map([...instance.messages.window(channel.id).rows].map((it, index) => [it.authorId, index]));
  ids.sort((a, b) => (recent.get(b) ?? -1) - (recent.get(a) ?? -1));
  const mayRead = (id: string) => !guild || (guild.permissionsIn(channel, id) & Permission.ViewChannel) !== 0n;
  const found = bestOf(ids, query, names, limit * 3).filter(mayRead).slice(0, limit);
  return found.map((id) => {
    const name = instance.guilds.nameOf(id, guild);
    return { key: `u${id}`, label: name, detail: instance.users.get(id)?.username ?? '', picture: { kind: 'user', id }, text: `@${name}`, source: `<@${id}>` };
  });
}

export function rolesFor({ guild, channel }: Place, query: string, all = false): Candidate[] {
  if (!guild) return [];
  const mayAll = all || guild.may(Permission.MentionEveryone, channel);
  const roles = guild.rolesByRank.filter((it) => it.id !== guild.id && (mayAll || it.mentionable));
  return bestOf(roles, query, (it) => [it.name], 5).map((role) => {
    return { key: `r${role.id}`, label: role.name, picture: { kind: 'role', color: role.color }, text: `@${role.name}`, source: `<@&${role.id}>` };
  });
}

function everybodyFor({ guild, channel }: Place, query: string): Candidate[] {
  if (!guild?.may(Permission.MentionEveryone, channel)) return [];
  return bestOf(['everyone', 'here'], query, (it) => [it], 2).map((word) => ({ key: word, label: `@${word}`, picture: { kind: 'everyone' }, text: `@${word}` }));
}

export function channelsFor({ instance, guild }: Place, query: string, limit = OFFERED_MAX): Candidate[] {
  if (!guild) return [];
  const all = [...guild.channels.values(), ...guild.threads.values()].filter((it) => !it.isCategory);
  return bestOf(all, query, (it) => [it.name], limit).map((channel) => {
    const parent = instance.guilds.channel(channel.parentId ?? '');
    return { key: `c${channel.id}`, label: channel.name, detail: parent?.name ?? '', picture: { kind: 'channel', type: channel.type }, text: `#${channel.name}`, source: `<#${channel.id}>` };
  });
}

/** Emoji of guilds: those of the own one first, others where they may be used. */
export function guildEmojisFor({ instance, guild, channel }: Place, query: string): Candidate[] {
  const others = !guild || guild.may(Permission.UseExternalEmojis, channel) ? [...instance.guilds.all.values()].filter((it) => it !== guild) : [];
  const all = [guild, ...others].flatMap((it) => (it?.emojis ?? []).filter((emoji) => emoji.available !== false && emoji.id !== null));
  return bestOf(all, query, (it) => [it.name], OFFERED_MAX).map((emoji) => {
    const name = emoji.name ?? '';
    return { key: `e${emoji.id}`, label: `:${name}:`, picture: { kind: 'emoji', url: emojiUrl(emoji) }, text: `:${name}:`, source: `<${emoji.animated ? 'a' : ''}:${name}:${emoji.id}>` };
  });
}

/** What fits the name that is being written; emoji of everybody come on top, later, because they have to be loaded. */
export function candidatesFor(place: Place, trigger: Trigger): Candidate[] {
  switch (trigger.kind) {
    case 'mention':
      return [...peopleFor(place, trigger.query), ...rolesFor(place, trigger.query), ...everybodyFor(place, trigger.query)].slice(0, OFFERED_MAX + 5);
    case 'channel':
      return channelsFor(place, trigger.query);
    case 'emoji':
      return guildEmojisFor(place, trigger.query);
    case 'command':
      return [];
  }
}

/** How a mention in a message is shown to somebody who edits it. */
export function showSource({ instance, guild }: Place, source: string): string | null {
  const match = /^<(@!?|@&|#|a?:\w+:)(\d+)>$/.exec(source);
  const [, sign = '', id = ''] = match ?? [];
  if (sign === '@' || sign === '@!') return instance.users.get(id) ? `@${instance.guilds.nameOf(id, guild)}` : null;
  if (sign === '@&') {
    const role = guild?.roles.get(id);
    return role ? `@${role.name}` : null;
  }
  if (sign === '#') {
    const channel = guild?.channel(id);
    return channel ? `#${channel.name}` : null;
  }
  return sign === '' ? null : sign.replace(/^a/, '');
}

/** What names mean that were written by hand, whole and exactly: user names, channels, emoji of this guild. */
export function namesOf({ instance, channel, guild }: Place): SpokenNames {
  return {
    user: (name) => {
      const ids = guild ? guild.members.keys() : (channel.data.recipients ?? []).map((it) => it.id);
      for (const id of ids) if (instance.users.get(id)?.username === name) return id;
      return null;
    },
    channel: (name) => {
      const found = [...(guild?.channels.values() ?? [])].filter((it) => it.name === name && !it.isCategory);
      return found.length === 1 ? (found[0]?.id ?? null) : null;
    },
    emoji: (name) => {
      const emoji = guild?.emojis.find((it) => it.name === name && it.available !== false);
      return emoji?.id ? `<${emoji.animated ? 'a' : ''}:${name}:${emoji.id}>` : null;
    },
  };
}
