import { describe, expect, it } from 'vitest';

import { channelMoves, guildsInOrder, movedBefore, movedBy, siblingsIn } from './order';

const channel = (id: string, position: number, parentId: string | null = null, kind: 'text' | 'voice' | 'category' = 'text') => ({ id, position, parentId, isSpoken: kind === 'voice', isCategory: kind === 'category' });

const TEXTS = [channel('1', 0, 'A'), channel('2', 1, 'A'), channel('3', 2, 'A')];
const VOICE = channel('9', 0, 'A', 'voice');
const [A, B] = [channel('A', 0, null, 'category'), channel('B', 1, null, 'category')];
const ALL = [...TEXTS, VOICE, A, B];

/** The order of a list after the server has taken the moves. */
function after(moves: ReturnType<typeof channelMoves>, of = ALL[0] ?? A, parentId: string | null = 'A'): string[] {
  const moved = ALL.map((it) => {
    const move = moves.find((one) => one.id === it.id);
    return move ? { ...it, position: move.position, parentId: move.parent_id === undefined ? it.parentId : move.parent_id } : it;
  });
  return siblingsIn(moved, of, parentId).map((it) => it.id);
}

describe('the order of guilds', () => {
  const guilds = [{ id: '1', joinedAt: '2026-01-01' }, { id: '2', joinedAt: '2026-02-01' }, { id: '3', joinedAt: '2026-03-01' }];

  it('is the one that was chosen, with new ones on top', () => {
    expect(guildsInOrder(guilds, ['2', '1']).map((it) => it.id)).toEqual(['3', '2', '1']);
    expect(guildsInOrder(guilds, []).map((it) => it.id)).toEqual(['3', '2', '1']);
  });

  it('moves by one and stops at the ends', () => {
    expect(movedBy(['1', '2', '3'], '2', -1)).toEqual(['2', '1', '3']);
    expect(movedBy(['1', '2', '3'], '3', 1)).toEqual(['1', '2', '3']);
    expect(movedBefore(['1', '2', '3'], '3', '1')).toEqual(['3', '1', '2']);
    expect(movedBefore(['1', '2', '3'], '1', null)).toEqual(['2', '3', '1']);
    expect(movedBefore(['1', '2', '3'], '1', '1')).toEqual(['1', '2', '3']);
  });
});

describe('the order of channels', () => {
  it('tells only what changes', () => {
    expect(channelMoves(ALL, channel('3', 2, 'A'), 'A', '2')).toEqual([{ id: '3', position: 1 }, { id: '2', position: 2 }]);
    expect(channelMoves(ALL, channel('3', 2, 'A'), 'A', null)).toEqual([]);
  });

  it('comes out as it was wanted', () => {
    for (const before of ['1', '2', null]) {
      const moves = channelMoves(ALL, channel('3', 2, 'A'), 'A', before);
      expect(after(moves)).toEqual(movedBefore(['1', '2', '3'], '3', before));
    }
  });

  it('takes a channel into another category, last where it is empty', () => {
    expect(channelMoves(ALL, channel('1', 0, 'A'), 'B', null)).toEqual([{ id: '1', position: 0, parent_id: 'B' }]);
    expect(channelMoves(ALL, channel('1', 0, 'A'), null, null)).toEqual([{ id: '1', position: 0, parent_id: null }]);
  });

  it('does not mix written and spoken channels', () => {
    expect(siblingsIn(ALL, VOICE, 'A').map((it) => it.id)).toEqual(['9']);
    expect(channelMoves(ALL, VOICE, 'A', '2')).toEqual([]);
  });

  it('moves categories among themselves, never into one another', () => {
    expect(channelMoves(ALL, B, null, 'A')).toEqual([{ id: 'B', position: 0 }, { id: 'A', position: 1 }]);
  });

  it('is sound when all positions are the same', () => {
    const same = [channel('1', 0), channel('2', 0), channel('3', 0)];
    const moves = channelMoves(same, channel('1', 0), null, '3');
    expect(moves).toEqual([{ id: '1', position: 1 }, { id: '3', position: 2 }]);
  });
});
