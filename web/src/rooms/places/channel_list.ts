//! Which lines the list of a guild's channels has, and in which order. Decides, draws nothing.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';

/** A category with its channels; the first one, without a category, holds what stands outside. */
export interface Section {
  category: Channel | null;
  collapsed: boolean;
  channels: { channel: Channel; threads: Channel[] }[];
}

/** What the list asks about a channel. */
export interface ListQuestions {
  isCollapsed: (category: Channel) => boolean;
  isMuted: (channel: Channel) => boolean;
  /** Unread or mentioned, and not muted. */
  isCalling: (channel: Channel) => boolean;
  hidesMuted: boolean;
  /** False for channels that the person did not choose, where only chosen ones are wanted. */
  isListed?: (channel: Channel) => boolean;
  openId: string | null;
}

/** Whether not everybody may see a channel. */
export function isHidden(guild: Pick<Guild, 'id'>, channel: Channel): boolean {
  const everyone = channel.data.permission_overwrites?.find((it) => it.id === guild.id);
  return everyone !== undefined && (BigInt(everyone.deny) & Permission.ViewChannel) !== 0n;
}

export function sectionsOf(guild: Guild, ask: ListQuestions): Section[] {
  const manages = guild.may(Permission.ManageChannels);
  const sections = [null, ...guild.categories].map((category) => section(guild, category, ask));
  return sections.filter(({ category, channels }) => channels.length > 0 || (category !== null && (manages || guild.childrenOf(category.id).some((it) => ask.isListed?.(it) ?? true))));
}

function section(guild: Guild, category: Channel | null, ask: ListQuestions): Section {
  const collapsed = category !== null && ask.isCollapsed(category);
  const calls = (it: Channel) => it.id === ask.openId || ask.isCalling(it);
  const lines = guild.childrenOf(category?.id ?? null).map((channel) => {
    const threads = threadsShown(guild, channel, ask);
    // A collapsed category still shows what calls, and where one is.
    return { channel, threads: collapsed ? threads.filter(calls) : threads };
  });
  // What calls is asked last: it changes with every message, and most lines are shown anyway.
  const channels = lines.filter(({ channel, threads }) => (!collapsed && !(ask.hidesMuted && ask.isMuted(channel)) && (ask.isListed?.(channel) ?? true)) || threads.length > 0 || calls(channel));
  return { category, collapsed, channels };
}

// Threads that one is in, and the one that is open; the latest first.
function threadsShown(guild: Guild, channel: Channel, ask: ListQuestions): Channel[] {
  const shown = guild.threadsOf(channel.id).filter((it) => it.id === ask.openId || (it.joined && !(ask.hidesMuted && ask.isMuted(it))));
  return shown.sort((a, b) => compareIds(b.lastMessageId ?? b.id, a.lastMessageId ?? a.id));
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** All rooms of the list from top to bottom, for going from one to the next by keyboard. */
export function roomsInOrder(sections: readonly Section[]): Channel[] {
  return sections.flatMap(({ channels }) => channels.flatMap(({ channel, threads }) => [channel, ...threads]));
}

/** The one after (or before) `fromId`, around the end; null if there is none that `fits`. */
export function nextRoom(rooms: readonly Channel[], fromId: string | null, step: -1 | 1, fits: (channel: Channel) => boolean = () => true): Channel | null {
  const at = rooms.findIndex((it) => it.id === fromId);
  for (let distance = 1; distance <= rooms.length; distance += 1) {
    const start = at < 0 ? (step > 0 ? -1 : 0) : at;
    const room = rooms[(((start + step * distance) % rooms.length) + rooms.length) % rooms.length];
    if (room !== undefined && room.id !== fromId && fits(room)) return room;
  }
  return null;
}
