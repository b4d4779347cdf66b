//! Dated actions of a guild, which the platform calls scheduled events, and who comes.
import type { APIGuildScheduledEventRecurrenceRule, APIUser } from 'discord-api-types/v10';

export type RecurrenceRule = APIGuildScheduledEventRecurrenceRule;

export const EventStatus = { Scheduled: 1, Active: 2, Completed: 3, Cancelled: 4 } as const;
export type EventStatus = (typeof EventStatus)[keyof typeof EventStatus];

/** Where it takes place: on a stage, in a voice channel, or somewhere in the street. */
export const EventKind = { Stage: 1, Voice: 2, External: 3 } as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** One date of a repeated action that is not like the others; the moment in its id is the date that it was. */
export interface EventException {
  event_id: string;
  event_exception_id: string;
  scheduled_start_time: string | null;
  scheduled_end_time: string | null;
  is_canceled: boolean;
}

export interface EventData {
  id: string;
  guild_id: string;
  channel_id: string | null;
  creator_id?: string | null;
  creator?: APIUser;
  name: string;
  description?: string | null;
  image?: string | null;
  /** Of a repeated one, its next date. */
  scheduled_start_time: string;
  scheduled_end_time: string | null;
  status: EventStatus;
  entity_type: EventKind;
  entity_metadata: { location?: string } | null;
  recurrence_rule: RecurrenceRule | null;
  /** How many come. Events leave it out, and so they do whether the person comes. */
  user_count?: number;
  user_rsvp?: object | null;
  guild_scheduled_event_exceptions?: EventException[];
}

export interface EventUser {
  guild_scheduled_event_id: string;
  guild_id: string;
  user_id: string;
  /** For one date alone. */
  guild_scheduled_event_exception_id?: string | null;
}

export interface ScheduledEventEvents {
  GUILD_SCHEDULED_EVENT_CREATE: EventData;
  GUILD_SCHEDULED_EVENT_UPDATE: EventData;
  GUILD_SCHEDULED_EVENT_DELETE: EventData;
  GUILD_SCHEDULED_EVENT_USER_ADD: EventUser;
  GUILD_SCHEDULED_EVENT_USER_REMOVE: EventUser;
}
