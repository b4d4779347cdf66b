//! Roles and channels of a guild that somebody may choose among.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import { signedName } from '../places/signed_name';

export interface Choosable {
  id: string;
  name: string;
}

/** Roles that a person may hand on: below their own highest, and neither everybody's nor a program's. */
export function rolesToGive(guild: Guild, userId: string): Choosable[] {
  const own = guild.standingOf(userId).roleIds.map((id) => guild.roles.get(id)?.position ?? 0);
  const rank = guild.isOwner ? Infinity : Math.max(0, ...own);
  return guild.rolesByRank.filter((it) => it.id !== guild.id && !it.managed && it.position < rank).map(({ id, name }) => ({ id, name }));
}

/** Channels that one can go to, in the order of the list. */
export function placesToGo(guild: Guild): Choosable[] {
  return channelsInOrder(guild).map((it) => ({ id: it.id, name: signedName(it) }));
}

/** Everything but categories, as the list has it. */
export function channelsInOrder(guild: Guild): Channel[] {
  return [null, ...guild.categories.map((it) => it.id)].flatMap((id) => guild.childrenOf(id));
}
