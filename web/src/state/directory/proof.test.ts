import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { proofFor, sha256, solve } from './proof';

const hex = (words: Uint32Array) => [...words].map((it) => it.toString(16).padStart(8, '0')).join('');

describe('the work of who has no account', () => {
  it('digests like everybody else, at every length around a block', () => {
    for (let length = 0; length < 140; length += 1) {
      const letters = new Uint8Array(length).map((_, at) => (at * 37 + length) % 256);
      expect(hex(sha256(letters, '42'))).toBe(createHash('sha256').update(letters).update('42').digest('hex'));
    }
  });

  it('finds a number that answers the challenge', async () => {
    const solution = await solve('abc_DEF-123', 12);
    const digest = createHash('sha256').update(`abc_DEF-123.${solution}`).digest();
    expect(digest.readUInt32BE(0) >>> 20).toBe(0);
  });

  it('is not asked of who has an account, and stops when it is no longer wanted', async () => {
    const asked: string[] = [];
    const api = { token: 'x' as string | null, post: <T>(path: string) => (asked.push(path), Promise.resolve({ challenge: 'c', difficulty: 40, expires_at: '' } as T)) };
    expect(await proofFor(api)).toBeUndefined();
    expect(asked).toEqual([]);
    api.token = null;
    const cancel = new AbortController();
    const found = proofFor(api, cancel.signal);
    cancel.abort();
    await expect(found).rejects.toThrow(/abort/i);
  });
});
