import { describe, expect, it, vi } from 'vitest';

import { Arrivals } from './arrivals';

function held() {
  const taken: string[] = [];
  const frames: (() => void)[] = [];
  const arrivals = new Arrivals((name) => {
    if (name === 'BAD') throw new Error('cannot be taken in');
    taken.push(name);
  }, (work) => frames.push(work));
  return { arrivals, taken, frames };
}

describe('what arrives between two frames', () => {
  it('is taken in together, in its order, by one piece of work', () => {
    const { arrivals, taken, frames } = held();
    for (const name of ['A', 'B', 'C']) arrivals.add(name, null);
    expect([taken, frames.length]).toEqual([[], 1]);
    frames.shift()?.();
    expect(taken).toEqual(['A', 'B', 'C']);
    arrivals.add('D', null);
    frames.shift()?.();
    expect(taken).toEqual(['A', 'B', 'C', 'D']);
  });

  it('is taken in before its frame when somebody cannot wait, and not twice', () => {
    const { arrivals, taken, frames } = held();
    arrivals.add('READY', null);
    arrivals.flush();
    expect(taken).toEqual(['READY']);
    frames.shift()?.();
    expect(taken).toEqual(['READY']);
  });

  it('comes through although one event of it cannot be taken in', () => {
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const { arrivals, taken, frames } = held();
    for (const name of ['A', 'BAD', 'B']) arrivals.add(name, null);
    frames.shift()?.();
    expect(taken).toEqual(['A', 'B']);
    expect(report).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});
