import type { APIOverwrite } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';

import { isSynced, overwriteChanges, triOf, withTri } from './overwrites';

const of = (id: string, allow: bigint, deny: bigint): APIOverwrite => ({ id, type: 0, allow: String(allow), deny: String(deny) });

describe('three states of a right', () => {
  it.each(['allow', 'inherit', 'deny'] as const)('%s is read as it was written, and other bits stay', (state) => {
    const changed = withTri(of('1', 1n, 4n), 2n, state);
    expect(triOf(changed, 2n)).toBe(state);
    expect([triOf(changed, 1n), triOf(changed, 4n)]).toEqual(['allow', 'deny']);
  });

  it('only what differs is sent', () => {
    const before = [of('1', 1n, 0n), of('2', 0n, 2n), of('3', 0n, 0n)];
    const after = [of('1', 1n, 0n), of('2', 2n, 0n), of('4', 8n, 0n)];
    expect(overwriteChanges(before, after)).toEqual({ put: [of('2', 2n, 0n), of('4', 8n, 0n)], remove: ['3'] });
    expect(isSynced(before, before)).toBe(true);
    expect(isSynced(before, after)).toBe(false);
  });
});
