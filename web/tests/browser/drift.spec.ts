//! What one reads stays where it is: rows that come above, at both ends, with pictures that arrive late, move it by 0 px.
import type { Page } from '@playwright/test';

import { expect, type House, type Person, test } from './house';

const MESSAGES = 260;
const PICTURE_LATE_MS = 400;
/** How long the place of a row is watched, in frames. */
const FRAMES = 90;

/** A picture of one colour, as its file. */
async function picture(page: Page, width: number, height: number): Promise<Buffer> {
  const url = await page.evaluate(([w, h]) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [w, h];
    const pen = canvas.getContext('2d');
    if (pen) {
      pen.fillStyle = '#a43f28';
      pen.fillRect(0, 0, w, h);
    }
    return canvas.toDataURL('image/png');
  }, [width, height] as const);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** A channel whose messages are of uneven height; every fifth one brings a picture. */
async function fill(house: House, person: Person, page: Page, channel: string): Promise<void> {
  const file = await picture(page, 640, 480);
  for (let index = 0; index < MESSAGES; index += 1) {
    const content = `n${index} ${'une phrase de plus '.repeat((index * 7) % 23)}`.trim();
    if (index % 5 !== 0) {
      await person.say(channel, content);
      continue;
    }
    const form = new FormData();
    form.append('payload_json', JSON.stringify({ content, attachments: [{ id: 0, filename: 'cour.png', description: 'La cour' }] }));
    form.append('files[0]', new Blob([new Uint8Array(file)], { type: 'image/png' }), 'cour.png');
    const answer = await fetch(`${house.url}/api/v10/channels/${channel}/messages`, { method: 'POST', headers: { authorization: person.token }, body: form });
    if (!answer.ok) throw new Error(`picture ${index}: ${answer.status}`);
  }
}

/** Moves the list to `top`, and tells how far the first row in sight strays until nothing has moved for a while. */
function strayAfter(page: Page, top: number): Promise<{ stray: number; rows: number; grown: boolean }> {
  return page.evaluate(async ([wantedTop, frames]) => {
    const box = document.querySelector<HTMLElement>('[data-history]');
    if (!box) throw new Error('no list');
    const rows = () => [...box.querySelectorAll<HTMLElement>('[data-row]')];
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const first = rows()[0]?.dataset['row'];
    const last = rows().at(-1)?.dataset['row'];
    box.scrollTop = wantedTop;
    const edge = box.getBoundingClientRect().top;
    const row = rows().find((it) => it.getBoundingClientRect().bottom > edge);
    if (!row) throw new Error('nothing in sight');
    const place = row.getBoundingClientRect().top;
    let stray = 0;
    for (let count = 0; count < frames; count += 1) {
      await frame();
      stray = Math.max(stray, Math.abs(row.getBoundingClientRect().top - place));
    }
    return { stray, rows: rows().length, grown: rows()[0]?.dataset['row'] !== first || rows().at(-1)?.dataset['row'] !== last };
  }, [top, FRAMES] as const);
}

test('what one reads moves by 0 px while the list grows and late pictures arrive', async ({ house, browser }) => {
  test.setTimeout(180_000);
  const person = await house.person(`lecteur${Date.now()}`);
  const guild = await person.makeGuild('Cour');
  const page = await person.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await page.route('**/attachments/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, PICTURE_LATE_MS));
    await route.continue();
  });
  await fill(house, person, page, guild.channel);
  await page.reload();
  await expect(page.locator('[data-row] article').last()).toBeVisible();

  const found: { where: string; stray: number; rows: number; grown: boolean }[] = [];
  for (const [where, top] of [['near the beginning', 40], ['at the very top', 0], ['at the very top again', 0], ['and again', 0], ['near the end', 1e9], ['at the end again', 1e9]] as const) {
    found.push({ where, ...(await strayAfter(page, top)) });
  }
  for (const { where, stray, rows } of found) {
    // Scroll positions are whole pixels: what is below half of one is not movement.
    expect(stray, where).toBeLessThan(0.5);
    expect(rows, where).toBeLessThanOrEqual(200);
  }
  expect(found.filter((it) => it.grown).length).toBeGreaterThanOrEqual(3);
});

test('a new message does not move who reads further up, and is followed by who is at the end', async ({ house, browser }) => {
  const writer = await house.person(`ecrivain${Date.now()}`);
  const guild = await writer.makeGuild('Cour');
  for (let index = 0; index < 40; index += 1) await writer.say(guild.channel, `message ${index}`);
  const page = await writer.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(page.getByText('message 39', { exact: true })).toBeInViewport();
  await writer.say(guild.channel, 'à la fin');
  await expect(page.getByText('à la fin', { exact: true })).toBeInViewport();

  await page.evaluate(() => document.querySelector('[data-history]')?.scrollTo(0, 200));
  const row = page.getByText('message 10', { exact: true });
  await expect(row).toBeInViewport();
  const before = await row.boundingBox();
  await writer.say(guild.channel, 'encore un');
  await expect(page.getByText('encore un', { exact: true })).toBeAttached();
  expect((await row.boundingBox())?.y).toBe(before?.y);
  await expect(page.getByText('encore un', { exact: true })).not.toBeInViewport();
});
