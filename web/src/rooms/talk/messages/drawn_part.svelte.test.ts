import { describe, expect, it } from 'vitest';

import type { Message } from '../../../state/message.svelte';
import { CUT_BACK, DrawnPart, FOLLOWED_MAX, type Screen } from './drawn_part.svelte';
import type { Line } from './lines';

const lineOf = (id: number): Line => ({ message: { id: String(id) } as Message, day: null, isFirstUnread: false, continues: false, hiddenCount: 0 });
const known = new Map<number, Line>();
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => known.get(from + index) ?? known.set(from + index, lineOf(from + index)).get(from + index) as Line);

/** A history from `from` to `to` that grows while it is looked at. */
function held(from: number, to: number, place: string | null, follows = place === null, screen?: Screen) {
  let all = $state.raw<readonly Line[]>(lines(from, to));
  const part = new DrawnPart(() => all, () => follows, place, screen);
  return {
    part,
    set: (first: number, last: number) => (all = lines(first, last)),
    ends: () => [Number(part.lines[0]?.message.id), Number(part.lines.at(-1)?.message.id)],
  };
}

describe('the part of a history that is drawn', () => {
  it('is a screen at the end', () => {
    const { part, ends } = held(1000, 1049, null);
    expect(ends()[1]).toBe(1049);
    expect(part.lines.length).toBeLessThan(20);
    expect([part.hasOlder, part.hasNewer]).toEqual([true, false]);
  });

  it('is a screen around the message that one goes to, and another one when one goes elsewhere', () => {
    const { part, ends } = held(1000, 1049, '1020');
    const [first, last] = ends();
    expect(first).toBeLessThan(1020);
    expect(last).toBeGreaterThan(1024);
    expect([part.hasOlder, part.hasNewer]).toEqual([true, true]);
    part.goTo(null);
    expect(ends()[1]).toBe(1049);
  });

  it('is no more than what fills the screen, and reaches a screen below the message that one goes to', () => {
    const screen = { height: 100, leastOf: () => 20 };
    expect(held(1000, 1049, null, true, screen).ends()).toEqual([1045, 1049]);
    const [first, last] = held(1000, 1049, '1020', false, screen).ends();
    expect([first, last]).toEqual([1017, 1024]);
    // Near the end there is less below, so that there is more above.
    expect(held(1000, 1049, '1049', false, screen).ends()).toEqual([1045, 1049]);
    expect(held(1000, 1049, '1010', false, { height: 1e6, leastOf: () => 1 }).ends()[1]).toBe(1018);
  });

  it('is whole when the history is shorter than a screen', () => {
    const { part, ends } = held(1000, 1003, '1002');
    expect(ends()).toEqual([1000, 1003]);
    expect([part.hasOlder, part.hasNewer]).toEqual([false, false]);
  });

  it('grows at the end that one comes near, until all is drawn', () => {
    const { part, ends } = held(1000, 1049, '1020');
    const [first, last] = ends() as [number, number];
    part.grow('older');
    expect(ends()[0]).toBeLessThan(first);
    expect(ends()[1]).toBe(last);
    while (part.hasNewer) part.grow('newer');
    while (part.hasOlder) part.grow('older');
    expect(ends()).toEqual([1000, 1049]);
  });

  it('takes what comes at the end with it only while the reader follows the end', () => {
    const following = held(1000, 1049, null);
    expect(following.ends()[1]).toBe(1049);
    following.set(1000, 1052);
    expect(following.ends()[1]).toBe(1052);
    const reading = held(1000, 1049, '1040', false);
    const before = reading.ends();
    reading.set(1000, 1052);
    expect(reading.ends()).toEqual(before);
  });

  it('lets go of its beginning while much comes at an end that the reader follows', () => {
    const { part, set, ends } = held(1000, 1049, null);
    let cuts = 0;
    for (let last = 1050; last <= 1150; last += 1) {
      const [first, before] = [ends()[0] ?? 0, part.lines.length];
      set(1000, last);
      expect(ends()[1]).toBe(last);
      if ((ends()[0] ?? 0) === first) continue;
      // Rarely, and then by some: those that stay move each time.
      cuts += 1;
      expect(part.lines.length).toBeLessThan(before);
      expect(part.lines.length).toBe(FOLLOWED_MAX);
    }
    expect(cuts).toBeLessThan(10);
    expect(part.lines.length).toBeLessThanOrEqual(FOLLOWED_MAX + CUT_BACK);
  });

  it('stays where it is while older lines become known', () => {
    const { part, set, ends } = held(1000, 1009, '1000', false);
    const before = ends();
    set(950, 1009);
    expect(ends()).toEqual(before);
    expect(part.hasOlder).toBe(true);
  });

  it('begins anew at the end when nothing of it is left', () => {
    const { set, ends } = held(1000, 1049, '1010', false);
    ends();
    set(2000, 2049);
    expect(ends()[1]).toBe(2049);
  });
});
