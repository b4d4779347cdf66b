//! The texts of a language, to find what one presses by.
import { readdirSync, readFileSync } from 'node:fs';

const CATALOGUES = new URL('../../catalogues/', import.meta.url);

/** Text of a key; one with a gap in it becomes a pattern, and of a text with forms the part before them counts. */
export function wordsIn(locale) {
  const folder = new URL(`${locale}/`, CATALOGUES);
  const texts = Object.assign({}, ...readdirSync(folder).map((it) => JSON.parse(readFileSync(new URL(it, folder), 'utf8'))));
  return (key) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`${locale} has no ${key}`);
    if (!text.includes('{')) return text;
    const parts = text.split(/\{[^{}]*\}/u).map((it) => it.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
    return new RegExp(parts.join('.*'), 'u');
  };
}
