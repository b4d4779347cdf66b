import { expect, it } from 'vitest';

import french from '../../../catalogues/fr/audit.json';
import { AUDIT_ACTIONS, sentenceOf, valueText } from './audit_words';

it('every kind of entry has a sentence', () => {
  for (const action of Object.keys(AUDIT_ACTIONS)) expect(french).toHaveProperty([sentenceOf(Number(action))]);
  expect(sentenceOf(9999)).toBe('audit.other');
});

it.each([
  [null, '—'],
  ['', '—'],
  [12, '12'],
  [[{ id: '1', name: 'voisins' }, { id: '2', name: 'amis' }], 'voisins, amis'],
  [{ a: 1 }, '…'],
])('%j is told as %s', (value, expected) => expect(valueText(value)).toBe(expected));
