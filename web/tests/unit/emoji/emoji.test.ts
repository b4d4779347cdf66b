//! The emojis' data, search, shortcodes, frequent ones and the grid of the picker.

import { beforeAll, describe, expect, test } from 'vitest';

import { asReaction, asText, type EmojiChoice } from '../../../src/emoji/choice';
import { inTone, loadEmojis, type Emojis } from '../../../src/emoji/data';
import { ranked, readUses, withUse, type Use } from '../../../src/emoji/frequent';
import { cellAt, firstSpot, moved, rowsOf, type Cell, type Section } from '../../../src/emoji/grid';
import { searchEmojis } from '../../../src/emoji/search';
import { chosenSections, foundSections, type Shown } from '../../../src/emoji/sections';
import { emojiOfShortcode, replaceShortcodes } from '../../../src/emoji/shortcodes';
import { parse } from '../../../src/markdown/parse';

const LOCALES = ['fr', 'en', 'es', 'ru', 'be', 'ar'] as const;
let fr: Emojis;

beforeAll(async () => {
  fr = await loadEmojis('fr');
});

describe('the data', () => {
  test.each(LOCALES)('in %s names every emoji', async (locale) => {
    const emojis = await loadEmojis(locale);
    expect(emojis.locale).toBe(locale);
    expect(emojis.all).toHaveLength(1914);
    expect(emojis.all.filter((it) => it.name.trim() === '' || it.name === it.emoji)).toEqual([]);
  });

  test('is English where there is no other, and the same object every time', async () => {
    expect((await loadEmojis('de')).locale).toBe('en');
    expect((await loadEmojis('__proto__')).locale).toBe('en');
    expect(await loadEmojis('fr-CA')).toBe(fr);
  });

  test('holds each emoji once, each as one that messages show', () => {
    expect(new Set(fr.all.map((it) => it.emoji)).size).toBe(fr.all.length);
    for (const { emoji, skins } of fr.all) {
      for (const each of [emoji, ...skins]) {
        expect(parse(each).children).toEqual([{ kind: 'paragraph', children: [{ kind: 'emoji', emoji: each }] }]);
      }
    }
  });

  test('writes a thumb as reactions do, without a variation selector', () => {
    const thumb = fr.all.find((it) => it.shortcodes.includes('thumbsup'));
    expect(thumb?.emoji).toBe('👍');
    expect(thumb && inTone(thumb, 3)).toBe('👍🏽');
    expect(thumb && inTone(thumb, 0)).toBe('👍');
  });
});

describe('search', () => {
  test.each([
    ['fr', 'coeur rouge', '❤️'],
    ['fr', 'cœur rouge', '❤️'],
    ['fr', 'École', '🏫'],
    ['fr', 'ecol', '🏫'],
    ['fr', 'thumbsup', '👍'],
    ['fr', '+1', '👍'],
    ['en', 'red heart', '❤️'],
    ['es', 'corazon rojo', '❤️'],
    ['ru', 'красное сердце', '❤️'],
    ['ru', 'ёлка', '🎄'],
    ['be', 'лайк', '👍'],
    ['ar', 'قلب أحمر', '❤️'],
    ['ar', 'قلب احمر', '❤️'],
    ['fr', 'france', '🇫🇷'],
    ['be', 'Беларусь', '🇧🇾'],
  ])('in %s for %j finds %s among the first ten', async (locale, query, emoji) => {
    expect(searchEmojis(await loadEmojis(locale), query, 10).map((it) => it.emoji)).toContain(emoji);
  });

  test('puts an exact shortcode first', () => {
    expect(searchEmojis(fr, 'smile', 5)[0]?.emoji).toBe('😄');
  });

  test.each(['', '   ', 'qqqqq', '%%%'])('for %j finds nothing', (query) => {
    expect(searchEmojis(fr, query)).toEqual([]);
  });
});

describe('shortcodes', () => {
  test.each([
    [':smile:', '😄'],
    ['smile', '😄'],
    [':+1:', '👍'],
    [':heart:', '❤️'],
    [':flag_fr:', '🇫🇷'],
    [':pouce_vers_le_haut:', '👍'],
    [':POUCE_vers_le_haut:', '👍'],
    [':constructor:', null],
    [':nobody_knows:', null],
  ])('%s is %s', (shortcode, emoji) => {
    expect(emojiOfShortcode(fr, shortcode)?.emoji ?? null).toBe(emoji);
  });

  test.each([
    ['a :smile: b', 'a 😄 b'],
    [':smile::heart:', '😄❤️'],
    ['`:smile:`', '`:smile:`'],
    ['```\n:smile:\n``` :smile:', '```\n:smile:\n``` 😄'],
    ['<:smile:123> <a:heart:123>', '<:smile:123> <a:heart:123>'],
    ['https://a.example/:smile:/', 'https://a.example/:smile:/'],
    ['12:30:45', '12:30:45'],
    ['a : b : c', 'a : b : c'],
  ])('%j is sent as %j', (text, sent) => {
    expect(replaceShortcodes(fr, text)).toBe(sent);
  });
});

const thumb: EmojiChoice = { kind: 'unicode', emoji: '👍', name: 'thumb' };
const heart: EmojiChoice = { kind: 'unicode', emoji: '❤️', name: 'heart' };
const custom: EmojiChoice = { kind: 'custom', id: '5', name: 'parvis', animated: true };

