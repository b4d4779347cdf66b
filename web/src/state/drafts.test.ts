import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Drafts, DRAFTS_MAX } from './drafts.svelte';

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const text = (text: string) => ({ text, tokens: [], replyTo: null });

describe('drafts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are there after a reload, with what their names stand for', () => {
    const disk = storage();
    const before = new Drafts(disk);
    before.open('1');
    before.keep('10', { text: '@Ada', tokens: [{ start: 0, end: 4, source: '<@5>' }], replyTo: '99' });
    before.write();
    const after = new Drafts(disk);
    after.open('1');
    expect(after.of('10')).toMatchObject({ text: '@Ada', tokens: [{ start: 0, end: 4, source: '<@5>' }], replyTo: '99' });
    expect(after.has('11')).toBe(false);
  });

  it('of one account are not shown to another', () => {
    const disk = storage();
    const before = new Drafts(disk);
    before.open('1');
    before.keep('10', text('secret'));
    before.write();
    const other = new Drafts(disk);
    other.open('2');
    expect(other.has('10')).toBe(false);
  });

  it('are written once for many keys', () => {
    const disk = storage();
    const set = vi.spyOn(disk, 'setItem');
    const drafts = new Drafts(disk);
    drafts.open('1');
    for (const letters of ['a', 'ab', 'abc']) drafts.keep('10', text(letters));
    expect(set).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(set).toHaveBeenCalledTimes(1);
  });

  it('go when nothing stands in them any more', () => {
    const disk = storage();
    const drafts = new Drafts(disk);
    drafts.open('1');
    drafts.keep('10', text('a'));
    drafts.keep('10', text('  '));
    drafts.write();
    expect(drafts.has('10')).toBe(false);
    expect(disk.kept.size).toBe(0);
  });

  it('leave out the oldest when there are too many', () => {
    const disk = storage();
    const drafts = new Drafts(disk);
    drafts.open('1');
    for (let n = 0; n <= DRAFTS_MAX; n += 1) drafts.keep(String(n), text('a'), n);
    drafts.write();
    const after = new Drafts(disk);
    after.open('1');
    expect(after.has('0')).toBe(false);
    expect(after.has(String(DRAFTS_MAX))).toBe(true);
  });

  it('survive what somebody else wrote in their place', () => {
    const disk = storage();
    disk.kept.set('parvis.drafts.1', '{"10":{"text":5},"11":{"text":"a","tokens":[],"replyTo":null,"touchedAt":1}}');
    const drafts = new Drafts(disk);
    drafts.open('1');
    expect([drafts.has('10'), drafts.has('11')]).toEqual([false, true]);
  });
});
