//! What waits for the person over all guilds: which rooms, grouped by guild, in which order.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import type { Instance } from '../../state/instance.svelte';
import { byAge } from '../../state/snowflake';
import { orderedGuilds } from '../places/guild_menu';

export interface Waiting {
  /** Undefined for private conversations. */
  guild: Guild | undefined;
  rooms: Channel[];
}

/** Rooms that are unread. What is muted waits for nobody. */
export function waitingRooms(instance: Instance): Waiting[] {
  const { attention, guilds } = instance;
  const waits = (room: Channel) => attention.of(room).unread;
  const latestFirst = (rooms: Channel[]) => rooms.sort((a, b) => attention.of(b).mentions - attention.of(a).mentions || byAge(b.lastMessageId ?? b.id, a.lastMessageId ?? a.id));
  const groups: Waiting[] = [{ guild: undefined, rooms: latestFirst([...guilds.conversations.values()].filter(waits)) }];
  for (const guild of orderedGuilds(instance)) {
    if (!attention.isGuildMuted(guild.id)) groups.push({ guild, rooms: latestFirst(attention.roomsOf(guild).filter(waits)) });
  }
  return groups.filter((it) => it.rooms.length > 0);
}
