//! An action as somebody describes it in a form, and what is sent of it.
import { EventKind, type EventData } from '../../gateway/events/scheduled_events';
import { ChannelType } from '../../gateway/events/words';
import type { Guild } from '../guild.svelte';
import type { Channel } from '../channel.svelte';
import { Permission } from '../permissions';
import { fieldOf, momentOf, nextHour } from './local_time';
import { repeatOf, ruleOf, type Repeat } from './recurrence';

/** What the platform takes. */
export const EVENT_LIMITS = { name: 100, description: 1000, place: 100 } as const;
/** Members of the guild alone: the platform knows nothing else. */
const PRIVACY_LEVEL = 2;
const LENGTH_MS = 2 * 3_600_000;

export interface EventDraft {
  name: string;
  description: string;
  /** As the browser's fields for a date and a time hold it, in the reader's zone. */
  start: string;
  end: string;
  /** Null for a rule that the form does not offer, which is kept. */
  repeat: Repeat | null;
  kind: EventKind;
  place: string;
  channelId: string | null;
  /** A data address; null to take the cover away, undefined for the one that is there. */
  cover: string | null | undefined;
}

export function emptyDraft(now: Date): EventDraft {
  const start = nextHour(now);
  return { name: '', description: '', start: fieldOf(start), end: fieldOf(new Date(start.getTime() + LENGTH_MS)), repeat: 'never', kind: EventKind.External, place: '', channelId: null, cover: undefined };
}

export function draftOf(event: EventData): EventDraft {
  return {
    name: event.name,
    description: event.description ?? '',
    start: fieldOf(new Date(event.scheduled_start_time)),
    end: event.scheduled_end_time === null ? '' : fieldOf(new Date(event.scheduled_end_time)),
    repeat: repeatOf(event.recurrence_rule),
    kind: event.entity_type,
    place: event.entity_metadata?.location ?? '',
    channelId: event.channel_id,
    cover: undefined,
  };
}

export type DraftProblem = 'name' | 'start' | 'past' | 'end' | 'order' | 'place' | 'channel';

/** What is missing or cannot be, so that one need not ask the server. `began`: its beginning no longer counts. */
export function problemsOf(draft: EventDraft, now: Date, began = false): DraftProblem[] {
  const [start, end] = [momentOf(draft.start), momentOf(draft.end)];
  const isOutside = draft.kind === EventKind.External;
  const found: (DraftProblem | false)[] = [
    draft.name.trim() === '' && 'name',
    start === null && 'start',
    !began && start !== null && start <= now && 'past',
    isOutside && end === null && 'end',
    start !== null && end !== null && end <= start && 'order',
    isOutside && draft.place.trim() === '' && 'place',
    !isOutside && draft.channelId === null && 'channel',
  ];
  return found.filter((it) => it !== false);
}

/** What of a draft is sent to make an action. */
export function bodyOf(draft: EventDraft): Record<string, unknown> {
  const start = momentOf(draft.start);
  const isOutside = draft.kind === EventKind.External;
  return {
    name: draft.name.trim(),
    description: draft.description.trim() === '' ? null : draft.description.trim(),
    scheduled_start_time: start?.toISOString(),
    scheduled_end_time: momentOf(draft.end)?.toISOString() ?? null,
    privacy_level: PRIVACY_LEVEL,
    entity_type: draft.kind,
    channel_id: isOutside ? null : draft.channelId,
    entity_metadata: isOutside ? { location: draft.place.trim() } : null,
    ...(draft.repeat !== null && start !== null && { recurrence_rule: ruleOf(draft.repeat, start) }),
    ...(draft.cover !== undefined && { image: draft.cover }),
  };
}

/** What of it differs from what is there: nobody is told of a change that is none. */
export function changesOf(before: EventDraft, draft: EventDraft): Record<string, unknown> {
  const [was, is] = [bodyOf(before), bodyOf(draft)];
  const changed = Object.fromEntries(Object.entries(is).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key])));
  // What says where it takes place goes together, and so does what says when.
  if ('entity_type' in changed || 'channel_id' in changed || 'entity_metadata' in changed) Object.assign(changed, { entity_type: is['entity_type'], channel_id: is['channel_id'], entity_metadata: is['entity_metadata'] });
  if ('scheduled_start_time' in changed && 'scheduled_end_time' in is) changed['scheduled_end_time'] = is['scheduled_end_time'];
  return changed;
}

const ON_STAGE = Permission.ManageChannels | Permission.MuteMembers | Permission.MoveMembers;

/** Channels in which the person may let something take place. */
export function hostingChannels(guild: Guild, kind: EventKind): Channel[] {
  const isStage = kind === EventKind.Stage;
  const type = isStage ? ChannelType.Stage : ChannelType.Voice;
  const right = Permission.ViewChannel | Permission.Connect | (isStage ? ON_STAGE : 0n);
  return [...guild.channels.values()].filter((it) => it.type === type && guild.may(right, it)).sort((a, b) => a.position - b.position);
}

export function mayCreate(guild: Guild): boolean {
  return guild.may(Permission.CreateEvents) || guild.may(Permission.ManageEvents);
}

export function mayEdit(guild: Guild, event: EventData, ownId: string): boolean {
  const channel = event.channel_id === null ? undefined : guild.channel(event.channel_id);
  const may = (right: bigint) => guild.may(right, channel);
  if (event.entity_type === EventKind.Stage && !may(ON_STAGE)) return false;
  return may(Permission.ManageEvents) || (event.creator_id === ownId && may(Permission.CreateEvents));
}
