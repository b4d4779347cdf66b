//! In Arabic: the whole page is mirrored, and what is not Arabic stands in it unturned.
import type { Locator, Page } from '@playwright/test';

import { Finger, phone } from './finger';
import { expect, type Person, PASSWORD, test } from './house';
import { goTo, PICTURE, textsOf, visit } from './room';

const ar: Record<string, string> = Object.assign({}, ...['account', 'composer', 'core', 'door', 'emoji', 'guild', 'people', 'places', 'talk'].map((room) => textsOf('ar', room)));
/** A text of the page, whatever stands in it. */
const like = (key: string) => new RegExp((ar[key] ?? key).split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'));
const say = (key: string) => ar[key] ?? key;
const ARABIC = { locale: 'ar' };
const WIDTH = 1440;

const write = (page: Page) => page.getByRole('textbox', { name: like('composer.write_in') });

async function boxOf(it: Locator): Promise<{ left: number; right: number; top: number }> {
  await expect(it).toBeVisible();
  const box = await it.boundingBox();
  if (!box) throw new Error('it is not there');
  return { left: box.x, right: box.x + box.width, top: box.y };
}

const directionOf = (it: Locator) => it.evaluate((element) => getComputedStyle(element).direction);
/** Signs that point along the line, and whether they are turned. */
const unturned = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<SVGSVGElement>('.lucide-reply, .lucide-forward, .lucide-send-horizontal, .lucide-arrow-left, .lucide-arrow-right, .lucide-chevron-right, .lucide-chevron-left, .lucide-log-out')]
      .filter((it) => it.checkVisibility() && (it.getScreenCTM()?.a ?? 0) > 0)
      .map((it) => it.getAttribute('class')),
  );

/** Whether one piece of a text stands to the right of another. */
const isRightOf = (it: Locator, first: string, second: string) =>
  it.evaluate((element, [one, other]) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const place = (piece: string) => {
      walker.currentNode = element;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(piece) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + piece.length);
        return range.getBoundingClientRect().left;
      }
      throw new Error(`${piece} is not in ${element.textContent ?? ''}`);
    };
    return place(one) > place(other);
  }, [first, second] as const);

