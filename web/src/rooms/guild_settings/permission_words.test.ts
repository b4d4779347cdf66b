import { expect, it } from 'vitest';

import french from '../../../catalogues/fr/rights.json';
import { Permission } from '../../state/permissions';
import { PERMISSIONS, wordsOfBits } from './permission_words';

it('every right stands in exactly one group and has words', () => {
  expect(PERMISSIONS.map((it) => it.name).sort()).toEqual(Object.keys(Permission).sort());
  for (const { title, text } of PERMISSIONS) {
    expect(french).toHaveProperty([title]);
    expect(french).toHaveProperty([text]);
  }
});

it('bits are told by their words, and unknown ones are left out', () => {
  expect(wordsOfBits(Permission.BanMembers | (1n << 60n)).map((it) => it.name)).toEqual(['BanMembers']);
});
