//! What people do in a room, in the words of the page, for tests of every kind of page.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page, Request } from '@playwright/test';

import { expect } from './house';

/** The texts of a language, by key. */
export function textsOf(locale: string, room: string): Record<string, string> {
  const path = fileURLToPath(new URL(`../../catalogues/${locale}/${room}.json`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
}

/** Where one writes. */
export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /Écrire/ });

/** The line of a message, on its way or arrived. */
export const row = (page: Page, text: string | RegExp): Locator => page.locator('[data-row]').filter({ hasText: text });

export const rowOf = (page: Page, id: string): Locator => page.locator(`[data-row="${id}"]`);

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Puts the first look round away, which is offered once, beside the page. */
export async function putWelcomeAway(page: Page): Promise<void> {
  await page.getByRole('complementary', { name: 'Bienvenue sur le parvis' }).getByRole('button', { name: 'Fermer' }).click();
}

/** Goes somewhere as a link would, without loading the page anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Goes there too, and waits until all that the place asks the server for has come. */
export async function visit(page: Page, path: string): Promise<void> {
  const open = new Set<Request>();
  const began = (it: Request) => void open.add(it);
  const ended = (it: Request) => void open.delete(it);
  page.on('request', began).on('requestfinished', ended).on('requestfailed', ended);
  await goTo(page, path);
  await expect(page.locator('h1, h2').filter({ visible: true }).first()).toBeVisible();
  await expect(page.locator('.waiting, .spinner')).toHaveCount(0);
  // What a place asks for it asks when it is drawn for the first time.
  const openAfterDrawing = async () => {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    return open.size;
  };
  await expect.poll(openAfterDrawing).toBe(0);
  await expect(page.locator('.waiting, .spinner')).toHaveCount(0);
  page.off('request', began).off('requestfinished', ended).off('requestfailed', ended);
}

/** A short word at the edge of the page, which is then put away. */
export async function notice(page: Page, words: string | RegExp): Promise<void> {
  const line = page.locator('.notice').filter({ hasText: words });
  await expect(line).toBeVisible();
  await line.getByRole('button').last().press('Enter');
  await expect(line).toHaveCount(0);
}

/** A picture of a few points, as its file. */
export const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Until the page is one that a service worker looks after. */
export async function workerIsThere(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}
