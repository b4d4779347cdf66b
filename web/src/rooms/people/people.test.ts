import { describe, expect, it } from 'vitest';

import type { RelationshipData } from '../../gateway/events/session';
import type { PresenceData } from '../../gateway/events/presence';
import { activitiesOf, activityOf, customStatusOf, doingOf, isOver } from './custom_status';
import { countRequests, friendsOn } from './friends';
import { presenceOf } from './own_presence';
import { endOf } from './status_end';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const relationship = (id: string, type: 1 | 2 | 3 | 4, username: string) => ({ id, type, nickname: null, since: null, user: { id, username, global_name: null } }) as unknown as RelationshipData;
const presence = (...activities: object[]) => ({ user: { id: '1' }, status: 'online', activities }) as unknown as PresenceData;

describe('a custom status', () => {
  it('is an emoji, which may be a guild\'s own, and words; either may be missing', () => {
    expect(customStatusOf(presence({ type: 4, state: 'beans', emoji: { id: null, name: '🌱' } }))).toEqual({ emoji: { id: null, name: '🌱', animated: false }, words: 'beans' });
    expect(customStatusOf(presence({ type: 4, state: 'beans', emoji: { id: '5', name: 'bean', animated: true } }))).toEqual({ emoji: { id: '5', name: 'bean', animated: true }, words: 'beans' });
    expect(customStatusOf(presence({ type: 4, state: null, emoji: { name: '🌱' } }))).toEqual({ emoji: { id: null, name: '🌱', animated: false }, words: '' });
    expect(customStatusOf(presence({ type: 0, name: 'chess' }))).toBeNull();
    expect(customStatusOf(undefined)).toBeNull();
    expect(doingOf({ text: 'beans', emoji_id: '5', emoji_name: 'bean' })).toEqual({ emoji: { id: '5', name: 'bean', animated: false }, words: 'beans' });
    expect(doingOf({ text: '', emoji_name: null })).toBeNull();
  });

  it('goes before what a program tells', () => {
    expect(activityOf(presence({ type: 0, name: 'chess' }))).toEqual({ emoji: null, words: 'chess' });
    expect(activityOf(presence({ type: 0, name: 'chess' }, { type: 4, state: 'beans' }))).toEqual({ emoji: null, words: 'beans' });
  });

  it('is told to others until it is over', () => {
    const status = { text: 'beans', emoji_name: '🌱', emoji_id: null, expires_at: '2026-11-22T12:00:01Z' };
    expect(activitiesOf(status, NOW)).toEqual([{ type: 4, name: 'Custom Status', state: 'beans', emoji: { name: '🌱' } }]);
    expect(activitiesOf(status, NOW + 1000)).toEqual([]);
    expect([isOver(status, NOW), isOver(status, NOW + 1000), isOver({ ...status, expires_at: null }, NOW), isOver(null, NOW)]).toEqual([false, true, false, false]);
    expect(activitiesOf({ text: null, emoji_name: null }, NOW)).toEqual([]);
  });

  it('ends when it was chosen to', () => {
    const now = new Date(2026, 10, 22, 23, 50);
    expect(endOf('never', now)).toBeNull();
    expect(endOf('today', now)).toEqual(new Date(2026, 10, 23));
    expect(endOf('half_hour', now)).toEqual(new Date(2026, 10, 23, 0, 20));
  });

  it('goes with a status; somebody who is here is never told to be offline', () => {
    expect(presenceOf({ status: 'offline', custom_status: null }, NOW)).toEqual({ status: 'online', since: null, activities: [], afk: false });
    expect(presenceOf({ status: 'idle', custom_status: null }, NOW).since).toBe(NOW);
  });
});

describe('friends', () => {
  const all = [relationship('1', 1, 'zoe'), relationship('2', 1, 'adele'), relationship('3', 4, 'bea'), relationship('4', 3, 'yann'), relationship('5', 2, 'troll')];
  const on = (page: Parameters<typeof friendsOn>[0], filter = '') => friendsOn(page, all, (id) => (id === '1' ? 'idle' : 'offline'), filter).map((it) => it.user.username);

  it('stand on their pages, by name, with those who wait for an answer first', () => {
    expect(on('all')).toEqual(['adele', 'zoe']);
    expect(on('online')).toEqual(['zoe']);
    expect(on('requests')).toEqual(['yann', 'bea']);
    expect(on('blocked')).toEqual(['troll']);
    expect(on('all', ' AD')).toEqual(['adele']);
    expect(countRequests(all)).toBe(1);
  });
});
