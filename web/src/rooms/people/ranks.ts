//! Who stands above whom in a guild: the highest role counts, and the owner stands above everybody.
import type { APIRole } from 'discord-api-types/v10';

import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';

type Ranked = Pick<Guild, 'data' | 'members' | 'roles'>;

export function rankOf(guild: Ranked, userId: string): number {
  if (guild.data.owner_id === userId) return Infinity;
  return Math.max(0, ...(guild.members.get(userId)?.roles ?? []).map((id) => guild.roles.get(id)?.position ?? 0));
}

/** Whether somebody may do something to somebody else, as far as ranks go. */
export function outranks(guild: Ranked, userId: string, otherId: string): boolean {
  return userId !== otherId && rankOf(guild, userId) > rankOf(guild, otherId);
}

/** Roles that a member has, from the highest down. */
export function rolesOf(guild: Guild, userId: string): APIRole[] {
  const own = new Set(guild.members.get(userId)?.roles ?? []);
  return guild.rolesByRank.filter((it) => own.has(it.id));
}

/** Roles that the person may give to others and take from them. */
export function rolesToGive(guild: Guild, ownId: string): APIRole[] {
  if (!guild.may(Permission.ManageRoles)) return [];
  const rank = rankOf(guild, ownId);
  return guild.rolesByRank.filter((it) => it.id !== guild.id && !it.managed && it.position < rank);
}
