//! Sheets of paper as the server tells of them, and how they are named.
import type { components } from '../../api/parvis';
import { LANGUAGES, t, type Key, type Locale } from '../../i18n/i18n.svelte';

export type Sheet = components['schemas']['Sheet'];
export type SheetDraft = components['schemas']['SheetDraft'];
export type SheetKind = components['schemas']['SheetKind'];
type Paper = 'a3' | 'a4' | 'a5';

/** Every form, with its name, what it is good for, and the paper that it is printed on. */
const KINDS: Record<SheetKind, { name: Key; hint: Key; paper: Paper }> = {
  door: { name: 'paper.door', hint: 'paper.door_hint', paper: 'a4' },
  tear_off: { name: 'paper.tear_off', hint: 'paper.tear_off_hint', paper: 'a4' },
  a5: { name: 'paper.a5', hint: 'paper.a5_hint', paper: 'a5' },
  a3: { name: 'paper.a3', hint: 'paper.a3_hint', paper: 'a3' },
  cards: { name: 'paper.cards', hint: 'paper.cards_hint', paper: 'a4' },
  stickers: { name: 'paper.stickers', hint: 'paper.stickers_hint', paper: 'a4' },
};

export const SHEET_KINDS = Object.keys(KINDS) as SheetKind[];
export const LABEL_CHARS_MAX = 60;
export const TITLE_CHARS_MAX = 100;
export const LINE_CHARS_MAX = 200;

export const kindWords = (kind: SheetKind): string => t(KINDS[kind].name);
export const kindHint = (kind: SheetKind): string => t(KINDS[kind].hint);
export const paperOf = (kind: SheetKind): Paper => KINDS[kind].paper;

/** Languages in which sheets have words of their own, each by its own name. */
export const SHEET_LANGUAGES = Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Locale, label }));

/** What is written in one language; empty is what the place says of itself. */
export interface Wording {
  title: string;
  line: string;
}

/** The draft of a sheet, as the server takes it. */
export function draftOf(kind: SheetKind, languages: readonly Locale[], wordings: Partial<Record<Locale, Wording>>, label: string, careful: boolean): SheetDraft {
  const orNull = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim());
  const texts = languages.map((language) => ({ language, title: orNull(wordings[language]?.title), line: orNull(wordings[language]?.line) }));
  return { kind, texts, label: label.trim(), careful };
}
