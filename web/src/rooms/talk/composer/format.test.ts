import { describe, expect, it } from 'vitest';

import { wrapped } from './format';

/** Applies it to a text in which `[` and `]` show the selection. */
function apply(marked: string, sign: string): string {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const text = marked.replace(/[[\]]/g, '');
  const made = wrapped({ text, start, end }, sign);
  const after = text.slice(0, made.start) + made.insert + text.slice(made.end);
  const [from, to] = made.select;
  return `${after.slice(0, from)}[${after.slice(from, to)}]${after.slice(to)}`;
}

describe('signs around a selection', () => {
  it.each([
    ['a [b] c', '**', 'a **[b]** c'],
    ['a **[b]** c', '**', 'a [b] c'],
    ['[ b ]', '*', ' *[b]* '],
    ['a []', '**', 'a **[]**'],
    ['**[b]**', '*', '***[b]***'],
    ['***[b]***', '*', '**[b]**'],
    ['[b]', '__', '__[b]__'],
  ])('%j with %s is %j', (marked, sign, expected) => expect(apply(marked, sign)).toBe(expected));
});
