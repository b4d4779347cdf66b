//! Pictures of every page, to look at: `npm run shots -- PAGE [SCENE…]`, with the name and the password of the founder of a
//! demo community (`parvis demo`) in PARVIS_NAME and PARVIS_PASSWORD. PAGE is a server or a built client before one; scenes
//! are named by how they begin. The pictures and the sheets that show many at once go to `shots/`, and what a program can see
//! of them (a page wider than its window, a target too small for a finger, a text without words) is said.
//!
//! Use a copy of the community: what the scenes need and the demo has not is put into it.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

import { furnish } from './shots/furnish.mjs';
import { problemsOn } from './shots/problems.mjs';
import { SCENES } from './shots/scenes.mjs';
import { drawSheets } from './shots/sheets.mjs';
import { wordsIn } from './shots/words.mjs';

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 }, small: { width: 320, height: 640 } };
const SCENE_MS = 6000;
const DRAWING_MS = 60_000;
const THEMES = (process.env['SHOTS_THEMES'] ?? 'light,dark').split(',');
const LOOKS = (process.env['SHOTS_LOOKS'] ?? 'wide-fr,phone-fr,wide-ar,phone-ar').split(',');
const OUT = process.env['SHOTS_OUT'] ?? 'shots';

const [page, ...wanted] = process.argv.slice(2);
const origin = new URL(page ?? 'http://127.0.0.1:7212').origin;
const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.some((it) => name.startsWith(it)));

const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const place = await furnish(browser, origin, process.env['PARVIS_NAME'], process.env['PARVIS_PASSWORD']);
for (const look of LOOKS) await take(look);
await browser.close();

/** Every scene in one size and language; by day and by night without another visit. */
async function take(look) {
  const [size, locale] = look.split('-');
  const words = wordsIn(locale);
  for (const theme of THEMES) mkdirSync(`${OUT}/${look}-${theme}`, { recursive: true });
  for (const scene of scenes) {
    const context = await contextOf(size, locale, place.tokens[scene.as ?? 'founder']);
    const tab = await context.newPage();
    tab.setDefaultTimeout(SCENE_MS);
    const say = (what) => console.log(`${look} ${scene.name}: ${what}`);
    tab.on('pageerror', (error) => say(error.message));
    try {
      await scene.before?.({ page: tab, context, place, words });
      if (scene.path) await tab.goto(scene.path(place));
      await tab.waitForLoadState('networkidle', { timeout: SCENE_MS }).catch(() => say('goes on loading'));
      await scene.act?.({ page: tab, context, place, words });
    } catch (error) {
      say(error.message.split('\n').slice(0, 2).join(' '));
    }
    await settle(tab);
    for (const theme of THEMES) {
      await tab.evaluate(wear, theme);
      await tab.screenshot({ path: `${OUT}/${look}-${theme}/${scene.name}.png`, timeout: DRAWING_MS });
    }
    for (const problem of await problemsOn(tab, size !== 'wide')) say(problem);
    await context.close();
  }
  for (const theme of THEMES) await drawSheets(browser, `${OUT}/${look}-${theme}`, scenes.map((it) => it.name), SIZES[size].width < 500);
}

async function contextOf(size, locale, token) {
  const isPhone = size !== 'wide';
  const context = await browser.newContext({ baseURL: origin, viewport: SIZES[size], hasTouch: isPhone, isMobile: isPhone, locale, timezoneId: 'Europe/Paris', serviceWorkers: 'block', reducedMotion: 'reduce' });
  await context.addInitScript(([language, kept]) => {
    localStorage.setItem('parvis.locale', language);
    if (kept) localStorage.setItem('parvis.token', kept);
  }, [locale, token]);
  return context;
}

/** Changes the theme, and waits until it is drawn. */
async function wear(theme) {
  document.documentElement.dataset['theme'] = theme;
  for (let frames = 0; frames < 3; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Waits until everything in sight is drawn. */
async function settle(tab) {
  await tab.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].filter((it) => it.loading !== 'lazy').map((it) => it.decode().catch(() => undefined)));
    await new Promise((resolve) => setTimeout(resolve, 250));
  });
}
