import { describe, expect, it } from 'vitest';

import type { MemberListItem, MemberListOp, MemberListUpdate } from '../gateway/events/guilds';
import { applyUpdate, MemberList, rangesFor, type Line } from './member_list.svelte';

const item = (id: string): MemberListItem => ({ member: { user: { id } } }) as unknown as MemberListItem;
const heading = (id: string, count: number): MemberListItem => ({ group: { id, count } });
const names = (lines: readonly Line[]) => lines.map((it) => (it === undefined ? '?' : it.kind === 'heading' ? `#${it.group.id}` : it.member.user.id));
const online = (count: number) => [{ id: 'online', count }];

/** A small repeatable source of numbers (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

describe('the member list', () => {
  it('holds what was sent and leaves gaps where nothing was', () => {
    const ops: MemberListOp[] = [{ op: 'SYNC', range: [0, 2], items: [heading('online', 5), item('a'), item('b')] }];
    expect(names(applyUpdate([], { ops, groups: online(5) }))).toEqual(['#online', 'a', 'b', '?', '?', '?']);
  });

  it('takes several ranges at once', () => {
    const ops: MemberListOp[] = [{ op: 'SYNC', range: [0, 0], items: [heading('online', 3)] }, { op: 'SYNC', range: [2, 3], items: [item('b'), item('c')] }];
    expect(names(applyUpdate([], { ops, groups: online(3) }))).toEqual(['#online', '?', 'b', 'c']);
  });

  it('forgets what lies outside when ranges are sent anew', () => {
    const before = applyUpdate([], { ops: [{ op: 'SYNC', range: [0, 3], items: [heading('online', 3), item('a'), item('b'), item('c')] }], groups: online(3) });
    expect(names(applyUpdate(before, { ops: [{ op: 'SYNC', range: [0, 1], items: [heading('online', 3), item('z')] }], groups: online(3) }))).toEqual(['#online', 'z', '?', '?']);
  });

  it('forgets what is invalid', () => {
    const before = applyUpdate([], { ops: [{ op: 'SYNC', range: [0, 3], items: [heading('online', 3), item('a'), item('b'), item('c')] }], groups: online(3) });
    expect(names(applyUpdate(before, { ops: [{ op: 'INVALIDATE', range: [2, 99] }], groups: online(3) }))).toEqual(['#online', 'a', '?', '?']);
  });

  it('follows two thousand random changes like a plain list', () => {
    const roll = dice(7);
    let reference: string[] = ['#online'];
    let lines = applyUpdate([], { ops: [{ op: 'SYNC', range: [0, 99], items: [heading('online', 0)] }], groups: online(0) });
    for (let step = 0; step < 2000; step += 1) {
      const ops: MemberListOp[] = [];
      for (let count = roll(4); count >= 0; count -= 1) {
        const size = reference.length;
        const kind = size < 3 ? 0 : roll(3);
        const index = 1 + roll(Math.max(1, kind === 0 ? size : size - 1));
        const name = `${step}-${count}`;
        if (kind === 0) {
          reference = [...reference.slice(0, index), name, ...reference.slice(index)];
          ops.push({ op: 'INSERT', index, item: item(name) });
        } else if (kind === 1) {
          reference = reference.with(index, name);
          ops.push({ op: 'UPDATE', index, item: item(name) });
        } else {
          reference = reference.toSpliced(index, 1);
          ops.push({ op: 'DELETE', index });
        }
      }
      lines = applyUpdate(lines, { ops, groups: online(reference.length - 1) });
      expect(names(lines)).toEqual(reference);
    }
  });

  it('listens to its own guild, and to the list that was answered last', () => {
    const list = new MemberList('1');
    const hear = (update: Partial<MemberListUpdate>) => list.sink().GUILD_MEMBER_LIST_UPDATE?.({ guild_id: '1', id: 'everyone', member_count: 1, online_count: 1, groups: online(1), ops: [], ...update });
    hear({ ops: [{ op: 'INSERT', index: 1, item: item('early') }] });
    expect(list.loaded).toBe(false);
    hear({ ops: [{ op: 'SYNC', range: [0, 99], items: [heading('online', 1), item('a')] }] });
    hear({ guild_id: '2', ops: [{ op: 'SYNC', range: [0, 99], items: [] }], groups: [] });
    hear({ id: 'another', ops: [{ op: 'DELETE', index: 1 }], groups: online(0) });
    expect(names(list.lines)).toEqual(['#online', 'a']);
    hear({ id: 'another', ops: [{ op: 'SYNC', range: [0, 99], items: [heading('online', 1), item('b')] }] });
    expect(names(list.lines)).toEqual(['#online', 'b']);
  });
});

describe('ranges', () => {
  it('are whole pieces around what is seen, and the beginning', () => {
    expect(rangesFor(0, 30)).toEqual([[0, 99]]);
    expect(rangesFor(90, 110)).toEqual([[0, 99], [100, 199]]);
    expect(rangesFor(350, 420)).toEqual([[0, 99], [300, 399], [400, 499]]);
  });

  it('are never more than the server gives', () => {
    expect(rangesFor(0, 5000)).toHaveLength(5);
  });
});
