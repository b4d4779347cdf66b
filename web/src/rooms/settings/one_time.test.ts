import { describe, expect, it } from 'vitest';

import { base32, inGroups, newSecret, otpauthUrl } from './one_time';

describe('the secret of one-time codes', () => {
  // RFC 4648, section 10.
  it.each([
    ['fooba', 'MZXW6YTB'],
    ['foobarfoob', 'MZXW6YTBOJTG633C'],
  ])('%s is %s in base32', (text, expected) => {
    expect(base32(new TextEncoder().encode(text))).toBe(expected);
  });

  it('is new each time, and as long as the server wants it', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSecret()).not.toBe(secret);
  });

  it('stands in an address whose parts cannot run into each other', () => {
    expect(otpauthUrl('parvis.example:8443', 'zoé?', 'ABCD')).toBe('otpauth://totp/parvis.example%3A8443:zo%C3%A9%3F?secret=ABCD&issuer=parvis.example%3A8443');
  });

  it('is read in groups of four', () => {
    expect(inGroups('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  });
});
