//! The gallery: every part in all of its states, on pages of its own that need no server. It is no part of the client.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

type Answers = typeof import('./src/gallery/answers');

/** Answers what the stories ask for, as a server would. */
function answers(): Plugin {
  return {
    name: 'gallery-answers',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        server.ssrLoadModule('/src/gallery/answers.ts').then((module) => {
          const found = (module as Answers).answerTo(request.method ?? 'GET', request.url ?? '/');
          if (found === null) next();
          else response.writeHead(found.status, { 'content-type': found.type, 'cache-control': 'no-store' }).end(found.body);
        }, next);
      });
    },
  };
}

export default defineConfig({
  plugins: [answers(), svelte()],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, minify: false, outDir: 'dist-gallery', rolldownOptions: { input: 'gallery.html' } },
  server: { open: '/gallery.html' },
});
