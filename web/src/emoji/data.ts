//! The emojis with their names and words in one language. Loaded when somebody asks for the first time, and kept.

export type GroupName = 'smileys' | 'people' | 'animals' | 'food' | 'travel' | 'activities' | 'objects' | 'symbols' | 'flags';

export interface Emoji {
  emoji: string;
  /** In the language that was asked for. */
  name: string;
  words: readonly string[];
  /** English ones, without colons; the first is the usual one. */
  shortcodes: readonly string[];
  group: GroupName;
  /** From light to dark, or none. */
  skins: readonly string[];
}

export interface Emojis {
  locale: string;
  /** In the order in which they are shown. */
  all: readonly Emoji[];
}

const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'] as const;

const NAMES: Record<string, () => Promise<{ default: string[] }>> = {
  ar: () => import('./data/ar.json'),
  be: () => import('./data/be.json'),
  en: () => import('./data/en.json'),
  es: () => import('./data/es.json'),
  fr: () => import('./data/fr.json'),
  ru: () => import('./data/ru.json'),
};

const loaded = new Map<string, Promise<Emojis>>();

/** All emojis, named in the language, or in English if there is no data for it. */
export function loadEmojis(locale: string): Promise<Emojis> {
  const language = locale.split('-')[0] ?? locale;
  const known = Object.hasOwn(NAMES, language) ? language : 'en';
  let emojis = loaded.get(known);
  if (emojis === undefined) {
    emojis = load(known);
    loaded.set(known, emojis);
    // What failed for want of a connection is asked for again the next time.
    emojis.catch(() => loaded.delete(known));
  }
  return emojis;
}

async function load(locale: string): Promise<Emojis> {
  const [{ default: groups }, names] = await Promise.all([import('./data/emojis.json'), NAMES[locale]?.()]);
  let index = 0;
  const all = groups.flatMap((group) =>
    group.emojis.map((entry): Emoji => {
      const [emoji = '', lightest = '', shortcodes = ''] = entry.split('|');
      const [name = emoji, ...words] = names?.default[index]?.split('|') ?? [];
      index += 1;
      return {
        emoji,
        name,
        words,
        shortcodes: shortcodes === '' ? [] : shortcodes.split(' '),
        group: group.name as GroupName,
        skins: lightest === '' ? [] : TONES.map((tone) => lightest.replaceAll(TONES[0], tone)),
      };
    }),
  );
  return { locale, all };
}

/** The emoji in a skin tone: 0 is the yellow one, 1 to 5 go from light to dark. */
export function inTone(emoji: Emoji, tone: number): string {
  return emoji.skins[tone - 1] ?? emoji.emoji;
}