test.each([
  [thumb, '👍', '👍'],
  [custom, 'parvis:5', '<a:parvis:5>'],
  [{ ...custom, animated: false }, 'parvis:5', '<:parvis:5>'],
] as const)('%j is written', (choice, reaction, text) => {
  expect(asReaction(choice)).toBe(reaction);
  expect(asText(choice)).toBe(text);
});

describe('frequent emojis', () => {
  const DAY_MS = 86_400_000;
  const order = (uses: readonly Use[], nowMs: number) => ranked(uses, nowMs).map((use) => use.choice);

  test('come in the order of their use', () => {
    const uses = [heart, thumb, thumb].reduce<Use[]>((all, choice, index) => withUse(all, choice, index), []);
    expect(order(uses, 3)).toEqual([thumb, heart]);
  });

  test('fade: what was used long ago gives way', () => {
    let uses = withUse(withUse([], thumb, 0), thumb, 1);
    uses = withUse(uses, heart, 60 * DAY_MS);
    expect(order(uses, 60 * DAY_MS)).toEqual([heart, thumb]);
  });

  test('are bounded', () => {
    const many = Array.from({ length: 200 }, (_, index): EmojiChoice => ({ kind: 'unicode', emoji: String(index), name: 'a' }));
    expect(many.reduce<Use[]>((all, choice, index) => withUse(all, choice, index), [])).toHaveLength(64);
  });

  test.each([null, '', '{', 'null', '7', '[1,null,{}]', '[{"choice":{"kind":"x","name":"a"},"weight":1,"atMs":1}]'])(
    'of a storage with %j are none',
    (kept) => {
      expect(readUses(kept)).toEqual([]);
    },
  );

  test('survive being kept', () => {
    const uses = withUse(withUse([], thumb, 0), custom, 1);
    expect(readUses(JSON.stringify(uses))).toEqual(uses);
  });
});

describe('the grid', () => {
  const cells = (count: number): Cell[] =>
    Array.from({ length: count }, (_, index) => ({ key: String(index), choice: thumb, url: null, usable: true, hint: '' }));
  const section = (id: string, count: number): Section => ({ id, title: id, cells: cells(count) });
  // Rows: title, 3, 2, title, 1.
  const rows = rowsOf([section('a', 5), section('empty', 0), section('b', 1)], 3);

  test('has a title and full rows for each section that has cells', () => {
    expect(rows.map((row) => (row.kind === 'title' ? row.section.id : row.cells.length))).toEqual(['a', 3, 2, 'b', 1]);
    expect(firstSpot(rows)).toEqual({ row: 1, column: 0 });
    expect(firstSpot([])).toBeNull();
  });

  test.each([
    [[1, 0], 'ArrowRight', [1, 1]],
    [[1, 2], 'ArrowRight', [2, 0]],
    [[2, 1], 'ArrowRight', [4, 0]],
    [[4, 0], 'ArrowRight', null],
    [[1, 0], 'ArrowLeft', null],
    [[2, 0], 'ArrowLeft', [1, 2]],
    [[4, 0], 'ArrowLeft', [2, 1]],
    [[1, 2], 'ArrowDown', [2, 1]],
    [[2, 1], 'ArrowDown', [4, 0]],
    [[4, 0], 'ArrowUp', [2, 0]],
    [[1, 1], 'ArrowUp', null],
    [[1, 1], 'Home', [1, 0]],
    [[1, 1], 'End', [1, 2]],
    [[1, 0], 'PageDown', [4, 0]],
    [[4, 0], 'PageUp', [1, 0]],
    [[1, 0], 'a', null],
  ] as const)('from %j by %s leads to %j', (from, key, to) => {
    const spot = moved(rows, { row: from[0], column: from[1] }, key, false);
    expect(spot && [spot.row, spot.column]).toEqual(to);
    expect(cellAt(rows, spot) === null).toBe(to === null);
  });

  test('runs the other way from right to left', () => {
    expect(moved(rows, { row: 1, column: 0 }, 'ArrowLeft', true)).toEqual({ row: 1, column: 1 });
    expect(moved(rows, { row: 1, column: 0 }, 'ArrowRight', true)).toBeNull();
  });
});

describe('what the picker offers', () => {
  const guild = {
    id: '9',
    name: 'Place',
    icon: null,
    emojis: [
      { id: '5', name: 'parvis', animated: true, url: '/emojis/5.webp', usable: true },
      { id: '6', name: 'Élan', animated: false, url: '/emojis/6.webp', usable: false },
    ],
  };
  const shown = (): Shown => ({ emojis: fr, guilds: [guild], frequent: [custom, { ...custom, id: '6' }, heart], tone: 2, titles: (id) => id });

  test('is what one uses, then the guild’s, then Unicode’s families', () => {
    const sections = chosenSections(shown());
    expect(sections.map((it) => it.id)).toEqual(['frequent', '9', 'smileys', 'people', 'animals', 'food', 'travel', 'activities', 'objects', 'symbols', 'flags']);
    expect(sections[0]?.cells.map((it) => it.choice)).toEqual([custom, heart]);
  });

  test('wears the chosen skin tone', () => {
    const people = chosenSections(shown()).find((it) => it.id === 'people');
    expect(people?.cells.find((it) => it.key === '👍')?.choice).toMatchObject({ emoji: '👍🏼' });
  });

  test.each([
    ['parv', 'parvis'],
    [':elan:', 'Élan'],
  ])('for %j begins with the guild’s own', (query, name) => {
    expect(foundSections(shown(), query)[0]?.cells[0]?.choice.name).toBe(name);
  });
});
