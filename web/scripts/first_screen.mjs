//! Which files of a build the first chat screen loads: counted by the budget, kept by the service worker.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const dist = fileURLToPath(new URL('../dist', import.meta.url));
export const manifest = () => JSON.parse(readFileSync(join(dist, 'manifest.build.json'), 'utf8'));

/** The chunks that load with `key`, each once. */
function withImports(chunks, key, into) {
  if (into.has(key)) return;
  into.add(key);
  for (const imported of chunks[key].imports ?? []) withImports(chunks, imported, into);
}

/** Chunks of the page, and of the chat that it opens at once although it is imported lazily: the door comes without it. */
export function firstScreen(chunks) {
  const keys = new Set();
  for (const key of ['index.html', ...Object.keys(chunks).filter((it) => /rooms\/shell\/Home\.svelte$/.test(it))]) withImports(chunks, key, keys);
  return [...keys].map((key) => chunks[key]);
}
