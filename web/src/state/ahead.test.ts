import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Api } from '../api/client';
import type { GuildCreate } from '../gateway/events/guilds';
import type { MessageData } from '../gateway/events/messages';
import { Ahead, likelyRooms } from './ahead';
import { Attention } from './attention.svelte';
import { Guilds } from './guilds.svelte';
import { MessageAuthors } from './message_authors';
import { Messages } from './messages.svelte';
import { PAGE } from './message_window.svelte';
import { ReadStates } from './read_states.svelte';
import { visited } from './recent';
import { device, Settings } from './settings.svelte';
import { Users } from './users.svelte';

const ME = '7';
const ALL = String((1n << 10n) | (1n << 16n));

/** A guild with text channels 101…, in each of which message 1000 + its number was written last. */
function place(rooms: number, reads: Record<string, { read: string; unread: number; mentions?: number }> = {}) {
  const asked: string[] = [];
  const get = async (path: string, { query }: { query: Record<string, string> }) => {
    const channelId = path.split('/')[2] ?? '';
    asked.push(query['around'] === undefined ? channelId : `${channelId} around ${query['around']}`);
    const last = 1000 + Number(channelId);
    return Array.from({ length: PAGE }, (_, index) => ({ id: String(last - index), channel_id: channelId, author: { id: ME, username: 'camille' }, mentions: [], timestamp: '2026-01-01T00:00:00Z', content: '' })) as unknown as MessageData[];
  };
  const api = { get } as unknown as Api;
  const users = new Users();
  const guilds = new Guilds(users);
  const readStates = new ReadStates(api, guilds);
  const settings = new Settings(api);
  const messages = new Messages(api, users, guilds);
  const known = { guilds, readStates, attention: new Attention(guilds, readStates, settings), messages, authors: new MessageAuthors(() => true) };
  const channels = Array.from({ length: rooms }, (_, index) => ({ id: String(101 + index), type: 0, name: `room ${index}`, position: index, last_message_id: String(1101 + index), permission_overwrites: [] }));
  const guild = {
    id: '1', name: 'place', owner_id: '9', joined_at: '', member_count: 1, emojis: [], threads: [], voice_states: [], presences: [], channels,
    roles: [{ id: '1', name: '@everyone', permissions: ALL, position: 0, color: 0 }], members: [{ user: { id: ME, username: 'camille' }, roles: [] }],
  } as unknown as GuildCreate;
  const entries = channels.map(({ id, last_message_id }) => ({ id, last_message_id: reads[id]?.read ?? last_message_id, unread_count: reads[id]?.unread ?? 0, mention_count: reads[id]?.mentions ?? 0 }));
  const ready = { user: { id: ME }, guilds: [guild], private_channels: [], read_state: { entries }, user_settings: null, user_guild_settings: { entries: [] } };
  for (const sink of [guilds.sink(), readStates.sink()]) sink.READY?.(ready as never);
  return { known, asked, guild: guilds.get('1'), messages };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  device.change({ textOnly: false });
});

describe('rooms that are fetched before somebody goes there', () => {
  it('are first those that mean the person, then where they were lately, then what is unread and new', () => {
    const { known, guild } = place(5, { 101: { read: '1', unread: 3, mentions: 1 }, 103: { read: '1', unread: 2 } });
    visited('102');
    expect(likelyRooms(known, guild).map((it) => it.id)).toEqual(['101', '102', '103', '105', '104']);
  });

  it('come one after the other once the page is at rest, and are there when they are opened', async () => {
    const { known, guild, asked, messages } = place(3);
    new Ahead(known).begin(guild);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual(['103', '102', '101']);
    const window = messages.window('102');
    expect([window.loaded, window.rows.length]).toEqual([true, PAGE]);
    await window.open(null);
    expect(asked).toHaveLength(3);
  });

  it('begin where the reader stopped when much is unread', async () => {
    const { known, guild, asked } = place(1, { 101: { read: '900', unread: 80 } });
    new Ahead(known).begin(guild);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual(['101 around 900']);
  });

  it('are no longer fetched when the person goes on, or saves data', async () => {
    const { known, guild, asked } = place(3);
    const ahead = new Ahead(known);
    ahead.begin(guild)();
    device.change({ textOnly: true });
    ahead.begin(guild);
    ahead.point('101');
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual([]);
  });

  it('are also those that one points at for a moment, and not those that one passes over', async () => {
    const { known, asked } = place(3);
    const ahead = new Ahead(known);
    ahead.point('101');
    await vi.advanceTimersByTimeAsync(20);
    ahead.point('102');
    await vi.advanceTimersByTimeAsync(200);
    ahead.point('102');
    ahead.point(null);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual(['102']);
  });

  it('take what is written there meanwhile, and push out no room that was opened', async () => {
    const { known, guild, messages } = place(30);
    const open = messages.window('130');
    await open.open(null);
    const ahead = new Ahead(known);
    ahead.begin(guild);
    await vi.advanceTimersByTimeAsync(10_000);
    for (let id = 101; id <= 130; id += 1) {
      ahead.point(String(id));
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(messages.window('130')).toBe(open);
    messages.sink().MESSAGE_CREATE?.({ id: '5000', channel_id: '129', author: { id: '8', username: 'nadia' }, mentions: [], timestamp: '2026-01-02T00:00:00Z', content: 'new' } as unknown as MessageData);
    await vi.advanceTimersByTimeAsync(1000);
    expect(messages.window('129').newestId).toBe('5000');
  });
});
