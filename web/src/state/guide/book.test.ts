import { beforeEach, describe, expect, it } from 'vitest';

import { ApiError } from '../../api/error';
import { ScriptedApi } from '../directory/scripted_api';
import { Book, decline, type Copies } from './book.svelte';
import type { KeptGuide } from './copies';
import { best, overviewOf, searchCopy, slugOf, type GuideCopy, type GuidePage } from './words';

const page = (slug: string, language: string, title: string, text: string): GuidePage => ({ slug, language, version: 1, title, text, source: null, out_of_date: false, made_at: '2026-11-22T10:00:00.000Z', made_by: null });
const COPY: GuideCopy = { made_at: '2026-11-22T10:00:00.000Z', complete: true, public: true, pages: [page('trees', 'fr', 'Les arbres', '# Eau\n\n- Le **café** du coin'), page('trees', 'en', 'Trees', 'Water'), page('cafe', 'fr', 'Café', 'Le matin.')] };

/** A device that keeps copies. */
function device(): Copies & { kept: Map<string | null, KeptGuide> } {
  const kept = new Map<string | null, KeptGuide>();
  return { kept, read: (guild) => Promise.resolve(kept.get(guild) ?? null), keep: async (it) => void kept.set(it.guild, { ...it, format: 1 }), forget: async (guild) => void kept.delete(guild) };
}
const server = (isThere: () => boolean) => {
  const or = <T>(answer: T) => () => (isThere() ? answer : new ApiError(0, null));
  return new ScriptedApi([['GET', /guide$/, or(overviewOf(COPY))], ['GET', /copy$/, or(COPY)], ['GET', /pages\/trees$/, or({ pages: COPY.pages.filter((it) => it.slug === 'trees') })], ['GET', /search$/, or({ results: [] })]]);
};

describe('a guide', () => {
  beforeEach(() => localStorage.clear());

  it('of the map is kept on the device that opens it, and read there without a connection', async () => {
    let isThere = true;
    const copies = device();
    const open = async () => {
      const book = new Book(server(() => isThere), null, () => 'La carte', ['fr'], copies);
      await book.load();
      return book;
    };
    expect((await open()).kept?.copy.pages).toHaveLength(3);
    isThere = false;
    const book = await open();
    expect([book.isCopy, book.error, book.overview?.pages.map((it) => it.slug)]).toEqual([true, null, ['trees', 'cafe']]);
    expect((await book.page('trees')).map((it) => it.language)).toEqual(['fr', 'en']);
    expect((await book.search('CAFE')).map((it) => it.slug)).toEqual(['cafe', 'trees']);
    await expect(book.page('nothing')).rejects.toThrow();
    await book.forget();
    decline(true);
    isThere = true;
    expect([(await open()).kept, copies.kept.size]).toEqual([null, 0]);
  });

  it('of a guild is kept when the person wants that, and renewed when it has changed', async () => {
    const copies = device();
    const api = server(() => true);
    const book = new Book(api, '5', () => 'La maison', ['fr'], copies);
    await book.load();
    expect(copies.kept.size).toBe(0);
    await book.keep();
    expect(book.kept?.name).toBe('La maison');
    const asked = api.asked.length;
    await book.load();
    expect(api.asked.slice(asked).some((it) => it.path.endsWith('/copy'))).toBe(false);
    copies.kept.set('5', { ...(copies.kept.get('5') as KeptGuide), copy: { ...COPY, pages: COPY.pages.slice(1) } });
    await book.load();
    expect(copies.kept.get('5')?.copy.pages).toHaveLength(3);
  });

  it('that one may not read any more is not read from the copy', async () => {
    const copies = device();
    await copies.keep({ guild: '5', name: 'x', keptAtMs: 0, copy: COPY });
    const book = new Book(new ScriptedApi([]), '5', () => 'x', ['fr'], copies);
    await book.load();
    expect([book.overview, book.isCopy]).toEqual([null, false]);
    expect(book.error).toBeInstanceOf(ApiError);
  });
});

describe('words of guides', () => {
  it('are found in a copy whatever their accents, titles first', () => {
    expect(searchCopy(COPY, 'cafe').map((it) => it.excerpt)).toEqual(['Le matin.', 'Le **café** du coin']);
    expect(searchCopy(COPY, 'nothing')).toEqual([]);
  });

  it.each([['fr', 'fr'], ['fr-CA', 'fr'], ['de', 'en']])('for who wants %s are %s', (wanted, found) => {
    expect(best(COPY.pages.slice(0, 2), [wanted])?.language).toBe(found);
  });

  it.each([['Où dormir ?', 'ou-dormir'], ['Œuvres', 'oeuvres'], ['Даведнік', ''], ['a'.repeat(59) + ' b', 'a'.repeat(59)]])('%s is called %s in addresses', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });
});
