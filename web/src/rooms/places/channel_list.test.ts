import { describe, expect, it } from 'vitest';

import type { GuildCreate } from '../../gateway/events/guilds';
import { ChannelType } from '../../gateway/events/words';
import { Guild } from '../../state/guild.svelte';
import { isHidden, nextRoom, roomsInOrder, sectionsOf, type ListQuestions } from './channel_list';
import { privateOverwrites } from './private_overwrites';

const [A, B] = ['100', '200'];
const channel = (id: string, position: number, parent_id: string | null, type: ChannelType = ChannelType.Text) => ({ id, name: `c${id}`, type, position, parent_id });

function guild(): Guild {
  const create = {
    id: '1', name: 'Place', owner_id: 'me', joined_at: '', member_count: 1, roles: [], emojis: [], voice_states: [], members: [], presences: [],
    channels: [channel(A, 0, null, ChannelType.Category), channel(B, 1, null, ChannelType.Category), channel('10', 0, null), channel('11', 1, A), channel('12', 0, A), channel('13', 0, A, ChannelType.Voice), channel('20', 0, B)],
    threads: [{ ...channel('30', 0, '12', ChannelType.PublicThread), member: { id: '30' } }, channel('31', 0, '12', ChannelType.PublicThread)],
  };
  return new Guild(create as unknown as GuildCreate, 'me');
}

const ASK: ListQuestions = { isCollapsed: () => false, isMuted: () => false, isCalling: () => false, hidesMuted: false, openId: null };
const rooms = (ask: Partial<ListQuestions>) => roomsInOrder(sectionsOf(guild(), { ...ASK, ...ask })).map((it) => it.id);

describe('the list of channels', () => {
  it('goes through categories in order, spoken channels last, threads that one is in below theirs', () => {
    expect(rooms({})).toEqual(['10', '12', '30', '11', '13', '20']);
  });

  it('shows of a collapsed category what calls and where one is', () => {
    const isCollapsed = (it: { id: string }) => it.id === A;
    expect(rooms({ isCollapsed })).toEqual(['10', '20']);
    expect(rooms({ isCollapsed, openId: '11' })).toEqual(['10', '11', '20']);
    expect(rooms({ isCollapsed, isCalling: (it) => it.id === '30' })).toEqual(['10', '12', '30', '20']);
  });

  it('hides what is muted when the person wants that, except what calls or is open', () => {
    const isMuted = (it: { id: string }) => it.id === '11' || it.id === '20';
    expect(rooms({ isMuted })).toContain('11');
    expect(rooms({ isMuted, hidesMuted: true })).toEqual(['10', '12', '30', '13']);
    expect(rooms({ isMuted, hidesMuted: true, openId: '20' })).toContain('20');
  });

  it('shows a thread that is open though one is not in it', () => expect(rooms({ openId: '31' })).toContain('31'));
});

describe('going to the next room', () => {
  const all = [...guild().channels.values()].filter((it) => !it.isCategory);
  const ids = all.map((it) => it.id);

  it('goes round, in both directions', () => {
    expect(nextRoom(all, ids.at(-1) ?? '', 1)?.id).toBe(ids[0]);
    expect(nextRoom(all, ids[0] ?? '', -1)?.id).toBe(ids.at(-1));
    expect(nextRoom(all, ids[1] ?? '', 1)?.id).toBe(ids[2]);
  });

  it('leaves out what does not fit, and finds nothing where nothing does', () => {
    expect(nextRoom(all, ids[0] ?? '', 1, (it) => it.id === ids[3])?.id).toBe(ids[3]);
    expect(nextRoom(all, ids[0] ?? '', 1, (it) => it.id === ids[0])).toBeNull();
    expect(nextRoom([], null, 1)).toBeNull();
  });

  it('begins at an end when one is elsewhere', () => {
    expect(nextRoom(all, null, 1)?.id).toBe(ids[0]);
    expect(nextRoom(all, null, -1)?.id).toBe(ids.at(-1));
  });
});

describe('a private channel', () => {
  it('is one that everybody may not view', () => {
    const place = guild();
    const made = place.putChannel({ ...channel('40', 9, null), permission_overwrites: privateOverwrites('1', 'me', ['7'], true) });
    expect(isHidden(place, made)).toBe(true);
    expect(isHidden(place, place.channels.get('10') ?? made)).toBe(false);
  });

  it('names its maker, unless it is the owner', () => {
    expect(privateOverwrites('1', 'me', [], false).map((it) => [it.id, it.type])).toEqual([['1', 0], ['me', 1]]);
    expect(privateOverwrites('1', 'me', ['7'], true).map((it) => [it.id, it.type])).toEqual([['1', 0], ['7', 0]]);
  });
});
