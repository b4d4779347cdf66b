import { describe, expect, it } from 'vitest';

import { pushPath, pushPayload, pushWords, type PushPayload, type PushTexts } from './push_words';

const PUSH: PushPayload = { v: 1, kind: 'mention', user_id: '9', guild_id: '1', channel_id: '2', message_id: '3', count: 4 };
const TEXTS: PushTexts = { direct: 'New message from {room}', reply: 'An answer in {room}', mention: 'You are named in {room}', message: 'New message in {room}', unknown: 'New message' };

describe('pushes', () => {
  it('are told with the names that this device knows', () => {
    expect(pushWords(PUSH, { 2: { room: '#market', place: 'Roofs' } }, TEXTS)).toEqual({ title: 'Roofs', body: 'You are named in #market' });
    expect(pushWords({ ...PUSH, kind: 'direct', guild_id: null }, { 2: { room: 'Inès', place: null } }, TEXTS)).toEqual({ title: 'Inès', body: 'New message from Inès' });
  });

  it('say nothing of a room that this device does not know', () => {
    expect(pushWords(PUSH, {}, TEXTS)).toEqual({ title: 'Parvis', body: 'New message' });
  });

  it('take names as they are, not as patterns', () => {
    expect(pushWords(PUSH, { 2: { room: '$& {room}', place: null } }, TEXTS).body).toBe('You are named in $& {room}');
  });

  it('say that an order waits, and lead to it', () => {
    const call: PushPayload = { ...PUSH, kind: 'call', guild_id: null };
    expect(pushWords(call, { 2: { room: '#market', place: null } }, { ...TEXTS, call: 'An order waits' })).toEqual({ title: 'Parvis', body: 'An order waits' });
    expect(pushWords(call, {}, TEXTS).body).toBe('New message');
    expect(pushPath(call)).toBe('/desk/orders');
    expect(pushPayload(call)).toEqual(call);
  });

  it('lead to the message', () => {
    expect(pushPath(PUSH)).toBe('/channels/1/2/3');
    expect(pushPath({ ...PUSH, guild_id: null })).toBe('/channels/@me/2/3');
  });

  it.each([[null], ['x'], [{ ...PUSH, v: 2 }], [{ ...PUSH, kind: 'shout' }], [{ ...PUSH, channel_id: '../x' }], [{ ...PUSH, guild_id: undefined }]])('of another shape are not taken: %j', (data) => {
    expect(pushPayload(data)).toBeNull();
  });

  it('of the shape that the server sends are taken', () => {
    expect(pushPayload({ ...PUSH })).toEqual(PUSH);
  });
});
