//! Why somebody may, or may not, do something in a channel: the first thing that decides, in the order in which the
//! server decides (`explain` of the crate `rules`). It must agree with `state/permissions`, which a test holds it to.
import type { ChannelData } from '../../gateway/events/channels';
import { channelPermissions, guildPermissions, Permission, type RoleRights, type Standing } from '../../state/permissions';

export type Reason =
  | { kind: 'owner' }
  | { kind: 'administrator'; roleId: string }
  | { kind: 'timed_out' }
  | { kind: 'hidden' }
  | { kind: 'mute' }
  | { kind: 'member'; allows: boolean }
  | { kind: 'role_here'; roleId: string; allows: boolean }
  | { kind: 'everyone_here'; allows: boolean }
  | { kind: 'role'; roleId: string }
  | { kind: 'everyone' }
  | { kind: 'nobody' };

export interface Explanation {
  may: boolean;
  reason: Reason;
}

type RoleOf = (id: string) => RoleRights | undefined;

function has(role: RoleRights | undefined, bit: bigint): boolean {
  return role !== undefined && (BigInt(role.permissions) & bit) !== 0n;
}

/** Explains one right; without a channel, in the guild at large. */
export function explain(standing: Standing, roleOf: RoleOf, channel: ChannelData | null, bit: bigint): Explanation {
  const bits = channel ? channelPermissions(standing, roleOf, channel) : guildPermissions(standing, roleOf);
  const may = (bits & bit) !== 0n;
  return { may, reason: reasonOf(standing, roleOf, channel, bit, may) };
}

function reasonOf(standing: Standing, roleOf: RoleOf, channel: ChannelData | null, bit: bigint, may: boolean): Reason {
  if (standing.isOwner) return { kind: 'owner' };
  const everyone = roleOf(standing.guildId);
  const roles = [standing.guildId, ...standing.roleIds];
  const administrator = roles.find((id) => has(roleOf(id), Permission.Administrator));
  if (administrator !== undefined) return { kind: 'administrator', roleId: administrator };
  const withoutPause = { ...standing, timedOut: false };
  const unpaused = channel ? channelPermissions(withoutPause, roleOf, channel) : guildPermissions(withoutPause, roleOf);
  if (standing.timedOut && !may && (unpaused & bit) !== 0n) return { kind: 'timed_out' };
  if (channel) {
    if (bit !== Permission.ViewChannel && (unpaused & Permission.ViewChannel) === 0n) return { kind: 'hidden' };
    const here = hereOf(standing, channel, bit);
    // What only counts together with writing is lost with it, whatever else is said.
    if (!may && (here === null || allows(here)) && (unpaused & Permission.SendMessages) === 0n && (isGiven(standing, roleOf, bit) || (here !== null && allows(here)))) return { kind: 'mute' };
    if (here) return here;
  }
  const giving = standing.roleIds.find((id) => has(roleOf(id), bit));
  if (giving !== undefined) return { kind: 'role', roleId: giving };
  return has(everyone, bit) ? { kind: 'everyone' } : { kind: 'nobody' };
}

function allows(reason: Reason): boolean {
  return 'allows' in reason && reason.allows;
}

/** Whether the guild at large gives it. */
function isGiven(standing: Standing, roleOf: RoleOf, bit: bigint): boolean {
  return (guildPermissions({ ...standing, timedOut: false }, roleOf) & bit) !== 0n;
}

/** What the channel itself says of it: of the member before roles, of roles before everybody; allowing before denying. */
function hereOf(standing: Standing, channel: ChannelData, bit: bigint): Reason | null {
  const overwrites = channel.permission_overwrites ?? [];
  const saying = (id: string, key: 'allow' | 'deny') => overwrites.some((it) => it.id === id && (BigInt(it[key]) & bit) !== 0n);
  if (saying(standing.userId, 'allow')) return { kind: 'member', allows: true };
  if (saying(standing.userId, 'deny')) return { kind: 'member', allows: false };
  for (const key of ['allow', 'deny'] as const) {
    const roleId = standing.roleIds.find((id) => saying(id, key));
    if (roleId !== undefined) return { kind: 'role_here', roleId, allows: key === 'allow' };
  }
  if (saying(standing.guildId, 'allow')) return { kind: 'everyone_here', allows: true };
  if (saying(standing.guildId, 'deny')) return { kind: 'everyone_here', allows: false };
  return null;
}

/** A member with this role and no other, for looking at the place through its eyes. */
export function standingOfRole(guildId: string, roleId: string): Standing {
  return { guildId, isOwner: false, userId: '0', roleIds: roleId === guildId ? [] : [roleId], timedOut: false };
}

