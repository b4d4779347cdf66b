import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Where `vite` and `vite preview` find a running server: its API, gateway, pictures and files.
const server = process.env['PARVIS_SERVER'] ?? 'http://127.0.0.1:7212';
const proxied = ['/api', '/attachments', '/avatars', '/icons', '/banners', '/guild-events', '/map', '/splashes', '/emojis', '/embed', '/role-icons', '/guilds/', '/invite/', '/download'];
const proxy = {
  ...Object.fromEntries(proxied.filter((path) => path !== '/guilds/').map((path) => [path, { target: server }])),
  '^/guilds/\\d+/users/': { target: server },
  '/gateway': { target: server, ws: true },
};

/** What the server sends with the client as well: see `crates/pages`. */
const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "media-src 'self' blob:",
  "font-src 'self'", "connect-src 'self' ws: wss:", "manifest-src 'self'", "worker-src 'self'", "form-action 'none'",
  "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types svelte-trusted-html parvis-worker',
].join('; ');

const root = fileURLToPath(new URL('src', import.meta.url));
const begins = [`${root}/App.svelte`, `${root}/rooms/shell/Home.svelte`];

interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

/**
 * What loads together lies in one file: small files pay for their names and pack badly. So one file for the page, one
 * for the chat on its first screen; everything else is divided as its imports say.
 */
function firstFile(): (id: string, graph: Graph) => string | null {
  let files: Map<string, string> | undefined;
  return (id, graph) => {
    files ??= filesOfFirstScreen(graph);
    return files.get(id) ?? null;
  };
}

/** Each module that the first screen imports at once, with the name of its file. */
function filesOfFirstScreen(graph: Graph): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (id: string, file: string): void => {
    if (files.has(id)) return;
    files.set(id, file);
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) visit(imported, file);
  };
  begins.forEach((id, index) => visit(id, index === 0 ? 'page' : 'chat'));
  return files;
}

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.build.json',
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstFile() }] } } },
  },
  server: { proxy },
  preview: { proxy, headers: { 'Content-Security-Policy': policy } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'] },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
});
