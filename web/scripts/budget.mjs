//! Fails when the first chat screen loads more JavaScript than it may: the entry, all that it imports at once, and the
//! catalogue of one language.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { dist, firstScreen, manifest } from './first_screen.mjs';

const BUDGET_BYTES = 150_000;
const chunks = manifest();
const gzipped = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

const files = new Set(firstScreen(chunks).map((it) => it.file));
const locales = Object.keys(chunks).filter((key) => /i18n\/locales\/\w+\.ts$/.test(key));
const largest = Math.max(...locales.map((key) => gzipped(chunks[key].file)));
const bytes = [...files].reduce((sum, file) => sum + gzipped(file), largest);

console.log(`first chat screen: ${bytes} bytes of JavaScript, gzip (of which ${largest} for the largest catalogue); budget ${BUDGET_BYTES}`);
if (bytes > BUDGET_BYTES) {
  for (const file of files) console.error(`${gzipped(file)}\t${file}`);
  process.exit(1);
}
