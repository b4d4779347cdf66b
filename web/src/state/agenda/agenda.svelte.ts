//! What comes in each guild: asked for where it is shown, then kept by events. It listens from the first question on,
//! because most first screens show no agenda.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';

import { ApiError } from '../../api/error';
import type { Api } from '../../api/client';
import type { Dispatcher, Sink } from '../../gateway/dispatch';
import type { ChannelEvents } from '../../gateway/events/channels';
import { EventStatus, type EventData, type EventException, type EventUser, type ScheduledEventEvents } from '../../gateway/events/scheduled_events';
import type { SessionEvents } from '../../gateway/events/session';
import { ChannelType } from '../../gateway/events/words';

/** What an agenda needs of the account around it. */
interface Surroundings {
  api: Pick<Api, 'get' | 'post' | 'put' | 'patch' | 'delete'>;
  dispatcher: Pick<Dispatcher, 'add'>;
  readonly myId: string;
}

const eventsPath = (guildId: string): string => `/guilds/${guildId}/scheduled-events`;
export const eventPath = (event: Pick<EventData, 'guild_id' | 'id'>): string => `${eventsPath(event.guild_id)}/${event.id}`;
const dateKey = (eventId: string, dateId: string): string => `${eventId} ${dateId}`;
const WITH_COUNT = { query: { with_user_count: true } };

/** Whether it is still to come, or goes on. */
export const isComing = (event: EventData): boolean => event.status === EventStatus.Scheduled || event.status === EventStatus.Active;
export const isGoing = (event: EventData): boolean => event.user_rsvp != null;

