//! Fails when the first chat screen loads more JavaScript than it may: the entry, all that it imports at once, and the
//! catalogue of one language.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 150_000;
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.build.json'), 'utf8'));
const gzipped = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

/** The chunks that load with `key`, each once. */
function withImports(key, into = new Set()) {
  if (into.has(key)) return into;
  into.add(key);
  for (const imported of manifest[key].imports ?? []) withImports(imported, into);
  return into;
}

// What the chat opens at once although it is imported lazily, because the door comes without it.
const AT_ONCE = ['index.html', ...Object.keys(manifest).filter((key) => /rooms\/shell\/Home\.svelte$/.test(key))];
const chunks = new Set();
for (const key of AT_ONCE) withImports(key, chunks);
const files = new Set([...chunks].map((key) => manifest[key].file));
const locales = Object.keys(manifest).filter((key) => /i18n\/locales\/\w+\.ts$/.test(key));
const largest = Math.max(...locales.map((key) => gzipped(manifest[key].file)));
const bytes = [...files].reduce((sum, file) => sum + gzipped(file), largest);

console.log(`first chat screen: ${bytes} bytes of JavaScript, gzip (of which ${largest} for the largest catalogue); budget ${BUDGET_BYTES}`);
if (bytes > BUDGET_BYTES) {
  for (const file of files) console.error(`${gzipped(file)}\t${file}`);
  process.exit(1);
}
