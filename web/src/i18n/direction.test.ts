import { expect, it } from 'vitest';

import { isolated } from './direction';

it.each([
  ['Boris', 'ltr', 'Boris'],
  ['ليلى', 'rtl', 'ليلى'],
  ['3/5', 'rtl', '3/5'],
  ['ليلى', 'ltr', '\u2068ليلى\u2069'],
  ['#general', 'rtl', '\u2068#general\u2069'],
  ['Борис (3)', 'rtl', '\u2068Борис (3)\u2069'],
  ['Boris وليلى', 'rtl', '\u2068Boris وليلى\u2069'],
] as const)('%s in %s', (words, direction, expected) => expect(isolated(words, direction)).toBe(expected));
