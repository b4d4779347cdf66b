//! Dated actions of a guild, against the real program: announced, seen by others at once, repeated, called off, on the map.
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, type House, type Person, test } from './house';
import { notice, rowOf } from './room';

const D = '/parvis/v1/directory';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Scene {
  owner: Person;
  guest: Person;
  guild: { id: string; channel: string };
  agenda: string;
}

async function scene(house: House, name: string): Promise<Scene> {
  const [owner, guest] = [await house.person(`${name}_hote`), await house.person(`${name}_voisin`)];
  const guild = await owner.makeGuild(`La place ${name}`);
  await guest.join(await owner.invite(guild.channel));
  return { owner, guest, guild, agenda: `/channels/${guild.id}/agenda` };
}

/** An action somewhere in the street, made beside the page. */
function announce({ owner, guild }: Scene, name: string, more: Record<string, unknown> = {}): Promise<{ id: string; name: string }> {
  const start = Date.now() + 2 * DAY_MS;
  return owner.request('POST', `/guilds/${guild.id}/scheduled-events`, {
    name, privacy_level: 2, entity_type: 3, entity_metadata: { location: 'Place de la Mairie' }, scheduled_start_time: new Date(start).toISOString(), scheduled_end_time: new Date(start + HOUR_MS).toISOString(), ...more,
  });
}

