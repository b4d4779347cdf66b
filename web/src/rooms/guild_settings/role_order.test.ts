import type { APIRole } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';

import { hexOf, rolesMoved, stepTarget } from './role_order';

const ROLES = [['c', 3], ['b', 2], ['a', 1], ['everyone', 0]].map(([id, position]) => ({ id, position }) as APIRole);

describe('the order of roles', () => {
  it.each([
    ['a', 'c', [{ id: 'a', position: 3 }, { id: 'c', position: 2 }, { id: 'b', position: 1 }]],
    ['c', null, [{ id: 'b', position: 3 }, { id: 'a', position: 2 }, { id: 'c', position: 1 }]],
    ['b', 'a', []],
  ])('%s before %s', (id, before, expected) => expect(rolesMoved(ROLES, id, before, 'everyone')).toEqual(expected));

  it.each([
    ['b', -1, 'c'],
    ['b', 1, null],
    ['c', 1, 'a'],
    ['c', -1, undefined],
    ['a', 1, undefined],
  ] as const)('%s by %i', (id, step, expected) => expect(stepTarget(ROLES, id, step, 'everyone')).toBe(expected));

  it('colours are written as style sheets want them', () => {
    expect(hexOf(0)).toBeNull();
    expect(hexOf(0x0a43f2)).toBe('#0a43f2');
  });
});
