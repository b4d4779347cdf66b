import { describe, expect, it } from 'vitest';

import { madeAt } from '../../state/snowflake';
import { dayOf, isoDay, OPERATORS, parametersOf, parse, print, type Chip, type Query } from './query';

const ANNA = '1554070665953280006';
const CAFE = '1553556779827200177';
const names = { user: (it: string) => (it.toLowerCase() === 'anna' ? ANNA : null), channel: (it: string) => (it === 'café' ? CAFE : null) };

describe('a search', () => {
  it('is read into chips and words, wherever they stand', () => {
    expect(parse(`soupe from:${ANNA} du has:image jeudi pinned:true`)).toEqual({
      chips: [{ operator: 'from', value: ANNA }, { operator: 'has', value: 'image' }, { operator: 'pinned', value: 'true' }],
      words: 'soupe du jeudi',
    });
  });

  it('understands names that were typed, also with a sign or in quotes', () => {
    expect(parse('from:@Anna in:#café', names).chips).toEqual([{ operator: 'from', value: ANNA }, { operator: 'in', value: CAFE }]);
    expect(parse('mentions:"anna"', names).chips).toEqual([{ operator: 'mentions', value: ANNA }]);
  });

  it.each(['from:nobody', 'has:cheese', 'pinned:maybe', 'before:2026-02-30', 'after:soon', 'colour:red', 'https://example.org/a:b'])('leaves %s among the words', (text) => {
    expect(parse(text, names)).toEqual({ chips: [], words: text });
  });

  it('holds a chip once', () => expect(parse('has:file has:file has:link').chips).toHaveLength(2));

  it('comes back from its text the same, for every operator', () => {
    const values: Record<Chip['operator'], string> = { from: ANNA, in: CAFE, has: 'poll', mentions: ANNA, before: '2026-11-22', after: '2024-02-29', during: '2026-01-01', pinned: 'false' };
    for (let bits = 0; bits < 1 << OPERATORS.length; bits += 1) {
      const chips = OPERATORS.filter((_, index) => bits & (1 << index)).map((operator) => ({ operator, value: values[operator] }));
      for (const words of ['', 'soupe', 'la soupe: du "jour"']) {
        const query: Query = { chips, words };
        expect(parse(print(query))).toEqual(query);
      }
    }
  });
});

describe('what the server is asked', () => {
  it('repeats what stands several times', () => {
    const asked = parametersOf(parse(`pain from:${ANNA} in:${CAFE} has:link has:file mentions:${ANNA} pinned:true`));
    expect(asked.get('content')).toBe('pain');
    expect(asked.getAll('has')).toEqual(['link', 'file']);
    expect([asked.get('author_id'), asked.get('channel_id'), asked.get('mentions'), asked.get('pinned')]).toEqual([ANNA, CAFE, ANNA, 'true']);
  });

  it('turns days into ids: before the day, after the day, on the day', () => {
    const day = new Date(2026, 10, 22);
    const next = new Date(2026, 10, 23);
    const made = (id: string | null) => madeAt(id ?? '0').getTime();
    expect(made(parametersOf(parse('before:2026-11-22')).get('max_id'))).toBe(day.getTime());
    expect(made(parametersOf(parse('after:2026-11-22')).get('min_id'))).toBe(next.getTime());
    const during = parametersOf(parse('during:2026-11-22'));
    expect([made(during.get('min_id')), made(during.get('max_id'))]).toEqual([day.getTime(), next.getTime()]);
  });

  it('takes the narrowest of several days', () => {
    const asked = parametersOf(parse('before:2026-11-22 before:2026-11-20'));
    expect(madeAt(asked.get('max_id') ?? '0').getTime()).toBe(new Date(2026, 10, 20).getTime());
  });
});

describe('days', () => {
  it('go back and forth', () => expect(isoDay(dayOf('2026-03-09') ?? new Date(0))).toBe('2026-03-09'));
});
