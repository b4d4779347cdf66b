//! The language of the page: which one, which way it runs, and its texts. It knows no room and no state.
import { isolated } from './direction';
import { Pattern, type Values } from './format';
import type { Key } from './keys';

export type { Key } from './keys';

/** Languages with a catalogue, each by its own name. */
export const LANGUAGES = {
  fr: 'Français',
  en: 'English',
  es: 'Español',
  ru: 'Русский',
  be: 'Беларуская',
  ar: 'العربية',
} as const;

export type Locale = keyof typeof LANGUAGES;
export type { Values } from './format';

const RIGHT_TO_LEFT: ReadonlySet<Locale> = new Set<Locale>(['ar']);
const KEPT_AS = 'parvis.locale';

const CATALOGUES: Record<Locale, () => Promise<{ default: Record<string, string> }>> = {
  fr: () => import('./locales/fr'),
  en: () => import('./locales/en'),
  es: () => import('./locales/es'),
  ru: () => import('./locales/ru'),
  be: () => import('./locales/be'),
  ar: () => import('./locales/ar'),
};

// Rooms that few visits come to bring their texts along: they are no part of the first screen.
const LATER = import.meta.glob<Record<string, string>>('../../catalogues/*/{account,agenda,aid,audit,guard,guide,guild,map,paper,policies,rights}.json', { import: 'default' });
export type LaterRoom = 'account' | 'agenda' | 'aid' | 'audit' | 'guard' | 'guide' | 'guild' | 'map' | 'paper' | 'policies' | 'rights';

export function isLocale(text: string | null | undefined): text is Locale {
  return text != null && text in LANGUAGES;
}

/** The first language of the browser that we have, or French. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const short = language.split('-')[0]?.toLowerCase();
    if (isLocale(short)) return short;
  }
  return 'fr';
}

async function roomTexts(locale: Locale, room: LaterRoom): Promise<Record<string, string>> {
  return (await LATER[`../../catalogues/${locale}/${room}.json`]?.()) ?? {};
}

/** A text of a later room in another language than the page's, for what somebody else will read. */
export async function textIn(locale: Locale, room: LaterRoom, key: Key): Promise<string> {
  return (await roomTexts(locale, room))[key] ?? '';
}

class I18n {
  locale = $state<Locale>('fr');
  #texts = $state.raw<Record<string, string>>({});
  // Parsed patterns of the present language, by key.
  #formats = new Map<string, Pattern>();
  // Rooms whose texts were asked for: the next language brings them too.
  #rooms = new Map<LaterRoom, Promise<void>>();

  get direction(): 'ltr' | 'rtl' {
    return RIGHT_TO_LEFT.has(this.locale) ? 'rtl' : 'ltr';
  }

  /** Loads a language and shows the page in it. The old one stays until the new one is there. */
  async use(locale: Locale): Promise<void> {
    const [{ default: texts }, ...rooms] = await Promise.all([CATALOGUES[locale](), ...[...this.#rooms.keys()].map((room) => roomTexts(locale, room))]);
    this.#formats.clear();
    this.#texts = Object.assign({}, texts, ...rooms) as Record<string, string>;
    this.locale = locale;
    document.documentElement.lang = locale;
    document.documentElement.dir = this.direction;
    localStorage.setItem(KEPT_AS, locale);
  }

  /** Loads what opens a room together with the room's texts: `() => i18n.with('account', import('…'))`. */
  async with<T>(room: LaterRoom, page: Promise<T>): Promise<T> {
    if (!this.#rooms.has(room)) this.#rooms.set(room, this.#bring(room));
    await this.#rooms.get(room);
    return page;
  }

  async #bring(room: LaterRoom): Promise<void> {
    const locale = this.locale;
    try {
      const texts = await roomTexts(locale, room);
      if (locale === this.locale) this.#texts = { ...this.#texts, ...texts };
    } catch (error) {
      // No connection: whoever comes again asks again.
      this.#rooms.delete(room);
      throw error;
    }
  }

  /** The language of the last visit, else that of the browser. */
  remembered(): Locale {
    const kept = localStorage.getItem(KEPT_AS);
    return isLocale(kept) ? kept : preferredLocale(navigator.languages);
  }

  text(key: Key, values?: Values): string {
    const pattern = this.#texts[key];
    if (pattern === undefined) return key;
    // Most texts hold no placeholder, no plural and no quoting.
    if (!/[{}']/.test(pattern)) return pattern;
    let format = this.#formats.get(key);
    if (format === undefined) {
      format = new Pattern(pattern, this.locale, (value) => isolated(value, this.direction));
      this.#formats.set(key, format);
    }
    return format.format(values);
  }
}

export const i18n = new I18n();

/** The text of a key in the present language; `values` fill its placeholders (ICU MessageFormat). */
export function t(key: Key, values?: Values): string {
  return i18n.text(key, values);
}
