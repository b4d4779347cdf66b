import { beforeEach, describe, expect, it } from 'vitest';

import { APPEALS, DECISIONS, STATEMENTS } from '../../gallery/guard';
import { NOW_MS, timeAgo } from '../../gallery/wire';
import type { Api } from '../../api/client';
import { canBeUndone, urgencyOf } from './appeals.svelte';
import { coveringFrom } from './covering.svelte';
import { onceMore } from './once_more';
import { appealStateOf } from './own.svelte';
import { unseenStatements } from './unseen.svelte';
import { WaitingCases } from './waiting_cases.svelte';

const DAY_MIN = 60 * 24;

describe('appeals', () => {
  it('are late after fourteen days, and it is said four days before', () => {
    const due = (days: number) => ({ state: 'open' as const, due_at: timeAgo(-days * DAY_MIN) });
    expect([5, 3, 0.1, -0.1].map((days) => urgencyOf(due(days), NOW_MS))).toEqual(['calm', 'soon', 'soon', 'overdue']);
    expect(urgencyOf(APPEALS.answered, NOW_MS)).toBe('done');
  });

  it('are possible once, in time, and against what still stands', () => {
    const { fresh, banned, undone, late } = STATEMENTS;
    expect([fresh, banned, undone, late].map((it) => appealStateOf(it, NOW_MS))).toEqual(['possible', 'waiting', 'answered', 'too_late']);
    expect(appealStateOf({ ...fresh, undone_at: timeAgo(1) }, NOW_MS)).toBe('needless');
  });
});

describe('undoing', () => {
  it('is offered for thirty days, and never of what is deleted or was undone; the server knows better', () => {
    const base = { ...DECISIONS.pause };
    delete (base as { may_undo?: boolean }).may_undo;
    const at = (days: number) => ({ ...base, decided_at: timeAgo(days * DAY_MIN) });
    expect([canBeUndone(at(29), NOW_MS), canBeUndone(at(31), NOW_MS)]).toEqual([true, false]);
    expect(canBeUndone({ ...base, measures: [{ kind: 'delete_message' }] }, NOW_MS)).toBe(false);
    expect(canBeUndone({ ...base, undone_at: timeAgo(1) }, NOW_MS)).toBe(false);
    expect(canBeUndone({ ...at(1), may_undo: false }, NOW_MS)).toBe(false);
  });
});

describe('decisions that were not read', () => {
  beforeEach(() => localStorage.clear());

  it('are counted until they were shown, and again when one was taken back', () => {
    unseenStatements.take([STATEMENTS.fresh, STATEMENTS.banned]);
    expect(unseenStatements.count).toBe(2);
    unseenStatements.markSeen();
    unseenStatements.take([STATEMENTS.fresh, STATEMENTS.banned]);
    expect(unseenStatements.count).toBe(0);
    unseenStatements.take([{ ...STATEMENTS.fresh, undone_at: timeAgo(0) }, STATEMENTS.banned]);
    expect(unseenStatements.count).toBe(1);
  });
});

it('what is reported is covered and grey unless the person said otherwise, also when what is kept cannot be read', () => {
  expect(coveringFrom(null)).toEqual({ covered: true, grey: true });
  expect(coveringFrom('{"covered":false}')).toEqual({ covered: false, grey: true });
  expect(coveringFrom('no json')).toEqual({ covered: true, grey: true });
});

describe('asking again', () => {
  it('does it once more for any number of wishes, and each wish is met', async () => {
    const ends: (() => void)[] = [];
    let begun = 0;
    const ask = onceMore(() => new Promise((done) => { begun += 1; ends.push(done); }));
    for (let at = 0; at < 1000; at += 1) ask();
    expect(begun).toBe(1);
    ends.shift()?.();
    await expect.poll(() => begun).toBe(2);
    ends.shift()?.();
    await Promise.resolve();
    ask();
    await expect.poll(() => begun).toBe(3);
  });
});

describe('cases that wait', () => {
  it('are asked for once and then when something is told of them; who does not look after the house has none of it', async () => {
    let open = 2;
    let asked = 0;
    let ringing = true;
    const get = async (path: string, options?: { query?: Record<string, unknown> }) => {
      if (path.endsWith('/raids')) return { ringing };
      asked += 1;
      if (options?.query?.['guild_id'] == null) throw new Error('403');
      return { counts: { open, appeals_open: 1 } };
    };
    const cases = new WaitingCases({ get } as unknown as Pick<Api, 'get'>);
    await Promise.all([cases.load('1'), cases.load('1'), cases.load(null)]);
    expect([cases.count('1'), asked, cases.keepsHouse]).toEqual([3, 2, false]);
    open = 5;
    cases.sink().GUARD_CASE_CREATE?.({ id: '9', guild_id: '1', state: 'open' });
    await expect.poll(() => cases.count('1')).toBe(6);
    cases.sink().GUARD_CASE_CREATE?.({ id: '9', guild_id: '2', state: 'open' });
    expect([cases.count('2'), asked]).toEqual([0, 3]);
    expect([cases.rings('1'), cases.rings('2')]).toEqual([true, false]);
    ringing = false;
    cases.sink().GUARD_RAID_UPDATE?.({ guild_id: '1', ringing, mode: false, held: 0 });
    expect(cases.rings('1')).toBe(false);
  });
});
