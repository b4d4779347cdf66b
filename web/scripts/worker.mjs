//! Builds the service worker into one file, which knows the names of the files that this build's first screen loads.
import { createHash } from 'node:crypto';
import { build } from 'vite';

import { dist, firstScreen, manifest } from './first_screen.mjs';

const chunks = firstScreen(manifest());
const files = [...new Set(chunks.flatMap((it) => [it.file, ...(it.css ?? [])]))].map((it) => `/${it}`).concat('/parvis.svg', '/app.webmanifest').sort();
const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);

await build({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  define: { __SHELL__: JSON.stringify({ version, files }) },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: { input: 'src/worker/worker.ts', output: { format: 'iife', entryFileNames: 'worker.js' } },
  },
});
