//! Dated actions: what comes in a guild, one of them in its states, and what one does with it.
import AgendaLine from '../../rooms/agenda/AgendaLine.svelte';
import AgendaRoom from '../../rooms/agenda/AgendaRoom.svelte';
import CoverField from '../../rooms/agenda/CoverField.svelte';
import EventForm from '../../rooms/agenda/EventForm.svelte';
import EventLine from '../../rooms/agenda/EventLine.svelte';
import EventPage from '../../rooms/agenda/EventPage.svelte';
import Going from '../../rooms/agenda/Going.svelte';
import LinkedEvents from '../../rooms/agenda/LinkedEvents.svelte';
import NextDates from '../../rooms/agenda/NextDates.svelte';
import OwnCalendar from '../../rooms/agenda/OwnCalendar.svelte';
import { eventAddress } from '../../rooms/agenda/addresses';
import AreaActions from '../../rooms/map/AreaActions.svelte';
import { AREAS } from '../neighbourhood';
import { EVENTS, OVER } from '../agenda';
import Several from '../Several.svelte';
import { nothing, story, type Story } from '../story';
import { GUILD_ID } from '../wire';
import type { World } from '../world';

const asGuest = (world: World) => world.becomeGuest();

export const stories: readonly Story[] = [
  story('way', AgendaLine, ({ world }) => ({ guild: world.guild })),
  story('agenda', AgendaRoom, { guildId: GUILD_ID, eventId: null }, { stage: 60 }),
  story('agenda/nothing', AgendaRoom, ({ world }) => ({ guildId: [...world.instance.guilds.all.keys()].at(-1) ?? '', eventId: null }), { stage: 30 }),
  story('actions', Several, { component: EventLine, column: true, all: [...Object.values(EVENTS), OVER].map((event) => ({ event, withDay: true })) }),
  story('action', EventPage, ({ world }) => ({ guild: world.guild, id: EVENTS.march.id }), { stage: 60 }),
  story('action/repeated', EventPage, ({ world }) => ({ guild: world.guild, id: EVENTS.reading.id }), { stage: 60 }),
  story('action/guest', EventPage, ({ world }) => ({ guild: world.guild, id: EVENTS.meeting.id }), { stage: 34, prepare: asGuest }),
  story('action/over', EventPage, ({ world }) => ({ guild: world.guild, id: OVER.id }), { stage: 44 }),
  story('action/gone', EventPage, ({ world }) => ({ guild: world.guild, id: '1' }), { stage: 26 }),
  story('dates', NextDates, { event: EVENTS.reading, edits: true }),
  story('new', EventForm, ({ world }) => ({ guild: world.guild, close: nothing }), { stage: 52 }),
  story('edit', EventForm, ({ world }) => ({ guild: world.guild, event: EVENTS.meeting, close: nothing }), { stage: 52 }),
  story('cover', CoverField, { value: undefined, present: '/guild-events/1/0c.png?size=512' }),
  story('who comes', Going, ({ world }) => ({ guild: world.guild, event: EVENTS.march, close: nothing }), { stage: 26 }),
  story('own calendar', OwnCalendar, { guild: { id: GUILD_ID }, close: nothing }, { stage: 36 }),
  story('linked', LinkedEvents, { content: `Venez ! ${eventAddress(EVENTS.march)}` }),
  story('on the map', AreaActions, { areaId: AREAS.canal.id }),
];
