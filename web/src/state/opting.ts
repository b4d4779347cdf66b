//! Which channels of a guild the person wants in the list: all, or those that they chose.
import type { GuildSettings } from '../gateway/events/session';
import { overrideOf } from './muting';

/** Flags of a guild's settings. */
const GuildFlag = { All: 1 << 13, ChosenOnly: 1 << 14 } as const;
/** Flags of a channel's settings. */
export const ChannelFlag = { Favourite: 1 << 11, Chosen: 1 << 12 } as const;

type Settings = Pick<GuildSettings, 'flags' | 'channel_overrides'> | undefined;

export function listsChosenOnly(settings: Settings): boolean {
  const flags = settings?.flags ?? 0;
  return (flags & GuildFlag.ChosenOnly) !== 0 && (flags & GuildFlag.All) === 0;
}

/** Whether a channel is listed: by itself, or with its category. */
export function isListed(settings: Settings, channel: { id: string; parentId: string | null }): boolean {
  if (!listsChosenOnly(settings)) return true;
  return [channel.id, channel.parentId].some((id) => ((overrideOf(settings as GuildSettings, id)?.flags ?? 0) & ChannelFlag.Chosen) !== 0);
}

export function withFlag(flags: number, flag: number, yes: boolean): number {
  return yes ? flags | flag : flags & ~flag;
}

/** The guild's flags for one of the two ways. */
export function withChosenOnly(flags: number, yes: boolean): number {
  return withFlag(withFlag(flags, GuildFlag.ChosenOnly, yes), GuildFlag.All, !yes);
}
