//! `:smile:` and its kind: the English shortcodes, and the names of the reader's language with underscores.

import type { Emoji, Emojis } from './data';
import { foldText } from './search';

const SHORTCODE = /:([\p{L}\p{N}_+-]{1,64}):/gu;
/** Code, custom emojis and addresses stay as they were written. */
const KEPT = /```[\s\S]*?```|`[^`\n]*`|<a?:\w{2,32}:\d{1,20}>|https?:\/\/\S+/gu;

const tables = new WeakMap<Emojis, ReadonlyMap<string, Emoji>>();

/** The emoji of a shortcode, with or without its colons. */
export function emojiOfShortcode(emojis: Emojis, shortcode: string): Emoji | null {
  return tableOf(emojis).get(slug(shortcode.replace(/^:|:$/gu, ''))) ?? null;
}

/** The text with its shortcodes as emojis. Those that nobody knows stay. */
export function replaceShortcodes(emojis: Emojis, text: string): string {
  let replaced = '';
  let done = 0;
  for (const kept of text.matchAll(KEPT)) {
    replaced += replaceIn(emojis, text.slice(done, kept.index)) + kept[0];
    done = kept.index + kept[0].length;
  }
  return replaced + replaceIn(emojis, text.slice(done));
}

function replaceIn(emojis: Emojis, text: string): string {
  return text.replace(SHORTCODE, (whole, shortcode: string) => emojiOfShortcode(emojis, shortcode)?.emoji ?? whole);
}

function tableOf(emojis: Emojis): ReadonlyMap<string, Emoji> {
  let table = tables.get(emojis);
  if (table === undefined) {
    const made = new Map<string, Emoji>();
    const add = (shortcode: string, emoji: Emoji) => {
      if (shortcode !== '' && !made.has(shortcode)) made.set(shortcode, emoji);
    };
    // The English ones first: they mean the same for everybody.
    for (const emoji of emojis.all) for (const shortcode of emoji.shortcodes) add(slug(shortcode), emoji);
    for (const emoji of emojis.all) add(slug(emoji.name), emoji);
    table = made;
    tables.set(emojis, table);
  }
  return table;
}

function slug(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}+-]+/gu, '_')
    .replace(/^_|_$/gu, '');
}
