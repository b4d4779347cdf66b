import { describe, expect, it } from 'vitest';

import { changesBetween, merge } from './lines';

const written = (before: string, after: string) => changesBetween(before, after).map(({ kind, line }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${line}`).join('\n');
const lines = (...all: string[]) => all.join('\n');

describe('what changed between two texts', () => {
  it.each([
    ['', 'a', lines('-', '+a')],
    ['a', 'a', ' a'],
    [lines('a', 'b', 'c'), lines('a', 'x', 'c'), lines(' a', '-b', '+x', ' c')],
    [lines('a', 'b'), lines('a', 'b', 'c'), lines(' a', ' b', '+c')],
    [lines('a', 'b', 'c', 'd'), lines('b', 'c', 'd', 'a'), lines('-a', ' b', ' c', ' d', '+a')],
  ])('%j and %j', (before, after, expected) => expect(written(before, after)).toBe(expected));

  it('is told for long texts too, in a moment', () => {
    const long = Array.from({ length: 9_000 }, (_, at) => `line ${at}`);
    const other = long.map((it, at) => (at % 3 === 0 ? `${it}!` : it));
    const began = performance.now();
    expect(changesBetween(lines(...long), lines(...other)).filter((it) => it.kind === 'added')).not.toHaveLength(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('two changes of one text', () => {
  it.each([
    ['in different places stand together', lines('a', 'b', 'c'), lines('A', 'b', 'c'), lines('a', 'b', 'C'), lines('A', 'b', 'C'), 0],
    ['that are the same stand once', lines('a', 'b'), lines('a', 'x'), lines('a', 'x'), lines('a', 'x'), 0],
    ['of the same line both stand, one’s own first', lines('a', 'b', 'c'), lines('a', 'x', 'c'), lines('a', 'y', 'c'), lines('a', 'x', 'y', 'c'), 1],
    ['of which one added and one took away', lines('a', 'b', 'c'), lines('a', 'b', 'n', 'c'), lines('b', 'c'), lines('b', 'n', 'c'), 0],
    ['with nothing in common both stand', '', 'x', 'y', lines('x', 'y'), 1],
  ])('%s', (_, base, mine, theirs, text, both) => expect(merge(base, mine, theirs)).toEqual({ text, both }));

  it('lose no line that either added', () => {
    let seed = 7;
    const chance = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const base = Array.from({ length: 12 }, () => 'abcdef'.charAt(chance(6)));
      const change = (mark: string) => base.flatMap((it, at) => (chance(5) === 0 ? [] : chance(5) === 0 ? [it, `${mark}${round}-${at}`] : [it]));
      const [mine, theirs] = [change('m'), change('t')];
      const { text } = merge(lines(...base), lines(...mine), lines(...theirs));
      for (const it of [...mine, ...theirs].filter((line) => line.length > 1)) expect(text.split('\n')).toContain(it);
    }
  });
});
