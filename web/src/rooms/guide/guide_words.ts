//! What the rooms of guides say in words: languages by their names, days, and how much is left.
import { i18n, t } from '../../i18n/i18n.svelte';
import type { Heading } from '../../state/guide/words';

/** The name of a language in the reader's own. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(i18n.locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The name of a language in that language itself. */
export function ownName(code: string): string {
  try {
    return new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function dayWords(at: string | number): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'long' }).format(new Date(at));
}

export function momentWords(at: string | number): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** A language to choose, with a word where the translation is older than its original. */
export function choiceWords(heading: Pick<Heading, 'language' | 'out_of_date'>): string {
  const name = ownName(heading.language);
  return heading.out_of_date ? t('guide.language_out_of_date', { name }) : name;
}

/** Languages that are offered first. */
export const LANGUAGE_CODES: readonly string[] = ['fr', 'en', 'es', 'ru', 'be', 'ar', 'uk', 'pl', 'de', 'it', 'pt', 'tr', 'fa', 'zh'];
