import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Where `vite` and `vite preview` find a running server: its API, gateway, pictures and files.
const server = process.env['PARVIS_SERVER'] ?? 'http://127.0.0.1:7212';
const proxied = ['/api', '/attachments', '/avatars', '/icons', '/banners', '/splashes', '/emojis', '/embed', '/role-icons', '/guilds/', '/invite/', '/download'];
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

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.build.json',
  },
  server: { proxy },
  preview: { proxy, headers: { 'Content-Security-Policy': policy } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'] },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
});
