import { describe, expect, it } from 'vitest';

import { base64Of, Bank, remember, type KnownItem } from './banks.svelte';

const item = (id: string, more: Partial<KnownItem> = {}): KnownItem => ({
  id, guild_id: '1', kind: 'text', name: 'Followers', origin: 'house', origin_name: '', licence: '', reason: 'Spam', added_by: null,
  added_at: '2026-11-23T06:00:00Z', case_id: null, expires_at: '2027-02-21T06:00:00Z', enabled: true, hits: 0, replay: null, ...more,
});
const ABOUT = { name: 'Followers', reason: 'Spam', origin_name: '', licence: '', expires_in_days: 90 };

/** A server of a few answers that keeps what it was asked. */
function server(answers: unknown[]) {
  const asked: unknown[] = [];
  const take = (method: string) => <T>(path: string, body?: unknown): Promise<T> => {
    asked.push([method, path, body]);
    return Promise.resolve(answers.shift() as T);
  };
  return { asked, api: { get: take('get'), post: take('post'), patch: take('patch'), put: take('put') } };
}

describe('a bank', () => {
  it('lists, adds on top, and shows what changed in its place', async () => {
    const { api, asked } = server([
      { items: [item('3'), item('2')], has_more: true, leaks: 'review', may_set_leaks: true },
      { items: [item('1')], has_more: false, leaks: 'review', may_set_leaks: true },
      item('4'), item('2', { enabled: false }), undefined,
    ]);
    const bank = new Bank(api, '1');
    await bank.load();
    await bank.more();
    expect([bank.hasMore, bank.leaks, bank.maySetLeaks]).toEqual([false, 'review', true]);
    await bank.add({ text: 'buy followers' }, ABOUT);
    await bank.change('2', { enabled: false });
    expect(bank.all?.map((it) => [it.id, it.enabled])).toEqual([['4', true], ['3', true], ['2', false], ['1', true]]);
    await bank.setLeaks('refuse');
    expect(bank.leaks).toBe('refuse');
    expect(asked[1]).toEqual(['get', '/parvis/v1/guard/banks', { query: { guild_id: '1', before: '2', limit: 50 } }]);
    expect(asked[2]).toEqual(['post', '/parvis/v1/guard/banks/items', { ...ABOUT, text: 'buy followers', guild_id: '1' }]);
  });

  it('sends a file as it is, and names one of a case by its number', async () => {
    expect(await base64Of(new Blob([new Uint8Array([0, 255, 16])]))).toBe('AP8Q');
    const { api, asked } = server([item('5'), item('6')]);
    await remember(api, '9', null, ABOUT);
    await remember(api, '9', 1, ABOUT);
    expect(asked).toEqual([
      ['post', '/parvis/v1/guard/cases/9/known-items', ABOUT],
      ['post', '/parvis/v1/guard/cases/9/known-items', { ...ABOUT, file: 1 }],
    ]);
  });
});