export class Agenda {
  /** By guild, those that were asked for. */
  readonly #guilds = new SvelteMap<string, SvelteMap<string, EventData>>();
  readonly #asked = new Map<string, Promise<void>>();
  /** Single dates to which the person comes, by guild as event and date; asked for where dates are shown. */
  readonly #dates = new SvelteMap<string, SvelteSet<string>>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    around.dispatcher.add(this.sink() as Sink);
  }

  /** Whether it is known what comes in a guild. */
  knows(guildId: string): boolean {
    return this.#guilds.has(guildId);
  }

  /** What comes in a guild: first what goes on, then by its beginning. */
  coming(guildId: string): EventData[] {
    const all = [...(this.#guilds.get(guildId)?.values() ?? [])].filter(isComing);
    return all.sort((a, b) => b.status - a.status || a.scheduled_start_time.localeCompare(b.scheduled_start_time));
  }

  event(guildId: string, id: string): EventData | undefined {
    return this.#guilds.get(guildId)?.get(id);
  }

  /** Asks once for what comes in a guild. Throws what the request throws, and may then be asked again. */
  load(guildId: string): Promise<void> {
    let asked = this.#asked.get(guildId);
    if (asked === undefined) {
      asked = this.#fetch(guildId).catch((error: unknown) => {
        this.#asked.delete(guildId);
        throw error;
      });
      this.#asked.set(guildId, asked);
    }
    return asked;
  }

  async #fetch(guildId: string): Promise<void> {
    const all = await this.#around.api.get<EventData[]>(eventsPath(guildId), WITH_COUNT);
    this.#guilds.set(guildId, new SvelteMap(all.map((it) => [it.id, it])));
  }

  /** One action, also one that is over. Null for what is not there, or not for this person. */
  async find(guildId: string, id: string): Promise<EventData | null> {
    await this.load(guildId);
    const known = this.event(guildId, id);
    if (known) return known;
    try {
      const event = await this.#around.api.get<EventData>(eventPath({ guild_id: guildId, id }), WITH_COUNT);
      this.#put(event);
      return event;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return null;
      throw error;
    }
  }

  async create(guildId: string, body: object): Promise<EventData> {
    const event = await this.#around.api.post<EventData>(eventsPath(guildId), body);
    this.#put(event);
    return event;
  }

  async change(event: EventData, body: object): Promise<EventData> {
    const changed = await this.#around.api.patch<EventData>(eventPath(event), body);
    this.#put(changed);
    return changed;
  }

  async remove(event: EventData): Promise<void> {
    await this.#around.api.delete(eventPath(event));
    this.#guilds.get(event.guild_id)?.delete(event.id);
  }

  /** Says that the person comes, or does not any more. The count follows by what the server tells everybody. */
  async go(event: EventData, comes: boolean): Promise<void> {
    const path = `${eventPath(event)}/users/@me`;
    const answer = comes ? await this.#around.api.put<object>(path) : await this.#around.api.delete<null>(path);
    this.#change(event.guild_id, event.id, () => ({ user_rsvp: answer }));
  }

  /** Asks to which single dates of a guild's repeated actions the person comes. */
  async loadDates(guildId: string): Promise<void> {
    const all = await this.#around.api.get<EventUser[]>('/users/@me/scheduled-events', { query: { guild_ids: guildId } });
    this.#dates.set(guildId, new SvelteSet(all.flatMap((it) => (it.guild_scheduled_event_exception_id == null ? [] : [dateKey(it.guild_scheduled_event_id, it.guild_scheduled_event_exception_id)]))));
  }

  /** Whether the person comes to one date; undefined while that is not known. */
  comesOn(event: EventData, dateId: string): boolean | undefined {
    return this.#dates.get(event.guild_id)?.has(dateKey(event.id, dateId));
  }

  /** Says that the person comes to one date of a repeated action, or does not any more. */
  async goOn(event: EventData, dateId: string, comes: boolean): Promise<void> {
    const path = `${eventPath(event)}/${dateId}/users/@me`;
    await (comes ? this.#around.api.put(path) : this.#around.api.delete(path));
    this.#date(event.guild_id, dateKey(event.id, dateId), comes);
  }

  #date(guildId: string, key: string, comes: boolean): void {
    const dates = this.#dates.get(guildId);
    if (comes) dates?.add(key);
    else dates?.delete(key);
  }

  /** Calls one date of a repeated action off, or back. */
  async callOff(event: EventData, originalStart: string, exception: EventException | null): Promise<void> {
    const path = `${eventPath(event)}/exceptions`;
    if (exception === null) await this.#around.api.post(path, { original_scheduled_start_time: originalStart, is_canceled: true });
    else await this.#around.api.patch(`${path}/${exception.event_exception_id}`, { is_canceled: !exception.is_canceled });
    this.#put(await this.#around.api.get<EventData>(eventPath(event), WITH_COUNT));
  }

  // What is told to everybody says neither how many come nor whether this person does: that is kept.
  #put(event: EventData): void {
    const events = this.#guilds.get(event.guild_id);
    const known = events?.get(event.id);
    const kept = { ...(known?.user_count !== undefined && { user_count: known.user_count }), ...(known?.user_rsvp !== undefined && { user_rsvp: known.user_rsvp }) };
    events?.set(event.id, { ...kept, ...event });
  }

  #change(guildId: string, id: string, change: (event: EventData) => Partial<EventData>): void {
    const events = this.#guilds.get(guildId);
    const known = events?.get(id);
    if (events && known) events.set(id, { ...known, ...change(known) });
  }

  #count(user: EventUser, step: 1 | -1): void {
    const own = user.user_id === this.#around.myId;
    if (user.guild_scheduled_event_exception_id != null) {
      // Said on another device: only the person's own dates are kept here.
      if (own) this.#date(user.guild_id, dateKey(user.guild_scheduled_event_id, user.guild_scheduled_event_exception_id), step === 1);
      return;
    }
    this.#change(user.guild_id, user.guild_scheduled_event_id, (it) => ({
      user_count: Math.max(0, (it.user_count ?? 0) + step),
      ...(own && { user_rsvp: step === 1 ? user : null }),
    }));
  }

  #again(guildId: string): void {
    if (!this.#asked.has(guildId)) return;
    // What is shown stays until the new list is there; the page that shows it says what goes wrong.
    void this.#fetch(guildId).catch(() => this.#asked.delete(guildId));
  }

  sink(): Sink<Pick<SessionEvents, 'READY'> & Pick<ChannelEvents, 'CHANNEL_CREATE' | 'CHANNEL_DELETE'> & ScheduledEventEvents> {
    // A channel that comes into sight brings actions of which nothing was told before.
    const seen = (data: ChannelEvents['CHANNEL_CREATE']) => {
      if (data.guild_id !== undefined && (data.type === ChannelType.Voice || data.type === ChannelType.Stage)) this.#again(data.guild_id);
    };
    return {
      READY: () => [...this.#asked.keys()].forEach((guildId) => this.#again(guildId)),
      CHANNEL_CREATE: seen,
      CHANNEL_DELETE: seen,
      GUILD_SCHEDULED_EVENT_CREATE: (event) => this.#put(event),
      GUILD_SCHEDULED_EVENT_UPDATE: (event) => this.#put(event),
      GUILD_SCHEDULED_EVENT_DELETE: (event) => void this.#guilds.get(event.guild_id)?.delete(event.id),
      GUILD_SCHEDULED_EVENT_USER_ADD: (user) => this.#count(user, 1),
      GUILD_SCHEDULED_EVENT_USER_REMOVE: (user) => this.#count(user, -1),
    };
  }
}

const agendas = new WeakMap<Surroundings, Agenda>();

/** The agenda of an account, made when somebody asks for it first. */
export function agendaOf(instance: Surroundings): Agenda {
  const known = agendas.get(instance) ?? new Agenda(instance);
  agendas.set(instance, known);
  return known;
}
