import { describe, expect, it } from 'vitest';

import { pathTo, placeOf, type Place } from './routes';

const PLACES: readonly (readonly [string, Place])[] = [
  ['/', { name: 'start' }],
  ['/login', { name: 'door', mode: 'login' }],
  ['/join/aB3-x', { name: 'join', code: 'aB3-x' }],
  ['/channels/@me', { name: 'home' }],
  ['/channels/@me/12', { name: 'channel', guild: null, channel: '12', message: null }],
  ['/channels/1', { name: 'guild', guild: '1' }],
  ['/channels/1/2', { name: 'channel', guild: '1', channel: '2', message: null }],
  ['/channels/1/2/3', { name: 'channel', guild: '1', channel: '2', message: '3' }],
  ['/channels/1/welcome', { name: 'welcome', guild: '1' }],
  ['/channels/1/agenda', { name: 'agenda', guild: '1', event: null }],
  ['/channels/1/agenda/7', { name: 'agenda', guild: '1', event: '7' }],
  ['/channels/1/desk', { name: 'desk', guild: '1', page: 'cases' }],
  ['/channels/1/desk/appeals', { name: 'desk', guild: '1', page: 'appeals' }],
  ['/channels/1/desk/arrivals', { name: 'desk', guild: '1', page: 'arrivals' }],
  ['/desk', { name: 'desk', guild: null, page: 'cases' }],
  ['/channels/1/desk/known', { name: 'desk', guild: '1', page: 'known' }],
  ['/desk/watch', { name: 'desk', guild: null, page: 'watch' }],
  ['/desk/lists', { name: 'desk', guild: null, page: 'lists' }],
  ['/desk/days', { name: 'desk', guild: null, page: 'days' }],
  ['/desk/orders', { name: 'desk', guild: null, page: 'orders' }],
  ['/app/map', { name: 'map', page: 'area', id: null }],
  ['/app/map/area/12', { name: 'map', page: 'area', id: '12' }],
  ['/app/map/group/12', { name: 'map', page: 'group', id: '12' }],
  ['/app/map/aid', { name: 'map', page: 'aid', id: null }],
  ['/app/map/aid/12', { name: 'map', page: 'aid', id: '12' }],
  ['/app/map/aid-offer', { name: 'map', page: 'aid-offer', id: null }],
  ['/app/map/keep', { name: 'map', page: 'keep', id: null }],
  ['/app/map/review', { name: 'map', page: 'review', id: null }],
  ['/app/map/guide', { name: 'guide', guild: null, slug: null }],
  ['/app/map/guide/2-safety', { name: 'guide', guild: null, slug: '2-safety' }],
  ['/channels/1/guide', { name: 'guide', guild: '1', slug: null }],
  ['/channels/1/guide/join', { name: 'guide', guild: '1', slug: 'join' }],
  ['/settings', { name: 'settings', page: null }],
  ['/settings/privacy', { name: 'settings', page: 'privacy' }],
  ['/guilds/5/settings/roles', { name: 'guildSettings', guild: '5', page: 'roles' }],
];

describe('addresses', () => {
  it.each(PLACES)('%s leads to its place and back', (path, place) => {
    expect(placeOf(path)).toEqual(place);
    expect(pathTo(place)).toBe(path);
  });

  it.each(['/channels/abc', '/channels/1/2/3/4', '/channels/1/agenda/x', '/join/', '/join/<x>', '/settings/../etc', '/app/map/area', '/app/map/nowhere', '/app/map/guide/-a', '/channels/1/guide/a/b', '/app/map/group/x'])('%s leads nowhere', (path) => {
    expect(placeOf(path)).toEqual({ name: 'unknown' });
  });
});
