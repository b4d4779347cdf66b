//! The work that a text makes grows with its length and no faster, and its tree stays shallow, whatever it holds.

import { describe, expect, test } from 'vitest';

import { parse, parseCounted } from '../../../src/markdown/parse';
import { plain } from '../../../src/markdown/plain';
import { childrenOf, type Node } from '../../../src/markdown/tree';

const SHORT = 2_000;
const LONG = 100_000;
/** Steps per character that no text may need more of. */
const STEPS_MAX = 30;
const DEPTH_MAX = 40;

const PIECES = [
  '*', '**', '***', '*a', '**a', '*a ', '***a ', '*a**b**c ', '** ', '*** a', '_', '__', '_a', '__a ', '_a_b', '___a ',
  '|', '||', '||a', '|| a |', '~', '~~', '~~a', '`', '``', '`a``b```', '```', '```a ', '```\n```', '\\', '\\`', '\\*',
  '[', ']', '[]', '[a](', '[a](https://a.b', '[a](https://a.b "c', '[a](<https://a.b', '[[a](https://b.c)', '[a]((', '[....a](https://b.c)',
  '(', ')', '<', '<@', '<#', '<@1>', '<:', '<a:b:', '<t:', '<https://', '<https://a', 'https://', 'https://a.b/((', '||https://a', '**https://a.b ',
  '> ', '> a\n', '>>> ', '> > ', '> `a\n', '>>> > - ', '# ', '# a\n', '### **a\n', '-# a\n', '- ', '- a\n', '  - ', '1. ', '1. a\n', '- **a\n- ||b\n',
  '- `a\n', '\n', '\n\n', ' ', '\t', 'a', 'h', '@', '@everyone', '0', '#', '👍', '👍🏽', '👨‍', '🇫', '\u200d', '\ufe0f', '\u202e', '*_~|`[<', '**a__b~~c||d*e_f`', '¯',
] as const;

/** Deeper entries of a list at every line, and lists, quotes and spans within one another. */
const SHAPES: readonly (readonly [name: string, make: (length: number) => string])[] = [
  ['ever deeper lists', (length) => fill(length, (line) => `${'  '.repeat(line % 60)}- a\n`)],
  ['ever deeper spans', (length) => fill(length, (line) => `${['**', '__', '~~', '||', '*', '_'][line % 6] ?? ''}a `)],
  ['ever longer runs of stars', (length) => fill(length, (line) => `${'*'.repeat(line % 80)} a`)],
  ['ever longer runs of backticks', (length) => fill(length, (line) => `${'`'.repeat(line % 80)} a`)],
  ['brackets around brackets', (length) => `${'['.repeat(length / 2)}${']'.repeat(length / 2)}`],
  ['links in links', (length) => `${'['.repeat(length / 3)}${'](https://a.b)'.repeat(length / 39)}`],
  ['brackets around an address', (length) => `https://a.b/${'('.repeat(length / 2)}${')'.repeat(length / 2)}`],
];

function fill(length: number, piece: (index: number) => string): string {
  const parts: string[] = [];
  for (let made = 0, index = 1; made < length; index += 1) {
    const part = piece(index);
    parts.push(part);
    made += part.length;
  }
  return parts.join('').slice(0, length);
}

function depth(nodes: readonly Node[]): number {
  return nodes.reduce((deepest, node) => Math.max(deepest, 1 + depth(childrenOf(node))), 0);
}

function expectBounded(make: (length: number) => string): void {
  for (const length of [SHORT, LONG]) {
    const { tree, steps } = parseCounted(make(length));
    expect(steps).toBeLessThan(STEPS_MAX * length);
    expect(depth(tree.children)).toBeLessThan(DEPTH_MAX);
  }
}

describe('bounded work', () => {
  test.each(PIECES)('for %j again and again', (piece) => {
    expectBounded((length) => fill(length, () => piece));
  });

  test.each(SHAPES)('for %s', (_name, make) => {
    expectBounded(make);
  });

  test('for any mixture of marks', () => {
    // A small generator with a fixed seed: the same texts in every run.
    let seed = 20_261_122;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const text = fill(SHORT, () => PIECES[random(PIECES.length)] ?? '');
      const { tree, steps } = parseCounted(text);
      expect(steps, JSON.stringify(text)).toBeLessThan(STEPS_MAX * SHORT);
      expect(depth(tree.children), JSON.stringify(text)).toBeLessThan(DEPTH_MAX);
      expect(typeof plain(tree)).toBe('string');
    }
  });
});

test('text without a mark is kept to the last character', () => {
  const text = 'Liberté, égalité, fraternité. '.repeat(3000).trim();
  expect(plain(parse(text))).toBe(text);
});
