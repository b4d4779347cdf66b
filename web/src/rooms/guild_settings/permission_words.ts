//! What each right lets people do, in groups.
import type { Key } from '../../i18n/i18n.svelte';
import { Permission } from '../../state/permissions';

export type PermissionName = keyof typeof Permission;

export interface PermissionWords {
  name: PermissionName;
  bit: bigint;
  title: Key;
  /** What it lets people do. */
  text: Key;
  /** Whether it can do harm in the wrong hands. */
  isGrave: boolean;
}

/** Where a right counts: in the guild at large, or (also) in single channels of some kinds. */
export type PermissionScope = 'guild' | 'channel' | 'text' | 'spoken';

export interface PermissionGroup {
  title: Key;
  permissions: readonly PermissionWords[];
  scope: PermissionScope;
}

const GRAVE: ReadonlySet<PermissionName> = new Set<PermissionName>([
  'Administrator', 'ManageGuild', 'ManageRoles', 'ManageChannels', 'KickMembers', 'BanMembers', 'ManageWebhooks', 'ManageMessages', 'MentionEveryone', 'ModerateMembers', 'ManageThreads',
]);

function words(name: PermissionName): PermissionWords {
  return { name, bit: Permission[name], title: `rights.${name}`, text: `rights.${name}_text`, isGrave: GRAVE.has(name) };
}

function group(title: Key, scope: PermissionScope, ...names: PermissionName[]): PermissionGroup {
  return { title, scope, permissions: names.map(words) };
}

export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  group('rights.group_seeing', 'channel', 'ViewChannel', 'ReadHistory', 'CreateInvite'),
  group('rights.group_writing', 'text', 'SendMessages', 'SendInThreads', 'CreatePublicThreads', 'CreatePrivateThreads', 'EmbedLinks', 'AttachFiles', 'AddReactions', 'UseExternalEmojis', 'UseExternalStickers', 'SendVoiceMessages', 'SendPolls', 'SendTtsMessages', 'UseCommands', 'UseExternalApps', 'MentionEveryone', 'BypassSlowmode'),
  group('rights.group_speaking', 'spoken', 'Connect', 'Speak', 'Stream', 'UseVad', 'PrioritySpeaker', 'RequestToSpeak', 'UseSoundboard', 'UseExternalSounds', 'UseActivities', 'SetVoiceStatus'),
  group('rights.group_oneself', 'guild', 'ChangeNickname'),
  group('rights.group_tending', 'text', 'ManageMessages', 'PinMessages', 'ManageThreads'),
  group('rights.group_calling', 'spoken', 'MuteMembers', 'DeafenMembers', 'MoveMembers'),
  group('rights.group_people', 'guild', 'ManageNicknames', 'ModerateMembers', 'KickMembers', 'BanMembers', 'ViewAuditLog', 'ViewInsights'),
  group('rights.group_events', 'channel', 'CreateEvents', 'ManageEvents'),
  group('rights.group_building', 'channel', 'ManageChannels', 'ManageRoles', 'ManageWebhooks'),
  group('rights.group_place', 'guild', 'ManageGuild', 'CreateExpressions', 'ManageExpressions', 'Administrator'),
];

export const PERMISSIONS: readonly PermissionWords[] = PERMISSION_GROUPS.flatMap((it) => it.permissions);

/** Words of the bits of a number, for requests and the audit log. */
export function wordsOfBits(bits: bigint): PermissionWords[] {
  return PERMISSIONS.filter((it) => (bits & it.bit) !== 0n);
}
