import { describe, expect, it } from 'vitest';

import { replaced, stepped, without } from './list_edits';

const LIST = [{ id: 'a', at: 1 }, { id: 'b', at: 2 }, { id: 'c', at: 3 }];
const idsOf = (list: readonly { id: string }[]) => list.map((it) => it.id).join('');

describe('a list that is edited', () => {
  it.each([
    ['b', -1, 'bac'],
    ['b', 1, 'acb'],
    ['a', -1, 'abc'],
    ['c', 1, 'abc'],
    ['x', 1, 'abc'],
  ] as const)('%s by %i', (id, step, expected) => expect(idsOf(stepped(LIST, id, step))).toBe(expected));

  it('changes one entry and leaves the others', () => {
    const changed = replaced(LIST, { id: 'b', at: 9 });
    expect(changed).toEqual([{ id: 'a', at: 1 }, { id: 'b', at: 9 }, { id: 'c', at: 3 }]);
    expect(idsOf(without(changed, 'a'))).toBe('bc');
    expect(idsOf(LIST)).toBe('abc');
  });
});
