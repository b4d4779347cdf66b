import { expect, it } from 'vitest';

import { signedName } from './signed_name';

it('keeps the sign before the name, whatever way the text around it runs', () => {
  expect(signedName({ name: 'café' })).toBe('\u2068#café\u2069');
  expect(signedName({ name: 'السوق' })).toBe('\u2068#السوق\u2069');
  expect(signedName({ name: 'Salle commune', isSpoken: true })).toBe('\u2068Salle commune\u2069');
});