// Whole ways through several pages, each of which axe looks at: a busy machine takes its time.
test.describe.configure({ timeout: 240_000 });

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.html.slice(0, 200)}`));
}

const main = (page: Page) => page.getByRole('main');

test('an action is announced in a form, and others see at once that it is there, goes on and is over', async ({ browser, house }) => {
  const { owner, guest, guild, agenda } = await scene(house, 'agenda');
  const page = await owner.open(browser, agenda, { locale: 'fr-FR' });
  const other = await guest.open(browser, `/channels/${guild.id}/${guild.channel}`, { locale: 'fr-FR' });
  await main(page).getByRole('button', { name: 'Nouveau rendez-vous' }).last().click();
  const form = page.getByRole('dialog', { name: 'Nouveau rendez-vous' });
  await form.getByRole('button', { name: 'Annoncer' }).click();
  await expect(form.getByText('Il faut un titre.')).toBeVisible();
  await expect(form.getByText('Dites où.')).toBeVisible();
  await form.getByLabel('Titre').fill('Marche pour la place');
  await form.getByLabel('Lieu', { exact: true }).fill('Devant la mairie');
  await form.getByLabel('Description').fill('On part **ensemble**.');
  expect(await axe(page)).toEqual([]);
  await form.getByRole('button', { name: 'Annoncer' }).click();
  await notice(page, 'C’est annoncé.');
  await expect(page.getByRole('heading', { level: 2, name: 'Marche pour la place' })).toBeVisible();
  await expect(main(page).locator('strong')).toHaveText('ensemble');
  expect(await axe(page)).toEqual([]);

  // The way to the agenda counts it for everybody; one click says that one comes.
  await other.getByRole('link', { name: /Agenda.*1 rendez-vous à venir/ }).click();
  const come = main(other).getByRole('button', { name: 'Je viens : Marche pour la place' });
  await come.click();
  await expect(come).toHaveAttribute('aria-pressed', 'true');
  expect(await axe(other)).toEqual([]);
  await expect(main(other).getByRole('button', { name: 'Nouveau rendez-vous' })).toHaveCount(0);
  await main(page).getByRole('button', { name: '1 personne vient' }).click();
  await expect(page.getByRole('dialog', { name: 'Qui vient' }).getByText(guest.name)).toBeVisible();
  await page.keyboard.press('Escape');

  const deed = async (name: string) => {
    await page.getByRole('button', { name: 'Que faire de ce rendez-vous' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await deed('Commencer maintenant');
  await expect(main(other).getByRole('heading', { name: 'En ce moment' })).toBeVisible();
  await deed('Terminer');
  await expect(main(other).getByText('Rien de prévu')).toBeVisible();
  await expect(main(page).getByText('Terminé', { exact: true })).toBeVisible();
  await Promise.all([page.context().close(), other.context().close()]);
});

test('one date of a repeated action is called off, and the file for calendars leaves it out', async ({ browser, house }) => {
  const it = await scene(house, 'semaine');
  const start = new Date(Date.now() + 2 * DAY_MS);
  start.setUTCMilliseconds(0);
  const rule = { start: start.toISOString(), frequency: 2, interval: 1, by_weekday: [(start.getUTCDay() + 6) % 7] };
  const event = await announce(it, 'Permanence', { scheduled_start_time: start.toISOString(), scheduled_end_time: new Date(start.getTime() + HOUR_MS).toISOString(), recurrence_rule: rule });
  const page = await it.owner.open(browser, `${it.agenda}/${event.id}`, { locale: 'fr-FR' });
  await expect(main(page).getByText(/^Chaque semaine : /)).toBeVisible();
  const dates = main(page).getByRole('listitem').filter({ has: page.locator('time') });
  await expect(dates).toHaveCount(5);
  await dates.nth(1).getByRole('button', { name: /^Annuler cette date/ }).click();
  await expect(dates.nth(1).getByText('Annulé')).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), main(page).getByRole('button', { name: 'Ajouter à mon calendrier' }).click()]);
  const file = await readFile(await download.path(), 'utf8');
  const second = new Date(start.getTime() + 7 * DAY_MS).toISOString().replace(/[-:]|\.\d+/gu, '');
  expect(file).toContain(`EXDATE:${second}\r\n`);
  expect(file).toContain('SUMMARY:Permanence\r\n');
  await dates.nth(1).getByRole('button', { name: /^Rétablir cette date/ }).click();
  await expect(dates.nth(1).getByText('Annulé')).toHaveCount(0);
  await page.context().close();
});

test('one says that one comes to a single date, and it is still known after coming back', async ({ browser, house }) => {
  const it = await scene(house, 'unefois');
  const start = new Date(Date.now() + 2 * DAY_MS);
  const rule = { start: start.toISOString(), frequency: 2, interval: 1, by_weekday: [(start.getUTCDay() + 6) % 7] };
  const event = await announce(it, 'Atelier vélo', { scheduled_start_time: start.toISOString(), scheduled_end_time: new Date(start.getTime() + HOUR_MS).toISOString(), recurrence_rule: rule });
  const page = await it.guest.open(browser, `${it.agenda}/${event.id}`, { locale: 'fr-FR', viewport: { width: 390, height: 844 } });
  const come = main(page).getByRole('listitem').getByRole('button', { name: /^Je viens : / });
  await expect(come).toHaveCount(5);
  await come.nth(1).click();
  await expect(come.nth(1)).toHaveAttribute('aria-pressed', 'true');
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await expect(come.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(come.nth(2)).toHaveAttribute('aria-pressed', 'false');
  // The whole count is of those who come every time; the platform counts dates by themselves.
  const dates = await it.guest.request<{ guild_scheduled_event_exception_id: string | null }[]>('GET', '/users/@me/scheduled-events');
  expect(dates).toHaveLength(1);
  expect(dates[0]?.guild_scheduled_event_exception_id).not.toBeNull();
  await main(page).getByRole('button', { name: 'Je viens : Atelier vélo' }).click();
  await expect(main(page).getByText('Vous venez à chaque fois.')).toBeVisible();
  await expect(come).toHaveCount(0);
  await page.context().close();
});

test('a link to an action stands under its message as a card, for those who may see it', async ({ browser, house }) => {
  const it = await scene(house, 'carton');
  const event = await announce(it, 'Goûter de quartier');
  const said = await it.owner.say(it.guild.channel, `Venez ! ${house.url}${it.agenda}/${event.id}`);
  const page = await it.guest.open(browser, `/channels/${it.guild.id}/${it.guild.channel}`, { locale: 'fr-FR' });
  const card = rowOf(page, said).getByRole('article').filter({ hasText: 'Goûter de quartier' });
  await card.getByRole('button', { name: 'Je viens : Goûter de quartier' }).click();
  await expect(card.getByText('1 personne vient')).toBeVisible();
  await card.getByRole('link', { name: /Goûter de quartier/ }).click();
  await expect(page).toHaveURL(new RegExp(`${it.agenda}/${event.id}$`));
  await expect(page.getByRole('button', { name: 'Que faire de ce rendez-vous' })).toHaveCount(0);
  await page.context().close();
});

test('a guild’s action stands in the place of the map that it was given, with its public page', async ({ browser, house }) => {
  const it = await scene(house, 'surcarte');
  await house.command('map', 'moderator', 'add', it.owner.name);
  const shape = { type: 'Polygon', coordinates: [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.9], [2.3, 48.8]]] };
  const area = await it.owner.request<{ id: string }>('POST', `${D}/areas`, { name: 'Quartier des Halles', level: 9, kind: 'quartier', shape });
  const group = await it.owner.request<{ id: string }>('POST', `${D}/submissions`, { name: 'Les Halles', area_id: area.id, target: { type: 'guild', guild_id: it.guild.id }, join: { mode: 'open' }, visibility: 'public', agreed: true });
  await it.owner.request('POST', `${D}/submissions/${group.id}/decision`, { decision: 'accept' });
  const event = await announce(it, 'Bal sous la halle');
  const page = await it.owner.open(browser, `${it.agenda}/${event.id}`, { locale: 'fr-FR' });
  await page.getByRole('switch', { name: 'Montrer sur la carte' }).check();
  await page.getByRole('searchbox', { name: 'Dans quel lieu de la carte ?' }).fill('halles');
  await page.getByRole('button', { name: /Quartier des Halles/ }).click();
  await page.getByRole('button', { name: 'Montrer', exact: true }).click();
  await notice(page, 'C’est enregistré pour la carte.');
  expect(await axe(page)).toEqual([]);
  const visitor = await (await browser.newContext({ baseURL: house.url, locale: 'fr-FR' })).newPage();
  await visitor.goto(`/app/map/area/${area.id}`);
  const line = visitor.getByRole('region', { name: 'Rendez-vous ici' }).getByRole('link', { name: /Bal sous la halle/ });
  await expect(line).toHaveAttribute('href', `/map/action/${event.id}`);
  expect(await axe(visitor)).toEqual([]);
  await Promise.all([page.context().close(), visitor.context().close()]);
});

test('the agenda fits a telephone of 320 pixels, also from right to left and by night', async ({ browser, house }) => {
  const it = await scene(house, 'petit');
  const event = await announce(it, 'مسيرة من أجل الساحة', { description: 'نلتقي أمام البلدية' });
  const page = await it.guest.open(browser, it.agenda, { locale: 'ar', colorScheme: 'dark', viewport: { width: 320, height: 640 } });
  for (const path of [it.agenda, `${it.agenda}/${event.id}`]) {
    await page.goto(path);
    await expect(main(page).getByText('مسيرة من أجل الساحة').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    expect(await axe(page)).toEqual([]);
  }
  await page.context().close();
});