async function inRoom(owner: Person): Promise<{ id: string; channel: string }> {
  await owner.request('PATCH', '/users/@me/settings', { locale: 'ar' });
  const guild = await owner.makeGuild('La cour');
  const { id } = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/channels`, { name: 'general-2', type: 0 });
  return { id: guild.id, channel: id };
}

test('whoever registers in Arabic finds the page mirrored', async ({ browser, house }) => {
  const page = await (await browser.newContext({ baseURL: house.url, ...ARABIC })).newPage();
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByLabel(say('core.username')).fill('ليلى');
  await page.getByLabel(say('core.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: say('core.register') }).click();
  await page.getByRole('complementary', { name: say('account.first') }).getByRole('button', { name: say('core.close') }).click();
  await page.getByRole('button', { name: say('places.new_guild') }).click();
  await page.getByRole('textbox', { name: say('places.guild_name') }).fill('ساحة الزيزفون');
  await page.getByRole('button', { name: say('places.found') }).click();
  await expect(write(page)).toBeFocused();

  // From right to left: the guilds, their rooms, the room, its members.
  const rail = await boxOf(page.getByRole('navigation', { name: say('core.guilds') }));
  const rooms = await boxOf(page.getByRole('navigation', { name: say('core.channels') }));
  const room = await boxOf(page.locator('.talk'));
  const members = await boxOf(page.locator('aside'));
  expect([rail.right, rooms.right, room.right, members.right].map(Math.round)).toEqual([WIDTH, rail.left, rooms.left, room.left].map(Math.round));
  expect(members.left).toBe(0);

  // A menu hangs at the side where its button begins.
  const opener = page.getByRole('button', { name: like('places.guild_menu') });
  await opener.click();
  const menu = page.getByRole('menu');
  expect(Math.abs((await boxOf(menu)).right - (await boxOf(opener)).right)).toBeLessThan(12);
  const item = menu.getByRole('menuitem').first();
  expect((await boxOf(item.locator('svg').first())).left).toBeGreaterThan((await boxOf(item.locator('.words'))).left);
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  // Messages run as they are written; Arabic and Latin letters both begin at their own side.
  await write(page).fill('مساء الخير يا Boris');
  await write(page).press('Enter');
  await write(page).fill('Hello, ليلى!');
  await write(page).press('Enter');
  const arabic = page.locator('article').filter({ hasText: 'مساء الخير' }).locator('.paragraph');
  const latin = page.locator('article').filter({ hasText: 'Hello' }).locator('.paragraph');
  await expect(latin).toBeVisible();
  expect([await directionOf(arabic), await directionOf(latin)]).toEqual(['rtl', 'ltr']);
  await arabic.hover();
  await page.getByRole('button', { name: say('talk.more') }).click();
  await expect(page.getByRole('menuitem', { name: say('talk.reply') })).toBeVisible();
  expect(await unturned(page)).toEqual([]);

  // A short word at the foot of the page closes at its end.
  await page.getByRole('menuitem', { name: say('talk.save') }).click();
  const told = page.locator('.notice').filter({ hasText: say('talk.saved') });
  expect((await boxOf(told.getByRole('button'))).right).toBeLessThan((await boxOf(told.locator('p'))).left);
  await page.context().close();
});

test('names in other letters keep their signs, in sentences and in lists', async ({ browser, house }) => {
  const owner = await house.person('arabe_noms');
  const guest = await house.person('arabe_ecrit');
  await guest.request('PATCH', '/users/@me', { global_name: 'Boris!' });
  const guild = await inRoom(owner);
  await guest.join(await owner.invite(guild.channel));
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, ARABIC);
  await expect(write(page)).toBeVisible();
  await guest.request('POST', `/channels/${guild.channel}/typing`);
  const typing = page.locator('.composer').getByText(/Boris!/);
  await expect(typing).toBeVisible();
  expect(await isRightOf(typing, '!', 'Boris')).toBe(true);
  const id = await guest.say(guild.channel, 'salut');
  await page.locator(`[data-row="${id}"]`).hover();
  await page.locator(`[data-row="${id}"]`).getByRole('button', { name: say('talk.reply') }).click();
  const answering = page.getByText(like('composer.answering')).last();
  await expect(answering).toContainText('Boris!');
  expect(await isRightOf(answering, '!', 'Boris')).toBe(true);

  // Signs of rooms stand before their names, in lists that the browser draws too.
  await goTo(page, `/guilds/${guild.id}/settings/overview`);
  const option = page.getByRole('option', { name: /#.*general-2/ }).first();
  await expect(option).toBeAttached();
  expect(await option.textContent()).toBe('\u2068#general-2\u2069');
  await page.context().close();
});

test('numbers are written in one way on the whole page', async ({ browser, house }) => {
  const owner = await house.person('arabe_nombres');
  const guest = await house.person('arabe_nombres_2');
  const guild = await inRoom(owner);
  await guest.join(await owner.invite(guild.channel));
  const id = await owner.say(guild.channel, 'ثلاثة');
  for (const who of [owner, guest]) await who.request('PUT', `/channels/${guild.channel}/messages/${id}/reactions/${encodeURIComponent('🌳')}/@me`);
  await owner.request('PATCH', `/channels/${guild.channel}`, { rate_limit_per_user: 3600 });
  for (let index = 0; index < 3; index += 1) await guest.say(guild.channel, `<@${owner.id}>`).catch(() => undefined);
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, ARABIC);
  await expect(write(page)).toBeVisible();
  const digits = () => page.evaluate(() => {
    const found = { eastern: [] as string[], western: [] as string[] };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      if (!node.parentElement?.checkVisibility() || node.parentElement.closest('[dir="ltr"], bdi, .name, [id$="-text"], h1, script')) continue;
      if (/[٠-٩]/.test(text)) found.eastern.push(text.trim());
      if (/(?<![\p{L}\d_-])\d/u.test(text)) found.western.push(text.trim());
    }
    return found;
  });
  for (const path of [null, '/inbox', `/guilds/${guild.id}/settings/members`, `/guilds/${guild.id}/settings/statistics`, '/settings/appearance']) {
    if (path !== null) await visit(page, path);
    const { eastern, western } = await digits();
    if (path === null) expect(eastern.length + western.length).toBeGreaterThan(0);
    expect(eastern.length === 0 || western.length === 0, `${path}: ${JSON.stringify({ eastern, western })}`).toBe(true);
  }
  await page.context().close();
});

test('arrow keys follow the page’s direction where things stand side by side', async ({ browser, house }) => {
  const owner = await house.person('arabe_fleches');
  const guild = await inRoom(owner);
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, ARABIC);
  await expect(write(page)).toBeFocused();
  const edge = page.getByRole('separator', { name: say('places.side_width') });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.press('ArrowLeft');
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16));
  await edge.press('ArrowRight');
  await expect(edge).toHaveAttribute('aria-valuenow', String(before));

  await page.getByRole('button', { name: say('composer.emoji') }).press('Enter');
  const picker = page.getByRole('dialog', { name: say('composer.emoji') });
  await expect(picker.getByRole('gridcell').first()).toBeVisible();
  await picker.getByRole('searchbox').press('ArrowDown');
  const column = () => page.evaluate(() => document.activeElement?.closest('[role="gridcell"]')?.getAttribute('aria-colindex') ?? null);
  await expect.poll(column).toBe('1');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(column).toBe('2');
  await page.keyboard.press('ArrowRight');
  await expect.poll(column).toBe('1');
  await page.keyboard.press('Escape');
  await expect(picker).toHaveCount(0);

  await page.locator('input[type=file]').first().setInputFiles(['un.png', 'deux.png'].map((name) => ({ name, mimeType: 'image/png', buffer: PICTURE })));
  await page.getByRole('button', { name: say('core.send'), exact: true }).click();
  await page.getByRole('button', { name: /un\.png/ }).press('Enter');
  const gallery = page.getByRole('dialog');
  await expect(gallery.getByRole('img', { name: /un\.png/ })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(gallery.getByRole('img', { name: /deux\.png/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await goTo(page, '/inbox');
  await page.getByRole('tab', { name: say('inbox.unread') }).press('ArrowLeft');
  await expect(page.getByRole('tab', { name: say('inbox.mentions') })).toBeFocused();
  await expect(page.getByRole('tab', { name: say('inbox.mentions') })).toHaveAttribute('aria-selected', 'true');
  await page.context().close();
});

test('on a phone the lists come from the right', async ({ browser, house }) => {
  const owner = await house.person('arabe_mobile');
  const guild = await inRoom(owner);
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, { ...ARABIC, ...phone(390, 844) });
  const finger = await Finger.on(page);
  await expect(write(page)).toBeVisible();
  await finger.swipe({ x: 360, y: 400 }, { x: 40, y: 400 });
  const rooms = page.getByRole('navigation', { name: say('core.channels') });
  await expect(rooms).toBeVisible();
  await expect.poll(async () => Math.round((await boxOf(page.locator('.side'))).right)).toBe(390);
  await finger.swipe({ x: 100, y: 400 }, { x: 380, y: 400 });
  await expect(rooms).toBeHidden();
  await finger.swipe({ x: 40, y: 400 }, { x: 360, y: 400 });
  await expect(page.getByRole('heading', { name: say('people.members') })).toBeVisible();
  await expect.poll(async () => Math.round((await boxOf(page.locator('aside'))).left)).toBe(0);
  await finger.swipe({ x: 360, y: 400 }, { x: 40, y: 400 });
  await expect(page.getByRole('heading', { name: say('people.members') })).toBeHidden();
  await page.context().close();
});
