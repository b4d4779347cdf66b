import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';

import { Pattern, type Values } from './format';

const FOLDER = join(import.meta.dirname, '../../catalogues');
// One of each plural form in all our languages, and a large number for its separators.
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 12_345];

describe.each(readdirSync(FOLDER))('%s', (locale) => {
  const texts = readdirSync(join(FOLDER, locale)).flatMap((file) => Object.entries(JSON.parse(readFileSync(join(FOLDER, locale, file), 'utf8')) as Record<string, string>));

  it('every text is told as the full library tells it', () => {
    for (const [key, text] of texts) {
      if (!/[{}']/.test(text)) continue;
      const ours = new Pattern(text, locale);
      const full = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
      for (const count of COUNTS) {
        const values = new Proxy<Values>({}, { get: (_, name) => (/^(count|max|min|uses|days|size|left|online|members|total|done|seconds|minutes|hours|index|number|page|pages|limit|first|last|from|to|at|of|shown|progress|percent|sent|files|options)$/.test(String(name)) ? count : `‹${String(name)}›`), has: () => true });
        expect(ours.format(values), key).toBe(String(full.format(values as Record<string, string | number>)));
      }
    }
  });
});

it.each([
  ["{a} et {b}", { a: 'x', b: 2 }, 'x et 2'],
  ["l’un, l'autre", {}, "l’un, l'autre"],
  ["c''est '{a}'", { a: 1 }, "c'est {a}"],
  ['{n, plural, =0 {rien} one {# seul} other {# tous}}', { n: 0 }, 'rien'],
  ['{n, plural, =0 {rien} one {# seul} other {# tous}}', { n: 1 }, '1 seul'],
  ['{w, select, yes {oui {n, plural, one {#} other {#s}}} other {non}}', { w: 'yes', n: 3 }, 'oui 3s'],
])('%s', (text, values, expected) => expect(new Pattern(text, 'fr').format(values as Values)).toBe(expected));

it.each(['{', '{a', '{a, plural}', '{a, plural, one {x}'])('%s is no pattern', (text) => expect(() => new Pattern(text, 'fr')).toThrow(SyntaxError));
