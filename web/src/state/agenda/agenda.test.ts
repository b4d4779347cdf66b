import { describe, expect, it } from 'vitest';

import { Dispatcher } from '../../gateway/dispatch';
import { EVENTS } from '../../gallery/agenda';
import { GUILD_ID, USERS } from '../../gallery/wire';
import { ScriptedApi } from '../directory/scripted_api';
import { Agenda, isGoing } from './agenda.svelte';

const { march, meeting, reading } = EVENTS;

const user = (id: string, event = march) => ({ guild_scheduled_event_id: event.id, guild_id: GUILD_ID, user_id: id });

function agenda(list = [march, meeting]) {
  const api = new ScriptedApi([
    ['GET', /guilds.*scheduled-events$/, () => list],
    ['GET', /users\/@me\/scheduled-events$/, () => [{ ...user(USERS.me.id, reading), guild_scheduled_event_exception_id: '7' }, user(USERS.me.id, meeting)]],
    ['PUT', /users\/@me$/, () => ({ guild_scheduled_event_id: march.id, user_id: USERS.me.id, response: 1 })],
    ['DELETE', /users\/@me$/, () => null],
    ['GET', new RegExp(`${reading.id}$`), () => reading],
  ]);
  const dispatcher = new Dispatcher();
  return { api, agenda: new Agenda({ api, dispatcher, myId: USERS.me.id }), tell: (name: string, data: unknown) => dispatcher.dispatch(name, data) };
}

describe('the agenda of a guild', () => {
  it('is asked for once, with what goes on first and then by beginning', async () => {
    const { api, agenda: it, tell } = agenda();
    await Promise.all([it.load(GUILD_ID), it.load(GUILD_ID)]);
    expect(api.asked).toHaveLength(1);
    expect(api.asked[0]?.query).toEqual({ with_user_count: true });
    expect(it.coming(GUILD_ID).map((event) => event.id)).toEqual([march.id, meeting.id]);
    tell('GUILD_SCHEDULED_EVENT_UPDATE', { ...meeting, status: 2 });
    expect(it.coming(GUILD_ID).map((event) => event.id)).toEqual([meeting.id, march.id]);
  });

  it('keeps the count and the own answer that a change does not tell', async () => {
    const { agenda: it, tell } = agenda();
    await it.load(GUILD_ID);
    const { user_count: _count, user_rsvp: _rsvp, ...told } = meeting;
    tell('GUILD_SCHEDULED_EVENT_UPDATE', { ...told, name: 'Assemblée remise' });
    const event = it.event(GUILD_ID, meeting.id);
    expect([event?.name, event?.user_count, event && isGoing(event)]).toEqual(['Assemblée remise', meeting.user_count, true]);
  });

  it('drops what is over, called off or deleted', async () => {
    const { agenda: it, tell } = agenda([march, meeting, reading]);
    await it.load(GUILD_ID);
    tell('GUILD_SCHEDULED_EVENT_UPDATE', { ...march, status: 3 });
    tell('GUILD_SCHEDULED_EVENT_UPDATE', { ...meeting, status: 4 });
    tell('GUILD_SCHEDULED_EVENT_DELETE', reading);
    expect(it.coming(GUILD_ID)).toEqual([]);
  });

  it('counts who comes once, also when it is this person', async () => {
    const { agenda: it, tell } = agenda();
    await it.load(GUILD_ID);
    await it.go(march, true);
    tell('GUILD_SCHEDULED_EVENT_USER_ADD', user(USERS.me.id));
    tell('GUILD_SCHEDULED_EVENT_USER_ADD', user(USERS.ines.id));
    tell('GUILD_SCHEDULED_EVENT_USER_ADD', { ...user(USERS.karim.id), guild_scheduled_event_exception_id: '7' });
    expect(it.event(GUILD_ID, march.id)?.user_count).toBe((march.user_count ?? 0) + 2);
    tell('GUILD_SCHEDULED_EVENT_USER_REMOVE', user(USERS.me.id));
    const event = it.event(GUILD_ID, march.id);
    expect([event?.user_count, event && isGoing(event)]).toEqual([(march.user_count ?? 0) + 1, false]);
  });

  it('knows to which single dates the person comes, also when that is said elsewhere', async () => {
    const { api, agenda: it, tell } = agenda();
    const known = () => ['7', '8'].map((date) => it.comesOn(reading, date));
    expect(known()).toEqual([undefined, undefined]);
    await it.loadDates(GUILD_ID);
    expect(known()).toEqual([true, false]);
    await it.goOn(reading, '8', true);
    expect(api.asked.at(-1)).toMatchObject({ method: 'PUT', path: `/guilds/${GUILD_ID}/scheduled-events/${reading.id}/8/users/@me` });
    tell('GUILD_SCHEDULED_EVENT_USER_REMOVE', { ...user(USERS.me.id, reading), guild_scheduled_event_exception_id: '7' });
    tell('GUILD_SCHEDULED_EVENT_USER_ADD', { ...user(USERS.ines.id, reading), guild_scheduled_event_exception_id: '7' });
    expect(known()).toEqual([false, true]);
  });

  it('asks again after a new session, and when a voice channel comes into sight', async () => {
    const { api, agenda: it, tell } = agenda();
    await it.load(GUILD_ID);
    tell('READY', {});
    tell('CHANNEL_CREATE', { id: '5', type: 2, guild_id: GUILD_ID });
    tell('CHANNEL_CREATE', { id: '6', type: 0, guild_id: GUILD_ID });
    tell('CHANNEL_CREATE', { id: '7', type: 2, guild_id: '1' });
    expect(api.asked).toHaveLength(3);
  });

  it('finds one that is over, and nothing where nothing may be seen', async () => {
    const { agenda: it } = agenda();
    expect(await it.find(GUILD_ID, reading.id)).toEqual(reading);
    expect(await it.find(GUILD_ID, '12')).toBeNull();
  });
});
