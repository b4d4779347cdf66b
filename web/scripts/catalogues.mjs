//! Fails when a language lacks a key, has one too many, or names other placeholders than French does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

const folder = fileURLToPath(new URL('../catalogues', import.meta.url));
const read = (locale, file) => JSON.parse(readFileSync(join(folder, locale, file), 'utf8'));
const only = process.argv.slice(2);
const locales = readdirSync(folder).filter((it) => it !== 'fr' && (only.length === 0 || only.includes(it)));
const complaints = [];

/** Names of the placeholders of a pattern, those inside of plurals too. */
function placeholders(elements, into = new Set()) {
  for (const element of elements) {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) into.add(element.value);
    for (const option of Object.values(element.options ?? {})) placeholders(option.value, into);
  }
  return into;
}

function parsed(where, pattern) {
  try {
    return parse(pattern, { ignoreTag: true });
  } catch (error) {
    complaints.push(`${where}: ${error.message}`);
    return [];
  }
}

const leading = new Map();
for (const file of readdirSync(join(folder, 'fr'))) {
  for (const [key, pattern] of Object.entries(read('fr', file))) {
    if (leading.has(key)) complaints.push(`fr/${file}: ${key} stands in another catalogue too`);
    leading.set(key, placeholders(parsed(`fr/${file}: ${key}`, pattern)));
  }
}
for (const locale of locales) {
  const keys = new Set();
  for (const file of readdirSync(join(folder, locale))) {
    for (const [key, pattern] of Object.entries(read(locale, file))) {
      keys.add(key);
      const expected = leading.get(key);
      if (expected === undefined) complaints.push(`${locale}/${file}: ${key} is not in French`);
      const found = placeholders(parsed(`${locale}/${file}: ${key}`, pattern));
      const differs = [...(expected ?? [])].filter((it) => !found.has(it)).concat([...found].filter((it) => expected && !expected.has(it)));
      if (expected && differs.length > 0) complaints.push(`${locale}/${file}: ${key}: other placeholders than French: ${differs.join(', ')}`);
    }
  }
  for (const key of leading.keys()) if (!keys.has(key)) complaints.push(`${locale}: ${key} is missing`);
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exit(1);
console.log(`${leading.size} texts in ${locales.length + 1} languages`);
