import { describe, expect, it } from 'vitest';

import type { MessageData } from '../../../gateway/events/messages';
import { Message } from '../../../state/message.svelte';
import { arrange, arrangeAfter, type Arrangement, GROUP_MS } from './lines';

const START = Date.parse('2026-11-22T12:00:00Z');

function message(id: number, change: Record<string, unknown> = {}, afterMs = id * 1000): Message {
  const author = { id: '7', username: 'nadia', global_name: null, discriminator: '0', avatar: null };
  return new Message({ id: String(id), channel_id: '1', author, content: '', timestamp: new Date(START + afterMs).toISOString(), mentions: [], mention_roles: [], attachments: [], embeds: [], type: 0, flags: 0, ...change } as unknown as MessageData);
}
const by = (id: string, username = id) => ({ author: { id, username, global_name: null, discriminator: '0', avatar: null } });
const lines = (rows: Message[], change: Partial<Arrangement> = {}) => arrange(rows, { readUpTo: null, ownId: '99', isHidden: () => false, ...change });
const continuing = (rows: Message[]) => lines(rows).map((it) => it.continues);

describe('grouping', () => {
  it('puts what somebody says in a row under one name', () => {
    expect(continuing([message(1), message(2), message(3)])).toEqual([false, true, true]);
  });
  it('begins anew after seven minutes', () => {
    expect(continuing([message(1, {}, 0), message(2, {}, GROUP_MS - 1), message(3, {}, 2 * GROUP_MS)])).toEqual([false, true, false]);
  });
  it.each([
    ['another author', by('8')],
    ['another name of the same webhook', by('7', 'gazette')],
    ['a reply', { type: 19, message_reference: { message_id: '1', channel_id: '1' } }],
    ['a notice of the server', { type: 7 }],
    ['the answer to a command', { interaction_metadata: { id: '1' } }],
    ['what only the reader sees', { flags: 64 }],
  ])('begins anew for %s', (_, change) => {
    expect(continuing([message(1), message(2, change)])).toEqual([false, false]);
  });
  it('begins anew after a notice', () => {
    expect(continuing([message(1, { type: 6 }), message(2)])).toEqual([false, false]);
  });
});

describe('lines between messages', () => {
  it('has one where a day begins', () => {
    const days = lines([message(1), message(2), message(3, {}, 36 * 3_600_000)]).map((it) => it.day !== null);
    expect(days).toEqual([true, false, true]);
  });
  it('has none before the first message while it is not known what came before', () => {
    expect(lines([message(1), message(2)], { hasOlder: true }).map((it) => it.day)).toEqual([null, null]);
  });
  it('has one before the first message that was not read', () => {
    const unread = lines([message(1), message(2), message(3)], { readUpTo: '1' }).map((it) => it.isFirstUnread);
    expect(unread).toEqual([false, true, false]);
  });
  it('does not call the reader’s own words unread', () => {
    const unread = lines([message(1), message(2, by('99')), message(3)], { readUpTo: '1' }).map((it) => it.isFirstUnread);
    expect(unread).toEqual([false, false, true]);
  });
  it('gives the first unread message its own head', () => {
    expect(lines([message(1), message(2)], { readUpTo: '1' })[1]?.continues).toBe(false);
  });
  it('compares ids as numbers', () => {
    const unread = lines([message(9), message(10)], { readUpTo: '9' }).map((it) => it.isFirstUnread);
    expect(unread).toEqual([false, true]);
  });
});

describe('blocked people', () => {
  const hidden = { isHidden: (it: Message) => it.authorId === '8' };
  it('are one line for a row of messages', () => {
    const found = lines([message(1), message(2, by('8')), message(3, by('8')), message(4)], hidden);
    expect(found.map((it) => [it.message.id, it.hiddenCount])).toEqual([['1', 0], ['2', 2], ['4', 0]]);
  });
  it('do not lend their place to who speaks next', () => {
    const found = lines([message(1), message(2, by('8')), message(3)], hidden);
    expect(found[2]?.continues).toBe(false);
  });
});

describe('lines that stay', () => {
  it('are the same objects while only the ends of the list change', () => {
    const rows = [message(1), message(2), message(3)];
    const arrangement = { readUpTo: null, ownId: '99', isHidden: () => false };
    const before = arrange(rows, arrangement);
    const after = arrangeAfter(before, [...rows.slice(1), message(4)], arrangement);
    expect(after[1]).toBe(before[2]);
    expect(after[0]).not.toBe(before[1]);
    expect(after[0]?.day).not.toBeNull();
  });
});
