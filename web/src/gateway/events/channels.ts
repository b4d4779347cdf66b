//! Channels, threads, and what was read in them.
import type { APIOverwrite, APIThreadMember, APIUser, ChannelType, GuildForumTagData } from './words';

/** A channel of any kind; which keys are there depends on `type`. */
export interface ChannelData {
  id: string;
  type: ChannelType;
  guild_id?: string;
  name?: string | null;
  topic?: string | null;
  position?: number;
  parent_id?: string | null;
  nsfw?: boolean;
  last_message_id?: string | null;
  last_pin_timestamp?: string | null;
  rate_limit_per_user?: number;
  default_auto_archive_duration?: number;
  permission_overwrites?: APIOverwrite[];
  recipients?: APIUser[];
  icon?: string | null;
  owner_id?: string;
  user_limit?: number;
  bitrate?: number;
  flags?: number;
  available_tags?: GuildForumTagData[];
  applied_tags?: string[];
  default_reaction_emoji?: { emoji_id: string | null; emoji_name: string | null } | null;
  default_sort_order?: number | null;
  default_forum_layout?: number;
  thread_metadata?: { archived: boolean; auto_archive_duration: number; archive_timestamp: string; locked: boolean; invitable?: boolean; create_timestamp?: string | null };
  member?: APIThreadMember;
  message_count?: number;
  member_count?: number;
  total_message_sent?: number;
  permissions?: string;
}

export interface ChannelEvents {
  CHANNEL_CREATE: ChannelData;
  CHANNEL_UPDATE: ChannelData;
  CHANNEL_DELETE: ChannelData;
  CHANNEL_PINS_UPDATE: { guild_id?: string; channel_id: string; last_pin_timestamp?: string | null };
  CHANNEL_RECIPIENT_ADD: { channel_id: string; user: APIUser };
  CHANNEL_RECIPIENT_REMOVE: { channel_id: string; user: APIUser };
  THREAD_CREATE: ChannelData & { newly_created?: boolean };
  THREAD_UPDATE: ChannelData;
  THREAD_DELETE: { id: string; guild_id: string; parent_id: string; type: ChannelType };
  THREAD_LIST_SYNC: { guild_id: string; channel_ids?: string[]; threads: ChannelData[]; members: APIThreadMember[] };
  THREAD_MEMBER_UPDATE: APIThreadMember & { guild_id: string };
  THREAD_MEMBERS_UPDATE: { id: string; guild_id: string; member_count: number; added_members?: APIThreadMember[]; removed_member_ids?: string[] };
  WEBHOOKS_UPDATE: { guild_id: string; channel_id: string };
  INVITE_CREATE: { guild_id?: string; channel_id: string; code: string };
  INVITE_DELETE: { guild_id?: string; channel_id: string; code: string };
  MESSAGE_ACK: { channel_id: string; message_id: string; mention_count?: number; unread_count?: number; manual?: boolean; version?: number };
}
