import { describe, expect, it } from 'vitest';

import { boxFor, columnsFor } from './boxes';
import { contrast, readable } from './colours';
import { isSpoiler, kindOf, ownPath, type Attachment } from './files';

const rgb = (css: string) => [...css.matchAll(/\d+/g)].map((it) => Number(it[0])) as unknown as [number, number, number];
const file = (change: Partial<Attachment>): Attachment => ({ id: '1', filename: 'cour.png', size: 1, url: '', proxy_url: '', ...change });

describe('colours of names', () => {
  it.each([0xffffff, 0x000000, 0xffff00, 0x0000ff, 0x2b7a43, 0xf1c40f])('%i can be read by day and by night', (colour) => {
    const { day, night } = readable(colour);
    expect(contrast(rgb(day), [0xf0, 0xe7, 0xda])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(night), [0x2c, 0x25, 0x20])).toBeGreaterThanOrEqual(4.5);
  });
  it('stay what they are where they can be read', () => {
    expect(readable(0x8c1b2f).day).toBe('rgb(140 27 47)');
  });
});

describe('the room of a medium', () => {
  it('keeps proportions within the bounds', () => {
    expect(boxFor(4000, 3000)).toEqual({ width: 480, height: 360 });
    expect(boxFor(300, 100)).toEqual({ width: 300, height: 100 });
    expect(boxFor(100, 4000).height).toBe(360);
  });
  it('is never a hair line', () => {
    expect(boxFor(4000, 2).height).toBe(48);
  });
  it('lays pictures out in columns', () => {
    expect([1, 2, 3, 4, 9].map(columnsFor)).toEqual([1, 2, 3, 2, 3]);
  });
});

describe('files', () => {
  it('are pictures only when their size is known', () => {
    expect(kindOf(file({ content_type: 'image/png', width: 2, height: 2 }))).toBe('picture');
    expect(kindOf(file({ content_type: 'image/png' }))).toBe('file');
    expect(kindOf(file({ content_type: 'image/svg+xml', width: 2, height: 2 }))).toBe('file');
  });
  it('are spoilers by name or by flag', () => {
    expect([isSpoiler(file({ filename: 'SPOILER_a.png' })), isSpoiler(file({ flags: 8 })), isSpoiler(file({}))]).toEqual([true, true, false]);
  });
  it.each([
    ['https://place.example/attachments/1/2/a.png?ex=1', '/attachments/1/2/a.png?ex=1'],
    ['https://elsewhere.example/picture.png', null],
    ['javascript:alert(1)', null],
    ['//elsewhere.example/avatars/1/2.webp', null],
  ])('%s is asked for at %s', (address, path) => {
    expect(ownPath(address)).toBe(path);
  });
});
