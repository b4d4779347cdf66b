//! Roles and channels of a guild that somebody may choose among.
import type { Guild } from '../../state/guild.svelte';

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
  const ordered = [null, ...guild.categories.map((it) => it.id)].flatMap((id) => guild.childrenOf(id));
  return ordered.map(({ id, name, isSpoken }) => ({ id, name: isSpoken ? name : `#${name}` }));
}
