//! Whether somebody may write in a room, and if not, why.
import type { Key, Values } from '../../../i18n/i18n.svelte';
import { ChannelType } from '../../../gateway/events/words';
import type { Channel } from '../../../state/channel.svelte';
import type { Guild } from '../../../state/guild.svelte';
import type { Instance } from '../../../state/instance.svelte';
import { Permission } from '../../../state/permissions';

/** Why one may not write, as a text of the catalogue. */
export interface Obstacle {
  key: Key;
  values?: Values;
  /** When it ends by itself. */
  until?: number;
}

export function obstacleIn(instance: Instance, channel: Channel, guild: Guild | undefined, now: number): Obstacle | null {
  if (!guild) {
    const other = channel.type === ChannelType.DM ? channel.data.recipients?.[0] : undefined;
    return other && instance.people.isBlocked(other.id) ? { key: 'composer.blocked', values: { name: instance.guilds.nameOf(other.id) } } : null;
  }
  const until = Date.parse(guild.me?.communication_disabled_until ?? '');
  if (until > now && !guild.isOwner && !guild.may(Permission.Administrator)) return { key: 'composer.timed_out', until };
  const isManager = guild.may(Permission.ManageThreads, channel);
  if (channel.isThread && channel.data.thread_metadata?.locked === true && !isManager) return { key: 'composer.locked' };
  if (!guild.maySend(channel)) return { key: channel.isThread ? 'composer.no_right_thread' : channel.type === ChannelType.Announcement ? 'composer.no_right_announcement' : 'composer.no_right' };
  return null;
}

/** Seconds between two messages of the person here; 0 for none. */
export function slowModeOf(channel: Channel, guild: Guild | undefined): number {
  const seconds = channel.data.rate_limit_per_user ?? 0;
  if (seconds === 0 || !guild) return 0;
  const unhurried = [Permission.BypassSlowmode, Permission.ManageMessages, Permission.ManageChannels, ...(channel.isThread ? [Permission.ManageThreads] : [])];
  return unhurried.some((it) => guild.may(it, channel)) ? 0 : seconds;
}
