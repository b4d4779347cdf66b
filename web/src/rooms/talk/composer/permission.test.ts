import { describe, expect, it } from 'vitest';

import type { GuildCreate } from '../../../gateway/events/guilds';
import { Channel } from '../../../state/channel.svelte';
import { Guild } from '../../../state/guild.svelte';
import type { Instance } from '../../../state/instance.svelte';
import { Permission } from '../../../state/permissions';
import { obstacleIn, slowModeOf } from './permission.svelte';

const ME = '5';
const NOW = Date.parse('2026-11-22T12:00:00Z');
const VIEW = Permission.ViewChannel | Permission.ReadHistory;

/** A guild in which the person has these rights. */
function guild(rights: bigint, until: string | null = null): Guild {
  const roles = [{ id: '1', permissions: String(rights), position: 0, color: 0, name: '@everyone' }];
  const members = [{ user: { id: ME }, roles: [], communication_disabled_until: until }];
  return new Guild({ id: '1', name: 'G', owner_id: '9', roles, emojis: [], channels: [], threads: [], members, voice_states: [], presences: [], member_count: 1, joined_at: '' } as unknown as GuildCreate, ME);
}
const instance = { people: { isBlocked: (id: string) => id === '7' }, guilds: { nameOf: () => 'Zoé' } } as unknown as Instance;
const room = new Channel({ id: '2', type: 0, guild_id: '1', rate_limit_per_user: 30 });
const thread = (locked: boolean) => new Channel({ id: '3', type: 11, guild_id: '1', parent_id: '2', thread_metadata: { archived: false, auto_archive_duration: 60, archive_timestamp: '', locked } });
const why = (channel: Channel, where: Guild | undefined) => obstacleIn(instance, channel, where, NOW)?.key ?? null;

describe('why one may not write', () => {
  it('is nothing for who may', () => expect(why(room, guild(VIEW | Permission.SendMessages))).toBeNull());
  it('is a missing right', () => {
    expect(why(room, guild(VIEW))).toBe('composer.no_right');
    expect(why(new Channel({ id: '4', type: 5, guild_id: '1' }), guild(VIEW))).toBe('composer.no_right_announcement');
    expect(why(thread(false), guild(VIEW | Permission.SendMessages))).toBe('composer.no_right_thread');
  });
  it('is a pause, as long as it lasts', () => {
    const rights = VIEW | Permission.SendMessages;
    expect(obstacleIn(instance, room, guild(rights, '2026-11-22T13:00:00Z'), NOW)).toEqual({ key: 'composer.timed_out', until: NOW + 3_600_000 });
  });
  it('is a closed thread, but not for who manages threads', () => {
    const rights = VIEW | Permission.SendMessages | Permission.SendInThreads;
    expect(why(thread(true), guild(rights))).toBe('composer.locked');
    expect(why(thread(true), guild(rights | Permission.ManageThreads))).toBeNull();
  });
  it('is that the other one is blocked', () => {
    const talk = (id: string) => new Channel({ id: '6', type: 1, recipients: [{ id }] as never });
    expect([why(talk('7'), undefined), why(talk('8'), undefined)]).toEqual(['composer.blocked', null]);
  });
});

describe('slow mode', () => {
  it('is for those who may not pass it', () => {
    const rights = VIEW | Permission.SendMessages;
    expect(slowModeOf(room, guild(rights))).toBe(30);
    expect(slowModeOf(room, guild(rights | Permission.ManageMessages))).toBe(0);
    expect(slowModeOf(new Channel({ id: '4', type: 0, guild_id: '1' }), guild(rights))).toBe(0);
  });
});
