import { describe, expect, it } from 'vitest';

import { CASES, DECISIONS } from '../../gallery/guard';
import { GUILD_ID, USERS } from '../../gallery/wire';
import { ScriptedApi } from '../directory/scripted_api';
import { Desk } from './desk.svelte';
import type { Case } from './words';

const COUNTS = { open: 2, claimed_by_me: 0, oldest_opened_at: null, appeals_open: 0, appeals_overdue: 0 };
const mine = (of: Case): Case => ({ ...of, state: 'claimed', claimed_by: USERS.me as Case['claimed_by'] });

/** A server with two cases, which gives out the urgent one first. */
function server() {
  let waits: Case[] = [CASES.urgent, CASES.person];
  const api = new ScriptedApi([
    ['GET', /\/cases$/, ({ query }) => ({ cases: query['state'] === 'claimed' ? [] : waits, has_more: false, counts: { ...COUNTS, open: waits.length } })],
    ['GET', /\/cases\/\d+$/, ({ path }) => waits.find((it) => path.endsWith(it.id)) ?? new Error('gone')],
    ['POST', /\/cases\/next$/, () => (waits[0] ? mine(waits[0]) : null)],
    ['PUT', /\/claim$/, ({ path }) => mine(waits.find((it) => path.includes(it.id)) ?? CASES.urgent)],
    ['DELETE', /\/claim$/, () => null],
    ['POST', /\/decision$/, ({ path }) => { waits = waits.filter((it) => !path.includes(it.id)); return DECISIONS.pause; }],
    ['POST', /\/undo$/, () => null],
    ['POST', /\/escalation$/, () => null],
  ]);
  return { api, desk: new Desk(api, GUILD_ID, USERS.me.id) };
}

describe('the desk', () => {
  it('brings the next case as one’s own, and says when none is left', async () => {
    const { api, desk } = server();
    await desk.load();
    expect(await desk.next()).toBe(true);
    expect(api.asked.at(-1)).toMatchObject({ method: 'POST', body: { guild_id: GUILD_ID } });
    expect([desk.open?.id, desk.isMine]).toEqual([CASES.urgent.id, true]);
    await desk.decide({ measures: [] });
    expect([desk.open, desk.counts.open, desk.cases.map((it) => it.id)]).toEqual([null, 1, [CASES.person.id]]);
    await desk.next();
    await desk.decide({ measures: [] });
    expect(await desk.next()).toBe(false);
    expect(desk.open).toBeNull();
  });

  it('keeps what was decided last until it is taken back, with the reason', async () => {
    const { api, desk } = server();
    await desk.load();
    await desk.next();
    await desk.decide({ measures: [] });
    expect(desk.last?.id).toBe(DECISIONS.pause.id);
    await desk.undo(DECISIONS.pause.id, 'Une méprise');
    expect(api.asked.some((it) => it.path.endsWith(`/decisions/${DECISIONS.pause.id}/undo`) && (it.body as { reason: string }).reason === 'Une méprise')).toBe(true);
    expect(desk.last).toBeNull();
  });

  it('goes down and up the list and stays at its ends; a claim is given back', async () => {
    const { desk } = server();
    await desk.load();
    await desk.step(1);
    expect(desk.open?.id).toBe(CASES.urgent.id);
    await desk.step(1);
    await desk.step(1);
    expect(desk.open?.id).toBe(CASES.person.id);
    await desk.claim();
    expect(desk.isMine).toBe(true);
    await desk.release();
    expect([desk.isMine, desk.open?.state]).toEqual([false, 'open']);
  });

  it('reads again when something of its own place is told of, and not for other places', async () => {
    const { api, desk } = server();
    await desk.load();
    const asked = api.asked.length;
    desk.sink().GUARD_CASE_UPDATE?.({ id: '1', guild_id: '7', state: 'open' });
    expect(api.asked.length).toBe(asked);
    desk.sink().GUARD_CASE_UPDATE?.({ id: '1', guild_id: GUILD_ID, state: 'open' });
    // What waits, and what others are at.
    expect(api.asked.length).toBe(asked + 2);
  });

  it('hands a case to the house, which then is no longer before the moderator', async () => {
    const { api, desk } = server();
    await desk.load();
    await desk.next();
    await desk.escalate('Cela dépasse le lieu');
    expect(api.asked.at(-1)).toMatchObject({ path: `/parvis/v1/guard/cases/${CASES.urgent.id}/escalation`, body: { text: 'Cela dépasse le lieu' } });
    expect(desk.open).toBeNull();
  });
});
