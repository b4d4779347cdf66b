import { describe, expect, it } from 'vitest';

import type { Guild } from '../../state/guild.svelte';
import { outranks, rankOf } from './ranks';

const guild = {
  data: { owner_id: 'owner' },
  roles: new Map([['low', { position: 1 }], ['high', { position: 5 }]]),
  members: new Map([['a', { roles: ['low', 'high'] }], ['b', { roles: ['low'] }], ['c', { roles: ['gone'] }]]),
} as unknown as Guild;

describe('ranks', () => {
  it('go by the highest role, and the owner stands above all', () => {
    expect(['owner', 'a', 'b', 'c', 'stranger'].map((id) => rankOf(guild, id))).toEqual([Infinity, 5, 1, 0, 0]);
  });

  it.each([['owner', 'a', true], ['a', 'b', true], ['b', 'a', false], ['b', 'b', false], ['a', 'owner', false], ['owner', 'owner', false], ['c', 'stranger', false]])('%s above %s: %s', (one, other, above) => {
    expect(outranks(guild, one, other)).toBe(above);
  });
});
