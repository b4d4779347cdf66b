import { describe, expect, it } from 'vitest';

import type { GuildCreate } from '../gateway/events/guilds';
import type { MessageData } from '../gateway/events/messages';
import { Channel } from './channel.svelte';
import { Guild } from './guild.svelte';
import { Message } from './message.svelte';
import { messageRights } from './message_rights';
import { Permission } from './permissions';

const ME = '5';
const MEMBER = Permission.ViewChannel | Permission.SendMessages | Permission.ReadHistory | Permission.AddReactions;

function guildWith(permissions: bigint): Guild {
  const role = { id: '1', name: '@everyone', permissions: String(permissions), color: 0, position: 0 };
  const member = { user: { id: ME, username: 'moi' }, roles: [] };
  return new Guild({ id: '1', owner_id: '2', roles: [role], emojis: [], channels: [{ id: '10', type: 0, guild_id: '1' }], threads: [], members: [member], voice_states: [], presences: [], member_count: 2, joined_at: '' } as unknown as GuildCreate, ME);
}

function rightsOn(permissions: bigint, change: Record<string, unknown> = {}) {
  const guild = guildWith(permissions);
  const channel = guild.channels.get('10') ?? new Channel({ id: '10', type: 0 });
  const message = new Message({ id: '20', channel_id: '10', author: { id: '6' }, content: 'x', type: 0, flags: 0, embeds: [], timestamp: '2026-11-22T12:00:00Z', ...change } as unknown as MessageData);
  return messageRights({ message, channel, guild, ownId: ME });
}
const mine = { author: { id: ME } };

describe('what is offered on a message', () => {
  it('to a member: answer and react, not delete and not pin', () => {
    const rights = rightsOn(MEMBER);
    expect(rights).toMatchObject({ reply: true, react: true, edit: false, delete: false, pin: false, report: true });
  });
  it('of one’s own: edit and delete, not report', () => {
    expect(rightsOn(MEMBER, mine)).toMatchObject({ edit: true, delete: true, report: false, mentionAuthor: false });
  });
  it('to a reader: nothing that writes', () => {
    expect(rightsOn(Permission.ViewChannel | Permission.ReadHistory)).toMatchObject({ reply: false, react: false, mentionAuthor: false, forward: true });
  });
  it('to a moderator: delete, pin, remove embeds, but never edit what others wrote', () => {
    expect(rightsOn(MEMBER | Permission.ManageMessages, { embeds: [{ title: 'x' }] })).toMatchObject({ delete: true, pin: true, removeEmbeds: true, edit: false });
  });
  it('with the right to pin alone: pin', () => {
    expect(rightsOn(MEMBER | Permission.PinMessages)).toMatchObject({ pin: true, delete: false });
  });
  it('that was forwarded or spoken by oneself: not edit', () => {
    expect(rightsOn(MEMBER, { ...mine, message_snapshots: [{}] }).edit).toBe(false);
    expect(rightsOn(MEMBER, { ...mine, flags: 1 << 13 }).edit).toBe(false);
  });
  it('that only the reader sees: dismiss, and nothing else', () => {
    const rights = rightsOn(MEMBER | Permission.ManageMessages, { flags: 64 });
    expect(Object.entries(rights).filter(([, may]) => may).map(([name]) => name)).toEqual(['dismiss', 'mentionAuthor']);
  });
  it('with a thread already: no second one', () => {
    expect(rightsOn(MEMBER | Permission.CreatePublicThreads).createThread).toBe(true);
    expect(rightsOn(MEMBER | Permission.CreatePublicThreads, { flags: 1 << 5 }).createThread).toBe(false);
  });
  it('of the server about a group: not delete', () => {
    expect(rightsOn(MEMBER | Permission.ManageMessages, { type: 1 })).toMatchObject({ delete: false, reply: false, pin: false });
  });
  it('in private: everybody may pin', () => {
    const message = new Message({ id: '20', channel_id: '3', author: { id: '6' }, content: 'x', type: 0, flags: 0, embeds: [], timestamp: '2026-11-22T12:00:00Z' } as unknown as MessageData);
    expect(messageRights({ message, channel: new Channel({ id: '3', type: 1 }), guild: undefined, ownId: ME })).toMatchObject({ pin: true, reply: true, delete: false });
  });
});
