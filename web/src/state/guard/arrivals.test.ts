import { describe, expect, it } from 'vitest';

import { NEWCOMER_PAGE, NEWCOMERS, RAIDS } from '../../gallery/arrivals';
import { GUILD_ID, USERS } from '../../gallery/wire';
import { ScriptedApi } from '../directory/scripted_api';
import { Arrivals, on } from './arrivals.svelte';
import type { Raids } from './raid_words';

/** A guild in which raid mode can be switched and people released. */
function server() {
  let now: Raids = RAIDS.raid;
  const api = new ScriptedApi([
    ['GET', /\/raids$/, () => now],
    ['GET', /\/raids\/newcomers$/, () => NEWCOMER_PAGE],
    ['PUT', /\/raids\/mode$/, () => (now = RAIDS.raid)],
    ['DELETE', /\/raids\/mode$/, () => (now = { ...now, mode: null })],
    ['POST', /\/raids\/(confirm|release)$/, () => (now = { ...now, held: 0 })],
    ['PATCH', /\/raids\/settings$/, () => now],
  ]);
  const known: string[] = [];
  return { api, known, arrivals: new Arrivals(api, GUILD_ID, (user) => known.push(user.id)) };
}

describe('the arrivals of a guild', () => {
  it('are read with those who came, whose names are known from then on', async () => {
    const { arrivals, known } = server();
    await arrivals.load();
    expect([arrivals.now?.ringing, arrivals.newcomers.length, arrivals.total]).toEqual([true, 5, 44]);
    expect(known).toContain(USERS.blocked.id);
  });

  it('are answered at one click, and let go at one click', async () => {
    const { api, arrivals } = server();
    await arrivals.load();
    await arrivals.begin(RAIDS.quiet.may);
    expect(api.asked.find((it) => it.method === 'PUT')?.body).toEqual(RAIDS.quiet.may);
    await arrivals.end();
    expect(arrivals.now?.mode).toBeNull();
    await arrivals.release(null);
    expect(api.asked.filter((it) => it.method === 'POST').at(-1)?.body).toEqual({ user_ids: null });
    expect(arrivals.now?.held).toBe(0);
    await arrivals.confirm([NEWCOMERS.held.user.id], 3600);
    expect(api.asked.filter((it) => it.method === 'POST').at(-1)?.body).toEqual({ user_ids: [NEWCOMERS.held.user.id], seconds: 3600 });
  });

  it('are read again when something of their own guild is told', async () => {
    const { api, arrivals } = server();
    await arrivals.load();
    const asked = api.asked.length;
    const told = { ringing: true, mode: false, held: 1 };
    arrivals.sink().GUARD_RAID_UPDATE?.({ ...told, guild_id: '7' });
    expect(api.asked.length).toBe(asked);
    arrivals.sink().GUARD_RAID_UPDATE?.({ ...told, guild_id: GUILD_ID });
    expect(api.asked.length).toBe(asked + 2);
  });

  it('name what is on', () => {
    expect(on({ quarantine: true, slow_mode: false, invitations: true, direct_messages: false })).toEqual(['quarantine', 'invitations']);
  });
});
