import { describe, expect, it } from 'vitest';

import { EVENTS } from '../../gallery/agenda';
import { World } from '../../gallery/world';
import { CHANNELS, NOW_MS, USERS } from '../../gallery/wire';
import { bodyOf, changesOf, draftOf, emptyDraft, hostingChannels, mayCreate, mayEdit, problemsOf } from './event_draft';
import { momentOf } from './local_time';

const NOW = new Date(NOW_MS);

describe('an action in a form', () => {
  it('begins at the next full hour, and says what is missing', () => {
    const draft = emptyDraft(NOW);
    expect(momentOf(draft.start)?.toISOString()).toBe('2026-05-16T14:00:00.000Z');
    expect(problemsOf(draft, NOW)).toEqual(['name', 'place']);
    expect(problemsOf({ ...draft, name: 'Marche', kind: 2, start: '2020-01-01T10:00', end: '' }, NOW)).toEqual(['past', 'channel']);
    expect(problemsOf({ ...draft, name: 'Marche', place: 'Ici', end: draft.start }, NOW)).toEqual(['order']);
    expect(problemsOf({ ...draft, name: 'Marche', place: 'Ici', start: '', end: '' }, NOW)).toEqual(['start', 'end']);
  });

  it('is sent whole when it is new', () => {
    const body = bodyOf({ ...emptyDraft(NOW), name: ' Marche ', place: 'Place de la Mairie', repeat: 'weekly' });
    expect(body).toMatchObject({ name: 'Marche', description: null, privacy_level: 2, entity_type: 3, channel_id: null, entity_metadata: { location: 'Place de la Mairie' }, scheduled_end_time: '2026-05-16T16:00:00.000Z', recurrence_rule: { frequency: 2 } });
    expect(body).not.toHaveProperty('image');
  });

  it('is sent only as far as it changed', () => {
    const before = draftOf(EVENTS.march);
    expect(changesOf(before, { ...before })).toEqual({});
    expect(changesOf(before, { ...before, name: 'Autre' })).toEqual({ name: 'Autre' });
    expect(changesOf(before, { ...before, kind: 2, channelId: CHANNELS.yard.id })).toEqual({ entity_type: 2, channel_id: CHANNELS.yard.id, entity_metadata: null });
    expect(changesOf(before, { ...before, cover: null })).toEqual({ image: null });
  });

  it('is offered to those who may, and to who made it', () => {
    const world = new World();
    expect([mayCreate(world.guild), mayEdit(world.guild, EVENTS.march, USERS.me.id)]).toEqual([true, true]);
    expect(hostingChannels(world.guild, 1).map((it) => it.id)).toEqual([CHANNELS.stage.id]);
    world.becomeGuest();
    expect([mayCreate(world.guild), mayEdit(world.guild, EVENTS.march, USERS.me.id)]).toEqual([false, false]);
    expect(hostingChannels(world.guild, 1)).toEqual([]);
    expect(hostingChannels(world.guild, 2).map((it) => it.id)).toEqual([CHANNELS.yard.id]);
  });
});
