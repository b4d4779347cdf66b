import { describe, expect, it } from 'vitest';

import type { GuildSettings } from '../gateway/events/session';
import { decide, type Heard, type HeardIn, type Kind, Level, type Wishes } from './decide';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const PLAIN: Heard = { isOwn: false, isSilent: false, names: false, answers: false, namesRole: false, namesEveryone: false };
const NAMED: Heard = { ...PLAIN, names: true };
const ROOM: HeardIn = { kind: 'guild', chain: ['10', '1'], usual: Level.All };
const THREAD: HeardIn = { kind: 'guild', chain: ['100', '10', '1'], usual: Level.All, thread: 0 };
const TALK: HeardIn = { kind: 'private', channelId: '20' };

type Override = Partial<GuildSettings['channel_overrides'][number]>;
function settings(changes: Partial<GuildSettings> = {}, overrides: Record<string, Override> = {}): GuildSettings {
  const channel_overrides = Object.entries(overrides).map(([channel_id, it]) => ({ channel_id, muted: false, mute_config: null, message_notifications: 3, collapsed: false, ...it }));
  return { message_notifications: 3, muted: false, mute_config: null, suppress_everyone: false, suppress_roles: false, ...changes, channel_overrides } as unknown as GuildSettings;
}
const wishes = (own: GuildSettings | undefined = undefined, changes: Partial<Wishes> = {}): Wishes => ({ settings: own, wantsSilence: false, isLooking: false, nowMs: NOW_MS, ...changes });
const ended = { muted: true, mute_config: { end_time: new Date(NOW_MS - 1).toISOString(), selected_time_window: 60 } };
const going = { muted: true, mute_config: { end_time: new Date(NOW_MS + 1).toISOString(), selected_time_window: 60 } };

const CASES: readonly [string, Heard, HeardIn, Wishes, Kind | null][] = [
  ['what is said in a guild where all was asked for', PLAIN, ROOM, wishes(), 'message'],
  ['what is said where mentions are usual', PLAIN, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(), null],
  ['a mention where mentions are usual', NAMED, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(), 'mention'],
  ['an answer', { ...NAMED, answers: true }, ROOM, wishes(), 'reply'],
  ['an answer that does not ring', { ...PLAIN, answers: true }, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(), null],
  ['something private', PLAIN, TALK, wishes(), 'direct'],
  ['something one said oneself', { ...NAMED, isOwn: true }, TALK, wishes(), null],
  ['something of somebody blocked, or said quietly', { ...NAMED, isSilent: true }, TALK, wishes(), null],
  ['anything while one wants silence', NAMED, TALK, wishes(undefined, { wantsSilence: true }), null],
  ['what one looks at', NAMED, ROOM, wishes(undefined, { isLooking: true }), null],
  ['a mention in a muted guild', NAMED, ROOM, wishes(settings({ muted: true })), null],
  ['a mention in a guild muted until later', NAMED, ROOM, wishes(settings(going)), null],
  ['a mention in a guild whose mute has ended', NAMED, ROOM, wishes(settings(ended)), 'mention'],
  ['a mention in a muted channel', NAMED, ROOM, wishes(settings({}, { 10: { muted: true } })), null],
  ['a mention in a muted category', NAMED, ROOM, wishes(settings({}, { 1: { muted: true } })), null],
  ['a mention in a channel whose mute has ended', NAMED, ROOM, wishes(settings({}, { 10: ended })), 'mention'],
  ['a message where the guild says nothing', NAMED, ROOM, wishes(settings({ message_notifications: Level.Nothing })), null],
  ['a channel that overrides its guild', PLAIN, ROOM, wishes(settings({ message_notifications: Level.Nothing }, { 10: { message_notifications: Level.All } })), 'message'],
  ['a category that overrides its guild', PLAIN, ROOM, wishes(settings({ message_notifications: Level.All }, { 1: { message_notifications: Level.Mentions } })), null],
  ['a channel before its category', PLAIN, ROOM, wishes(settings({}, { 10: { message_notifications: Level.All }, 1: { message_notifications: Level.Nothing } })), 'message'],
  ['a role', { ...PLAIN, namesRole: true }, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(), 'mention'],
  ['a role where roles are held back', { ...PLAIN, namesRole: true }, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(settings({ suppress_roles: true })), null],
  ['everybody', { ...PLAIN, namesEveryone: true }, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(), 'mention'],
  ['everybody where that is held back', { ...PLAIN, namesEveryone: true }, { ...ROOM, usual: Level.Mentions } as HeardIn, wishes(settings({ suppress_everyone: true })), null],
  ['a name where everybody is held back', { ...NAMED, namesEveryone: true }, ROOM, wishes(settings({ suppress_everyone: true, suppress_roles: true })), 'mention'],
  ['a thread one is in', PLAIN, THREAD, wishes(), 'message'],
  ['a thread one is not in', PLAIN, { ...THREAD, thread: null } as HeardIn, wishes(), null],
  ['everybody in a thread one is not in', { ...PLAIN, namesEveryone: true }, { ...THREAD, thread: null } as HeardIn, wishes(), null],
  ['a name in a thread one is not in', NAMED, { ...THREAD, thread: null } as HeardIn, wishes(), 'mention'],
  ['a thread for which mentions were chosen', PLAIN, { ...THREAD, thread: 1 << 2 } as HeardIn, wishes(), null],
  ['a thread for which nothing was chosen', NAMED, { ...THREAD, thread: 1 << 3 } as HeardIn, wishes(), null],
  ['a thread before its channel', PLAIN, { ...THREAD, thread: 1 << 1 } as HeardIn, wishes(settings({}, { 10: { message_notifications: Level.Nothing } })), 'message'],
  ['a thread in a muted channel', NAMED, { ...THREAD, thread: 1 << 1 } as HeardIn, wishes(settings({}, { 10: { muted: true } })), null],
  ['a conversation that is muted', PLAIN, TALK, wishes(settings({}, { 20: { muted: true } })), null],
  ['a conversation for which mentions were chosen', PLAIN, TALK, wishes(settings({}, { 20: { message_notifications: Level.Mentions } })), null],
  ['a name in a conversation for which mentions were chosen', NAMED, TALK, wishes(settings({}, { 20: { message_notifications: Level.Mentions } })), 'direct'],
  ['conversations of which nothing is wanted', NAMED, TALK, wishes(settings({ message_notifications: Level.Nothing })), null],
];

describe('notifications', () => {
  it.each(CASES)('%s', (_, heard, where, wanted, expected) => {
    expect(decide(heard, where, wanted)).toBe(expected);
  });
});
