//! Who is there, friends, and notes.
import type { GatewayActivity } from 'discord-api-types/v10';

import type { RelationshipData } from './session';

export type PresenceStatus = 'online' | 'idle' | 'dnd' | 'offline' | 'invisible';

export interface PresenceData {
  user: { id: string };
  guild_id?: string;
  status: PresenceStatus;
  activities: GatewayActivity[];
}

export interface PresenceEvents {
  PRESENCE_UPDATE: PresenceData;
  RELATIONSHIP_ADD: RelationshipData;
  RELATIONSHIP_UPDATE: RelationshipData;
  RELATIONSHIP_REMOVE: { id: string };
  USER_NOTE_UPDATE: { id: string; note: string };
}
