//! What comes in the small place of the stories: dated actions, as the server would tell of them.
import type { EventData } from '../gateway/events/scheduled_events';
import { EventKind, EventStatus } from '../gateway/events/scheduled_events';
import { nextDates } from '../state/agenda/dates';
import { ruleOf } from '../state/agenda/recurrence';
import { AREAS } from './neighbourhood';
import { CHANNELS, GUILD_ID, NOW_MS, timeAgo, USERS } from './wire';

const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const id = (number: number) => String(1_310_000_000_000_000_000n + BigInt(number));
/** So many minutes from now. */
const at = (minutes: number) => timeAgo(-minutes);

function event(number: number, name: string, startMin: number, lengthMin: number | null, more: Partial<EventData> = {}): EventData {
  return {
    id: id(number), guild_id: GUILD_ID, channel_id: null, creator_id: USERS.ines.id, creator: USERS.ines, name, description: null, image: null, scheduled_start_time: at(startMin),
    scheduled_end_time: lengthMin === null ? null : at(startMin + lengthMin), status: EventStatus.Scheduled, entity_type: EventKind.External, entity_metadata: { location: 'Place de la Mairie' }, recurrence_rule: null,
    user_count: 0, user_rsvp: null, guild_scheduled_event_exceptions: [], ...more,
  };
}
const inside = (channel: keyof typeof CHANNELS) => ({ channel_id: CHANNELS[channel].id, entity_type: channel === 'stage' ? EventKind.Stage : EventKind.Voice, entity_metadata: null });

export const EVENTS = {
  now: event(1, 'Permanence au local', -30, 120, { status: EventStatus.Active, entity_metadata: { location: 'Local associatif, 12 rue des Maraîchers' }, user_count: 6 }),
  march: event(2, 'Marche pour la place', DAY_MIN, 3 * HOUR_MIN, {
    description: 'On part de la **mairie**, on passe par le canal, on finit par un *goûter*.\n\n- tambours\n- pancartes\n- de l’eau', image: '0c', user_count: 42,
  }),
  meeting: event(3, 'Assemblée de printemps', 2 * DAY_MIN + HOUR_MIN, null, { ...inside('stage'), user_count: 17, user_rsvp: { user_id: USERS.me.id } }),
  reading: event(4, 'قراءة جماعية في الحديقة', 5 * DAY_MIN, 90, { recurrence_rule: ruleOf('weekly', new Date(NOW_MS + 5 * DAY_MIN * 60_000)), user_count: 3 }),
  call: event(5, 'Point téléphonique du comité de préparation de la grande fête de quartier et du bal', 5 * DAY_MIN + 4 * HOUR_MIN, null, { ...inside('yard'), creator_id: USERS.me.id, creator: USERS.me, user_count: 1 }),
};
export const OVER: EventData = { ...EVENTS.march, id: id(9), name: 'Fête des voisins', status: EventStatus.Completed, scheduled_start_time: at(-3 * DAY_MIN), scheduled_end_time: at(-3 * DAY_MIN + 300) };

const named = (area: (typeof AREAS)[keyof typeof AREAS]) => ({ id: area.id, level: area.level, kind: area.kind, name: area.name, names: area.names });
const path = [AREAS.city, AREAS.canal].map(named);
const PLACES = [{ event_id: EVENTS.march.id, area_id: AREAS.canal.id, path, interested: 'bucket', public: true, why: null }, { event_id: EVENTS.call.id, area_id: AREAS.canal.id, path, interested: 'hidden', public: false, why: 'not_listed' }];
const ACTIONS = [EVENTS.march, EVENTS.reading].map((it, index) => ({
  id: it.id, name: it.name, description: it.description ?? null, scheduled_start_time: it.scheduled_start_time, scheduled_end_time: it.scheduled_end_time, recurrence_rule: it.recurrence_rule, status: it.status,
  place: it.entity_metadata?.location ?? null, area_id: AREAS.canal.id, path, interested: index === 0 ? { shown: 'bucket', at_least: 10 } : { shown: 'hidden', at_least: null }, group_id: null, url: `/map/action/${it.id}`,
}));

type Page = (found: RegExpExecArray, query: URLSearchParams) => unknown;
/** What stands behind the paths of dated actions. */
export const AGENDA_PAGES: readonly (readonly [RegExp, Page])[] = [
  [/^\/guilds\/(\d+)\/scheduled-events$/, ([, guild]) => (guild === GUILD_ID ? Object.values(EVENTS) : [])],
  [/^\/guilds\/\d+\/scheduled-events\/(\d+)$/, ([, wanted]) => (wanted === OVER.id ? OVER : undefined)],
  [/^\/guilds\/\d+\/scheduled-events\/\d+\/users$/, () => [USERS.ines, USERS.layla, USERS.long].map((user) => ({ guild_scheduled_event_id: EVENTS.march.id, user_id: user.id, user, response: 1 }))],
  [/^\/users\/@me\/scheduled-events$/, () => [{ guild_scheduled_event_id: EVENTS.reading.id, guild_scheduled_event_exception_id: nextDates(EVENTS.reading, 2)[1]?.id, user_id: USERS.me.id, guild_id: GUILD_ID }]],
  [/^\/parvis\/v1\/users\/@me\/calendar$/, () => ({ url: null, created_at: timeAgo(DAY_MIN * 12) })],
  [/^\/parvis\/v1\/directory\/guilds\/\d+\/events\/places$/, () => ({ places: PLACES })],
  [/^\/parvis\/v1\/directory\/actions$/, (_, query) => ({ actions: query.get('area_id') === AREAS.canal.id ? ACTIONS : [], has_more: false })],
];
