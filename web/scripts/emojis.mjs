//! Writes the data of the emoji picker: `src/emoji/data/`. Names and words in fr, en, es and ru are emojibase's; those in
//! ar and be are CLDR's, whose package is too large to be a dependency for that. To run it again:
//! `npm pack cldr-annotations-full@48.2.0`, unpack it, and `node scripts/emojis.mjs <the folder "package">`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const out = fileURLToPath(new URL('../src/emoji/data', import.meta.url));
const [cldr] = process.argv.slice(2);
if (cldr === undefined) throw new Error('Where is the folder of cldr-annotations-full?');

/** emojibase's groups that people choose from. Group 2 holds skin tones and hair. */
const GROUPS = [[0, 'smileys'], [1, 'people'], [3, 'animals'], [4, 'food'], [5, 'travel'], [6, 'activities'], [7, 'objects'], [8, 'symbols'], [9, 'flags']];
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];
/** Where two sets give one shortcode to different emojis, the first set decides. */
const SHORTCODES = ['joypixels', 'github', 'emojibase'];

/** The emoji as everybody writes it: with a variation selector only where it would be text without. */
const qualified = (emoji) => emoji.replace(/(?<=\p{Emoji_Presentation})\ufe0f/gu, '');

const all = require('emojibase-data/en/data.json')
  .filter((it) => it.group !== undefined && it.group !== 2)
  .map((it) => ({ ...it, emoji: qualified(it.emoji) }));
all.sort((a, b) => a.group - b.group || a.order - b.order);

function shortcodesOf(emojis) {
  const owners = new Map();
  for (const set of SHORTCODES) {
    const codes = require(`emojibase-data/en/shortcodes/${set}.json`);
    for (const { hexcode } of emojis) {
      for (const code of [codes[hexcode] ?? []].flat()) if (!owners.has(code)) owners.set(code, hexcode);
    }
  }
  const byEmoji = new Map();
  for (const [code, hexcode] of owners) byEmoji.set(hexcode, [...(byEmoji.get(hexcode) ?? []), code]);
  return byEmoji;
}

/** The emoji in the lightest tone, from which the page makes the others, or nothing. */
function lightest({ emoji, skins = [] }) {
  const single = TONES.map((_, index) => skins.find((it) => it.tone === index + 1)?.emoji).map((it) => it && qualified(it));
  const [light] = single;
  if (light === undefined) return '';
  TONES.forEach((tone, index) => {
    if (light.replaceAll('🏻', tone) !== single[index]) throw new Error(`the tones of ${emoji} do not follow from the first one`);
  });
  return light;
}

function emojibaseNames(locale) {
  const byCode = new Map(require(`emojibase-data/${locale}/data.json`).map((it) => [it.hexcode, it]));
  return all.map(({ hexcode }) => {
    const { label, tags = [] } = byCode.get(hexcode);
    return [label, ...tags.filter((it) => it !== label)].join('|');
  });
}

function cldrNames(locale) {
  const file = join(cldr, 'annotations', locale, 'annotations.json');
  const { annotations } = JSON.parse(readFileSync(file, 'utf8')).annotations;
  const regions = new Intl.DisplayNames([locale], { type: 'region' });
  const find = (emoji) => annotations[emoji.replaceAll('\ufe0f', '')];
  return all.map(({ emoji, hexcode, label }) => {
    const found = find(emoji);
    if (found) return [found.tts[0], ...found.default.filter((it) => it !== found.tts[0])].join('|');
    const letters = hexcode.split('-').map((it) => Number.parseInt(it, 16) - 0x1f1e6);
    if (letters.length === 2 && letters.every((it) => it >= 0 && it < 26)) {
      const code = String.fromCharCode(...letters.map((it) => it + 65));
      return [regions.of(code), code].join('|');
    }
    // What is joined is named by its parts.
    const parts = emoji.split('\u200d').map((it) => find(it)?.tts[0]);
    return parts.every(Boolean) ? parts.join(', ') : label;
  });
}

const write = (file, data) => writeFileSync(join(out, file), `${JSON.stringify(data, null, 0).replaceAll('],[', '],\n[').replaceAll('","', '",\n"')}\n`);
const codes = shortcodesOf(all);
mkdirSync(out, { recursive: true });
write('emojis.json', GROUPS.map(([group, name]) => ({
  name,
  emojis: all.filter((it) => it.group === group).map((it) => [it.emoji, lightest(it), (codes.get(it.hexcode) ?? []).join(' ')].join('|')),
})));
for (const locale of ['fr', 'en', 'es', 'ru']) write(`${locale}.json`, emojibaseNames(locale));
for (const locale of ['ar', 'be']) write(`${locale}.json`, cldrNames(locale));
