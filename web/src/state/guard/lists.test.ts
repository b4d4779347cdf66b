import { describe, expect, it } from 'vitest';

import { countsOf, freshList, Lists, missingInList, type ListRow } from './lists.svelte';

const row = (number: number): ListRow => ({
  number, line: number, verdict: 'exact', doubt: null, fault: null, subject: `here:film${number}`, user: null, reason: '', recommendation: 'review',
  evidence: null, observed_at: null, expires_at: null, places: [], case_id: null,
});
const gate = { state: 'sampling' as const, population: 80, needed: 73, sample_size: 73, labelled_by_me: 0, labelled_by_other: 0, reviewers: 0, may_label: true, result: null };

describe('a list that is handed in', () => {
  it('says where it is from, and where somebody can object', () => {
    const draft = { ...freshList(), text: '@a', title: 'T', source: 'S', licence: 'L', compiler: 'C' };
    expect(missingInList(draft)).toEqual(['appeal']);
    expect(missingInList({ ...draft, appeal: ' mailto:a@b.example' })).toEqual([]);
    expect(missingInList({ ...draft, appeal: 'http://b.example' })).toEqual(['appeal']);
    expect(missingInList(freshList())).toHaveLength(6);
  });

  it('shows what its rows came to, what counts first', () => {
    expect(countsOf({ none: 3, repeated: 1, exact: 2, malformed: 0 }).map((it) => it.verdict)).toEqual(['exact', 'none', 'repeated']);
  });

  it('asks for the next of the sample when those before one are done', async () => {
    const asked: string[] = [];
    const api = {
      get: (path: string) => { asked.push(path); return Promise.resolve({ gate, rows: asked.length === 1 ? [row(1), row(2)] : [row(3)] }); },
      put: (path: string) => { asked.push(path); return Promise.resolve(gate); },
    };
    const lists = new Lists(api as unknown as ConstructorParameters<typeof Lists>[0], null);
    lists.show({ id: '7', gate } as Lists['open']);
    await lists.loadSample();
    await lists.label(row(1), 'right');
    expect(lists.sample?.rows.map((it) => it.number)).toEqual([2]);
    await lists.label(row(2), 'wrong');
    expect(lists.sample?.rows.map((it) => it.number)).toEqual([3]);
    expect(asked).toEqual(['sample', 'sample/1', 'sample/2', 'sample'].map((it) => `/parvis/v1/guard/lists/7/${it}`));
  });
});
