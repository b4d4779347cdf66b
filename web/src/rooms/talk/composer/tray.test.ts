import { beforeAll, describe, expect, it } from 'vitest';

import { Tray } from './tray.svelte';

const ROOM = { bytesMax: 10, allBytesMax: 25, filesMax: 10 };
const file = (name: string, bytes: number, type = 'text/plain') => new File([new Uint8Array(bytes)], name, { type });

beforeAll(() => {
  // jsdom has none of its own.
  URL.createObjectURL = () => 'blob:x';
  URL.revokeObjectURL = () => undefined;
});

describe('files for a message', () => {
  it('are refused by name when they are too large or empty', () => {
    const tray = new Tray();
    expect(tray.add([file('a', 5), file('b', 11), file('c', 0)], ROOM)).toEqual([{ kind: 'large', name: 'b' }, { kind: 'empty', name: 'c' }]);
    expect(tray.pieces.map((it) => it.name)).toEqual(['a']);
  });

  it('are ten at most, and that is said once', () => {
    const tray = new Tray();
    expect(tray.add(Array.from({ length: 13 }, (_, n) => file(`f${n}`, 1)), ROOM)).toEqual([{ kind: 'many' }]);
    expect(tray.pieces).toHaveLength(10);
  });

  it('are taken as far as they fit into one request', () => {
    const tray = new Tray();
    expect(tray.add([file('a', 10), file('b', 10), file('c', 10), file('d', 6), file('e', 5)], ROOM)).toEqual([{ kind: 'heavy' }]);
    expect(tray.pieces.map((it) => it.name)).toEqual(['a', 'b', 'e']);
    expect(tray.add([file('f', 1)], ROOM)).toEqual([{ kind: 'heavy' }]);
  });

  it('leave with their new names, their words and their cover', () => {
    const tray = new Tray();
    tray.add([file('IMG_1.png', 5, 'image/png'), file('b.txt', 5)], ROOM);
    const [picture, other] = tray.pieces;
    if (!picture || !other) throw new Error('both were taken');
    picture.name = ' marché.png ';
    picture.description = ' Le marché, le matin ';
    picture.isSpoiler = true;
    other.name = '  ';
    expect(tray.take().map(({ filename, description }) => [filename, description])).toEqual([['SPOILER_marché.png', 'Le marché, le matin'], ['b.txt', undefined]]);
    expect(tray.pieces).toEqual([]);
  });
});
