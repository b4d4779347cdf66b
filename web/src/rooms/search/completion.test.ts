import { describe, expect, it } from 'vitest';

import { lastToken, suggest, type Sources } from './completion';

const sources: Sources = {
  people: () => [{ id: '1', name: 'Adèle', username: 'adele.v' }, { id: '2', name: 'Camille', username: 'camille' }],
  channels: () => [{ id: '7', name: 'café', place: 'Vie du quartier' }, { id: '8', name: 'jardin', place: 'Cours' }],
  today: new Date(2026, 10, 22),
  words: { has: (it) => `un ${it}`, daysAgo: (it) => `${it} j`, yes: 'oui', no: 'non' },
};
const values = (text: string) => suggest(text, sources).map((it) => (it.kind === 'operator' ? `${it.operator}:` : it.chip.value));

describe('completion', () => {
  it('knows what is being typed', () => {
    expect(lastToken('soupe fr')).toEqual({ operator: null, begun: 'fr', from: 6 });
    expect(lastToken('soupe from:Ad')).toEqual({ operator: 'from', begun: 'Ad', from: 6 });
    expect(lastToken('from:')).toEqual({ operator: 'from', begun: '', from: 0 });
    expect(lastToken('soupe ')).toEqual({ operator: null, begun: '', from: 6 });
  });

  it('offers operators', () => {
    expect(values('')).toHaveLength(8);
    expect(values('soupe b')).toEqual(['before:']);
    expect(values('soupe x')).toEqual([]);
  });

  it('offers people, channels, kinds and yes or no', () => {
    expect(values('from:')).toEqual(['1', '2']);
    expect(values('from:@ade')).toEqual(['1']);
    expect(values('mentions:cam')).toEqual(['2']);
    expect(values('in:#cafe')).toEqual(['7']);
    expect(values('has:ima')).toEqual(['image']);
    expect(values('pinned:')).toEqual(['true', 'false']);
  });

  it('offers days, and takes one that was typed', () => {
    expect(values('before:')).toEqual(['2026-11-22', '2026-11-21', '2026-11-15', '2026-10-23', '2025-11-22']);
    expect(values('after:2026-03-01')).toEqual(['2026-03-01']);
  });
});
