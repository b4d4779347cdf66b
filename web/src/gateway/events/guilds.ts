//! Guilds, roles, emoji and memberships.
import type { APIBan, APIEmoji, APIGuild, APIGuildMember, APIRole, APIUser, GatewayVoiceState } from 'discord-api-types/v10';

import type { ChannelData } from './channels';
import type { PresenceData } from './presence';

export type GuildData = Omit<APIGuild, 'roles' | 'emojis'>;
export type MemberData = APIGuildMember;

export interface GuildCreate extends GuildData {
  roles: APIRole[];
  emojis: APIEmoji[];
  joined_at: string;
  large: boolean;
  unavailable?: boolean;
  member_count: number;
  voice_states: GatewayVoiceState[];
  members: MemberData[];
  channels: ChannelData[];
  threads: ChannelData[];
  presences: PresenceData[];
}

/** A line of the member list: a heading, or somebody. */
export type MemberListItem = { group: MemberListGroup } | { member: MemberData & { presence?: PresenceData } };
export interface MemberListGroup {
  id: string;
  count: number;
}
export type MemberListOp =
  | { op: 'SYNC'; range: [number, number]; items: MemberListItem[] }
  | { op: 'INSERT' | 'UPDATE'; index: number; item: MemberListItem }
  | { op: 'DELETE'; index: number }
  | { op: 'INVALIDATE'; range: [number, number] };

export interface MemberListUpdate {
  guild_id: string;
  id: string;
  member_count: number;
  online_count: number;
  groups: MemberListGroup[];
  ops: MemberListOp[];
}

export interface GuildEvents {
  GUILD_CREATE: GuildCreate;
  GUILD_UPDATE: APIGuild;
  GUILD_DELETE: { id: string; unavailable?: boolean };
  GUILD_ROLE_CREATE: { guild_id: string; role: APIRole };
  GUILD_ROLE_UPDATE: { guild_id: string; role: APIRole };
  GUILD_ROLE_DELETE: { guild_id: string; role_id: string };
  GUILD_EMOJIS_UPDATE: { guild_id: string; emojis: APIEmoji[] };
  GUILD_MEMBER_ADD: MemberData & { guild_id: string };
  GUILD_MEMBER_UPDATE: Omit<MemberData, 'user'> & { guild_id: string; user: APIUser };
  GUILD_MEMBER_REMOVE: { guild_id: string; user: APIUser };
  GUILD_MEMBERS_CHUNK: { guild_id: string; members: MemberData[]; presences?: PresenceData[]; nonce?: string; not_found?: string[] };
  GUILD_MEMBER_LIST_UPDATE: MemberListUpdate;
  GUILD_BAN_ADD: APIBan & { guild_id: string };
  GUILD_BAN_REMOVE: { guild_id: string; user: APIUser };
  VOICE_STATE_UPDATE: GatewayVoiceState;
}
