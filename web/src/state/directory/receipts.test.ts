import { describe, expect, it } from 'vitest';

import { receiptIn, Receipts } from './receipts';

const SECRET = 'a'.repeat(42) + '_';

function disk(): Pick<Storage, 'getItem' | 'setItem'> & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) };
}

describe('private links', () => {
  it('are found in what somebody pastes, and nothing else is', () => {
    for (const text of [SECRET, ` ${SECRET}\n`, `https://parvis.example/app/map/keep#${SECRET}`, `https://parvis.example/map/receipts/${SECRET}`]) expect(receiptIn(text)).toBe(SECRET);
    for (const text of ['', 'bonjour', SECRET.slice(1), `${SECRET}x`, 'https://parvis.example/app/map']) expect(receiptIn(text)).toBeNull();
  });

  it('are kept once each, the last first, and forgotten one by one', () => {
    const receipts = new Receipts(disk());
    receipts.keep({ kind: 'group', receipt: SECRET, name: 'La cour', atMs: 1 });
    receipts.keep({ kind: 'request', receipt: 'b'.repeat(43), name: 'La rue', atMs: 2 });
    receipts.keep({ kind: 'group', receipt: SECRET, name: 'La cour aux tilleuls', atMs: 3 });
    expect(receipts.all().map((it) => it.name)).toEqual(['La cour aux tilleuls', 'La rue']);
    receipts.forget(SECRET);
    expect(receipts.all().map((it) => it.name)).toEqual(['La rue']);
  });

  it('survive a disk that holds something else', () => {
    const broken = disk();
    for (const text of ['{', '5', '[1, null, {"kind":"group"}]']) {
      broken.kept.set('parvis.map.receipts', text);
      expect(new Receipts(broken).all()).toEqual([]);
    }
  });
});
