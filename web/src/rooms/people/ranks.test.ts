import { describe, expect, it } from 'vitest';

import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';
import { outranks, rolesToGive, rolesToTake, standsAbove } from './ranks';

const role = (id: string, position: number, permissions = 0n, managed = false) => ({ id, name: id, position, permissions: String(permissions), managed });
const all = [role('1', 0, Permission.ViewChannel | Permission.MentionEveryone), role('20', 1), role('30', 5), role('40', 5), role('50', 3, Permission.BanMembers), role('60', 2, 0n, true), role('70', 2, Permission.MentionEveryone), role('80', 1)];
const guild = {
  id: '1',
  data: { owner_id: 'owner' },
  roles: new Map(all.map((it) => [it.id, it])),
  rolesByRank: [...all].sort((a, b) => b.position - a.position),
  members: new Map([['a', { roles: ['20', '40'] }], ['b', { roles: ['20'] }], ['c', { roles: ['gone'] }], ['d', { roles: ['30'] }]]),
  channels: new Map([['9', { data: { permission_overwrites: [{ id: '80', type: 0, allow: String(Permission.ManageMessages), deny: '0' }] } }]]),
  may: () => true,
} as unknown as Guild;
const ids = (roles: { id: string }[]) => roles.map((it) => it.id);

describe('ranks', () => {
  it.each([['owner', 'a', true], ['a', 'b', true], ['b', 'a', false], ['b', 'b', false], ['a', 'owner', false], ['owner', 'owner', false], ['c', 'stranger', false], ['b', 'c', true], ['owner', 'c', true]])('%s above %s: %s', (one, other, above) => {
    expect(outranks(guild, one, other)).toBe(above);
  });

  it('of two roles at one position put the older above', () => {
    expect([standsAbove(guild, 'd', role('40', 5)), standsAbove(guild, 'a', role('30', 5))]).toEqual([true, false]);
    expect([outranks(guild, 'd', 'a'), outranks(guild, 'a', 'd')]).toEqual([true, false]);
  });
});

describe('roles that are offered', () => {
  it('stand below the person, and are neither everybody’s nor a program’s', () => {
    expect(ids(rolesToGive(guild, 'a'))).toEqual(['50', '70', '20', '80']);
    expect(ids(rolesToGive(guild, 'd'))).toEqual(['40', '50', '70', '20', '80']);
    expect(ids(rolesToGive(guild, 'b'))).toEqual(['80']);
    expect(rolesToGive(guild, 'c')).toEqual([]);
    expect(ids(rolesToGive(guild, 'owner'))).toEqual(['30', '40', '50', '70', '20', '80']);
  });

  it('to be taken lend no power, by themselves or in a channel, that everybody does not have', () => {
    expect(ids(rolesToTake(guild, 'a'))).toEqual(['70', '20']);
  });
});
