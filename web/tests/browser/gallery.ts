//! The gallery in a browser: built once, answered without a server, at a moment that does not move.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import { build } from 'vite';

import { answerTo } from '../../src/gallery/answers';
import type { Chapter } from '../../src/gallery/chapters';
import { NOW_MS } from '../../src/gallery/wire';

const WEB = fileURLToPath(new URL('../..', import.meta.url));
const ORIGIN = 'http://localhost:7299';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.png': 'image/png', '.webmanifest': 'application/manifest+json' };

/** Tall enough for what opens beside something and wants to be seen whole. */
const HEIGHT = 4000;

export interface Look {
  theme: 'light' | 'dark' | 'contrast' | 'contrast-dark';
  locale: 'fr' | 'ar';
  width: number;
}

/** A page of the gallery, and what it still waits for. */
export class GalleryPage {
  readonly problems: string[] = [];
  #asking = 0;

  constructor(
    readonly page: Page,
    readonly folder: string,
  ) {}

  /** Nothing leaves the machine: what is built comes from its folder, all else from the stories' answers. */
  async begin(look: Look): Promise<void> {
    const { page } = this;
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      // Some stories show what is not there, on purpose; the browser says so in its own words.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) this.problems.push(message.text());
    });
    await page.route('**/*', async (route) => {
      this.#asking += 1;
      try {
        const { pathname, search } = new URL(route.request().url());
        const answer = answerTo(route.request().method(), pathname + search);
        if (answer) await route.fulfill({ status: answer.status, contentType: answer.type, body: Buffer.from(answer.body) });
        else await route.fulfill({ contentType: TYPES[extname(pathname)] ?? 'text/plain', body: readFileSync(join(this.folder, pathname)) });
      } finally {
        this.#asking -= 1;
      }
    });
    await page.clock.setFixedTime(NOW_MS);
    await page.addInitScript(([locale, theme]) => {
      localStorage.setItem('parvis.locale', locale ?? 'fr');
      localStorage.setItem('parvis.device', JSON.stringify({ theme, motion: 'reduced' }));
    }, [look.locale, look.theme]);
    await page.goto(`${ORIGIN}/gallery.html#parts`);
  }

  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: HEIGHT });
    await this.#settle();
  }

  async turnTo(chapter: Chapter): Promise<void> {
    await this.page.evaluate((name) => (location.hash = name), chapter);
    await this.page.locator(`main[data-chapter="${chapter}"] section`).last().waitFor();
    await this.#settle();
  }

  /** Until everything has come and nothing moves any more. */
  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await this.page.evaluate(async () => {
        for (const picture of document.images) picture.loading = 'eager';
        await Promise.all([document.fonts.ready, ...[...document.images].map((it) => it.decode().catch(() => undefined))]);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      });
      quiet = this.#asking === 0 ? quiet + 1 : 0;
    }
    // Where the focus came to rest depends on which dialog came last.
    await this.page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
  }
}

export const test = base.extend<object, { gallery: (look: Look) => Promise<GalleryPage> }>({
  gallery: [
    async ({ browser }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'parvis-gallery-'));
      await build({ root: WEB, configFile: join(WEB, 'vite.gallery.config.ts'), logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
      const opened: Page[] = [];
      await use(async (look) => {
        const options: BrowserContextOptions = { viewport: { width: look.width, height: HEIGHT }, locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce', hasTouch: look.width < 600, serviceWorkers: 'block' };
        const page = await (await browser.newContext(options)).newPage();
        opened.push(page);
        const found = new GalleryPage(page, folder);
        await found.begin(look);
        return found;
      });
      for (const page of opened) await page.context().close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});
export { expect } from '@playwright/test';
