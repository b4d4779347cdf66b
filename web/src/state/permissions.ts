//! What a member may do, after the platform's documentation ("Permissions"). The server decides; this decides only
//! what is offered.
import type { APIOverwrite } from 'discord-api-types/v10';

import { ChannelType } from '../gateway/events/words';

/** Permission bits by the platform's names. */
export const Permission = {
  CreateInvite: 1n << 0n,
  KickMembers: 1n << 1n,
  BanMembers: 1n << 2n,
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewAuditLog: 1n << 7n,
  PrioritySpeaker: 1n << 8n,
  Stream: 1n << 9n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  SendTtsMessages: 1n << 12n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseExternalEmojis: 1n << 18n,
  ViewInsights: 1n << 19n,
  Connect: 1n << 20n,
  Speak: 1n << 21n,
  MuteMembers: 1n << 22n,
  DeafenMembers: 1n << 23n,
  MoveMembers: 1n << 24n,
  UseVad: 1n << 25n,
  ChangeNickname: 1n << 26n,
  ManageNicknames: 1n << 27n,
  ManageRoles: 1n << 28n,
  ManageWebhooks: 1n << 29n,
  ManageExpressions: 1n << 30n,
  UseCommands: 1n << 31n,
  RequestToSpeak: 1n << 32n,
  ManageEvents: 1n << 33n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  CreatePrivateThreads: 1n << 36n,
  UseExternalStickers: 1n << 37n,
  SendInThreads: 1n << 38n,
  UseActivities: 1n << 39n,
  ModerateMembers: 1n << 40n,
  UseSoundboard: 1n << 42n,
  CreateExpressions: 1n << 43n,
  CreateEvents: 1n << 44n,
  UseExternalSounds: 1n << 45n,
  SendVoiceMessages: 1n << 46n,
  SetVoiceStatus: 1n << 48n,
  SendPolls: 1n << 49n,
  UseExternalApps: 1n << 50n,
  PinMessages: 1n << 51n,
  BypassSlowmode: 1n << 52n,
} as const;

/** A right to a shop's figures. Nothing is sold here, but administrators have the bit. */
const SHOP_FIGURES = 1n << 41n;
/** What the owner and administrators have. */
export const ALL = Object.values(Permission).reduce((all, bit) => all | bit, SHOP_FIGURES);
const READING = Permission.ViewChannel | Permission.ReadHistory;
const NEEDING_SEND = Permission.MentionEveryone | Permission.SendTtsMessages | Permission.AttachFiles | Permission.EmbedLinks;
/** A voice channel is not managed by somebody who may not enter it. */
const NEEDING_CONNECT =
  Permission.PrioritySpeaker | Permission.Stream | Permission.Speak | Permission.MuteMembers | Permission.DeafenMembers | Permission.MoveMembers | Permission.UseVad |
  Permission.RequestToSpeak | Permission.UseSoundboard | Permission.UseExternalSounds | Permission.UseActivities | Permission.SetVoiceStatus | Permission.ManageChannels | Permission.ManageRoles;

/** What the decision looks at. */
export interface Standing {
  guildId: string;
  isOwner: boolean;
  userId: string;
  roleIds: readonly string[];
  timedOut: boolean;
  /** Whether the rules of the place were not accepted yet. */
  pending: boolean;
}

/** A role as far as permissions care. */
export interface RoleRights {
  id: string;
  permissions: string;
}

/** Rights in the guild at large. */
export function guildPermissions(standing: Standing, role: (id: string) => RoleRights | undefined): bigint {
  if (standing.isOwner) return ALL;
  let bits = BigInt(role(standing.guildId)?.permissions ?? '0');
  for (const id of standing.roleIds) bits |= BigInt(role(id)?.permissions ?? '0');
  if (bits & Permission.Administrator) return ALL;
  return isRestrained(standing) ? bits & READING : bits;
}

/** Where rights are asked for. A thread has the overwrites of its parent. */
export interface RightsPlace {
  type: ChannelType;
  overwrites: readonly Pick<APIOverwrite, 'id' | 'allow' | 'deny'>[];
  /** Whether the one who is asked about is in it; only matters in private threads. */
  joined: boolean;
}

/** Rights in one channel or thread. In a thread the right to send says what the one to send in threads decided. */
export function channelPermissions(standing: Standing, role: (id: string) => RoleRights | undefined, place: RightsPlace): bigint {
  const base = guildPermissions(standing, role);
  if (base & Permission.Administrator) return ALL;
  const written = withOverwrites(base, standing, place.overwrites);
  return withoutImplied(isRestrained(standing) ? written & READING : written, place);
}

function isRestrained({ timedOut, pending }: Standing): boolean {
  return timedOut || pending;
}

function withOverwrites(base: bigint, standing: Standing, overwrites: RightsPlace['overwrites']): bigint {
  let bits = base;
  const apply = (deny: bigint, allow: bigint) => {
    bits = (bits & ~deny) | allow;
  };
  const everyone = overwrites.find((it) => it.id === standing.guildId);
  if (everyone) apply(BigInt(everyone.deny), BigInt(everyone.allow));
  let allow = 0n;
  let deny = 0n;
  for (const overwrite of overwrites) {
    if (overwrite.id === standing.guildId || !standing.roleIds.includes(overwrite.id)) continue;
    allow |= BigInt(overwrite.allow);
    deny |= BigInt(overwrite.deny);
  }
  apply(deny, allow);
  const own = overwrites.find((it) => it.id === standing.userId);
  if (own) apply(BigInt(own.deny), BigInt(own.allow));
  return bits;
}

/** What is lost with something that is missing. */
function withoutImplied(written: bigint, { type, joined }: RightsPlace): bigint {
  const isHidden = type === ChannelType.PrivateThread && !joined && !(written & Permission.ManageThreads);
  if (isHidden || !(written & Permission.ViewChannel)) return 0n;
  let bits = written;
  if (type === ChannelType.PublicThread || type === ChannelType.AnnouncementThread || type === ChannelType.PrivateThread) {
    bits &= ~Permission.SendMessages;
    if (bits & Permission.SendInThreads) bits |= Permission.SendMessages;
  }
  if (!(bits & Permission.SendMessages)) bits &= ~NEEDING_SEND;
  const isSpoken = type === ChannelType.Voice || type === ChannelType.Stage;
  return isSpoken && !(bits & Permission.Connect) ? bits & ~NEEDING_CONNECT : bits;
}
