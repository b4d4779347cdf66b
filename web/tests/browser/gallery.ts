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
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.png': 'image/png', '.webmanifest': 'application/manifest+json' };

/** Tall enough for what opens beside something and wants to be seen whole. */
const HEIGHT = 4000;
/** Taller than any page. */
const TALLEST = 20_000;

export interface Look {
  theme: 'light' | 'dark' | 'contrast' | 'contrast-dark';
  locale: 'fr' | 'ar';
  width: number;
  /** Pixels of the screen to one of the style sheets; 1 if it is not given. */
  scale?: number;
}

/** A page of the gallery as it is drawn. */
export interface Picture {
  png: Buffer;
  /** Its pixels to one of the style sheets. */
  scale: number;
  /** Left, top, width and height of each story, in pixels of the style sheets. */
  boxes: Record<string, number[]>;
}

/** Letters are drawn without regard to the screen: neither to its grid nor to the colours of its dots. */
const FONT_SWITCHES = ['--font-render-hinting=none', '--disable-lcd-text', '--disable-font-subpixel-positioning'];

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
    // What is made by chance is the same each time.
    await page.addInitScript(() => {
      let state = 1;
      crypto.getRandomValues = (array) => {
        if (array instanceof Uint8Array) for (let at = 0; at < array.length; at += 1) array[at] = (state = (state * 16_807) % 2_147_483_647) & 255;
        return array;
      };
    });
    await page.addInitScript(([locale, theme]) => {
      localStorage.setItem('parvis.locale', locale ?? 'fr');
      localStorage.setItem('parvis.device', JSON.stringify({ theme, motion: 'reduced' }));
    }, [look.locale, look.theme]);
    await page.goto(`${ORIGIN}/gallery.html#parts`);
  }

  /** The whole page; covered is what the browser or the graphics card draws by itself, and emoji of the machine's own font. */
  async picture(): Promise<Picture> {
    // All of it is in sight: a picture beyond that would be laid out otherwise than what is measured here.
    await this.page.setViewportSize({ width: this.page.viewportSize()?.width ?? 0, height: TALLEST });
    await this.settle();
    const { height, scale, boxes } = await this.page.evaluate(() => {
      const boxes: Record<string, number[]> = {};
      for (const story of document.querySelectorAll<HTMLElement>('[data-story]')) {
        const { left, top, width, height } = story.getBoundingClientRect();
        boxes[story.dataset['story'] ?? ''] = [left + scrollX, top + scrollY, width, height];
      }
      return { height: Math.ceil(document.body.getBoundingClientRect().height), scale: devicePixelRatio, boxes };
    });
    const mask = [this.page.locator('video, audio, .maplibregl-canvas'), this.page.locator('[data-story="emoji-picker"] .box, [data-story="emojis/writing"] .box')];
    const clip = { x: 0, y: 0, width: this.page.viewportSize()?.width ?? 0, height };
    const png = await this.page.screenshot({ clip, scale: 'device', animations: 'disabled', caret: 'hide', mask });
    return { png, scale, boxes };
  }

  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: HEIGHT });
    await this.settle();
  }

  async turnTo(chapter: Chapter): Promise<void> {
    await this.page.evaluate((name) => (location.hash = name), chapter);
    await this.page.locator(`main[data-chapter="${chapter}"] section`).last().waitFor();
    await this.settle();
  }

  /** Until everything has come and nothing moves any more. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await this.page.evaluate(async () => {
        for (const picture of document.images) picture.loading = 'eager';
        await Promise.all([document.fonts.ready, ...[...document.images].map((it) => it.decode().catch(() => undefined))]);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      });
      quiet = this.#asking === 0 ? quiet + 1 : 0;
    }
    // Where the focus came to rest depends on which dialog came last.
    await this.page.evaluate(unfocus);
  }
}

function unfocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

export const test = base.extend<object, { gallery: (look: Look) => Promise<GalleryPage> }>({
  launchOptions: [({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...FONT_SWITCHES] }), { scope: 'worker' }],
  gallery: [
    async ({ browser }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'parvis-gallery-'));
      await build({ root: WEB, configFile: join(WEB, 'vite.gallery.config.ts'), logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
      const opened: Page[] = [];
      await use(async (look) => {
        const options: BrowserContextOptions = { viewport: { width: look.width, height: HEIGHT }, deviceScaleFactor: look.scale ?? 1, locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce', hasTouch: look.width < 600, serviceWorkers: 'block' };
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
