//! Who stands above whom in a guild: the highest role counts, and the owner stands above everybody. The server decides;
//! this keeps what it would refuse from being offered.
import type { APIRole } from 'discord-api-types/v10';

import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';
import { isOlder } from '../../state/snowflake';

type Rank = Pick<APIRole, 'id' | 'position'>;
type Ranked = Pick<Guild, 'data' | 'members'> & { roles: { get(id: string): Rank | undefined } };

/** What moderates, manages, or reaches everybody at once: nobody takes it for themselves. */
const POWERS =
  Permission.Administrator | Permission.KickMembers | Permission.BanMembers | Permission.ModerateMembers | Permission.ManageChannels | Permission.ManageGuild |
  Permission.ManageMessages | Permission.ManageNicknames | Permission.ManageRoles | Permission.ManageWebhooks | Permission.ManageExpressions | Permission.ManageEvents |
  Permission.ManageThreads | Permission.ViewAuditLog | Permission.ViewInsights | Permission.MentionEveryone | Permission.MuteMembers | Permission.DeafenMembers |
  Permission.MoveMembers | Permission.BypassSlowmode;

/** Whether one role stands above another: of two at one position the older. */
function isAbove(one: Rank, other: Rank): boolean {
  return one.position === other.position ? isOlder(one.id, other.id) : one.position > other.position;
}

/** The role by which a member stands; null for those without one. */
function highestOf(guild: Ranked, userId: string): Rank | null {
  const own = (guild.members.get(userId)?.roles ?? []).flatMap((id) => guild.roles.get(id) ?? []);
  return own.reduce<Rank | null>((best, it) => (best === null || isAbove(it, best) ? it : best), null);
}

/** Whether a member stands above a role. */
export function standsAbove(guild: Ranked, userId: string, role: Rank): boolean {
  if (guild.data.owner_id === userId) return true;
  const own = highestOf(guild, userId);
  return own !== null && isAbove(own, role);
}

/** Whether somebody may do something to somebody else, as far as ranks go. */
export function outranks(guild: Ranked, userId: string, otherId: string): boolean {
  if (userId === otherId || guild.data.owner_id === otherId) return false;
  const other = highestOf(guild, otherId);
  return other === null ? guild.data.owner_id === userId || highestOf(guild, userId) !== null : standsAbove(guild, userId, other);
}

/** Roles that a member has, from the highest down. */
export function rolesOf(guild: Guild, userId: string): APIRole[] {
  const own = new Set(guild.members.get(userId)?.roles ?? []);
  return guild.rolesByRank.filter((it) => own.has(it.id));
}

/** Roles that the person may give to others and take from them. */
export function rolesToGive(guild: Guild, ownId: string): APIRole[] {
  if (!guild.may(Permission.ManageRoles)) return [];
  return guild.rolesByRank.filter((it) => it.id !== guild.id && !it.managed && standsAbove(guild, ownId, it));
}

/** Those of them that people may take for themselves: they lend no power that everybody does not have. */
export function rolesToTake(guild: Guild, ownId: string): APIRole[] {
  const everyone = BigInt(guild.roles.get(guild.id)?.permissions ?? '0');
  const overwrites = [...guild.channels.values()].flatMap((it) => it.data.permission_overwrites ?? []);
  const allowed = (id: string) => overwrites.reduce((bits, it) => (it.id === id ? bits | BigInt(it.allow) : bits), 0n);
  return rolesToGive(guild, ownId).filter((it) => ((BigInt(it.permissions) | allowed(it.id)) & ~everyone & POWERS) === 0n);
}
