//! The beginning of a session, and what concerns the person's own account on all devices.
import type { APIUser } from 'discord-api-types/v10';

import type { components } from '../../api/parvis';
import type { GuildCreate } from './guilds';
import type { PresenceData } from './presence';
import type { ChannelData } from './channels';

export type UserSettings = components['schemas']['UserSettings'];
export type GuildSettings = components['schemas']['GuildNotificationSettings'];
export type RelationshipData = Omit<components['schemas']['Relationship'], 'user'> & { user: APIUser };

/** The person's own account, as only they see it. */
export type OwnUser = APIUser & { bio?: string; mfa_enabled?: boolean };

/** What was read in a channel. */
export interface ReadStateData {
  id: string;
  last_message_id: string | null;
  mention_count: number;
  unread_count: number;
  /** Whether the person marked it as unread by hand. */
  manual?: boolean;
}

/** READY of a person: all that the first screen needs. */
export interface ReadyData {
  user: OwnUser;
  guilds: GuildCreate[];
  session_id: string;
  resume_gateway_url: string;
  private_channels: ChannelData[];
  read_state: { entries: ReadStateData[] };
  user_settings: UserSettings;
  user_guild_settings: { entries: GuildSettings[] };
  relationships: RelationshipData[];
  notes: Record<string, string>;
  sessions: OwnSession[];
  presences: PresenceData[];
}

export interface OwnSession {
  session_id: string;
  status: string;
  active: boolean;
  client_info: { os?: string; client?: string };
}

export interface SessionEvents {
  READY: ReadyData;
  RESUMED: unknown;
  USER_UPDATE: OwnUser;
  USER_SETTINGS_UPDATE: UserSettings;
  USER_GUILD_SETTINGS_UPDATE: GuildSettings;
  SESSIONS_REPLACE: OwnSession[];
}
