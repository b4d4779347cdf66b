import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { AREAS, GROUPS } from '../../gallery/neighbourhood';
import { PlaceSearch } from './place_search.svelte';
import { ScriptedApi } from './scripted_api';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('looking for a place while typing', () => {
  it('asks once, after the last letter, and forgets what was found when nothing is wanted any more', async () => {
    const api = new ScriptedApi([['GET', /^\/search$/, () => ({ areas: [AREAS.canal], groups: [GROUPS.open] })]]);
    const search = new PlaceSearch(api);
    for (const text of ['c', 'ca', 'can', ' canal ']) search.type(text);
    expect(search.busy).toBe(true);
    await vi.runAllTimersAsync();
    expect(api.asked.map((it) => it.query['q'])).toEqual(['canal']);
    expect([search.found.areas, search.answered, search.busy]).toEqual([[AREAS.canal], 'canal', false]);
    search.type('  ');
    expect([search.found.areas, search.answered, search.busy]).toEqual([[], '', false]);
    await vi.runAllTimersAsync();
    expect(api.asked).toHaveLength(1);
  });
});
