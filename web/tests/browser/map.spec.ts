//! The map's own pages: with scripts switched off from the whole map to an invitation, and what scripts add.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, type House, type Person, test } from './house';

const MAP = '/parvis/v1/directory';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 390, height: 844 };

type Made = { id: string };
type Bounds = readonly [number, number, number, number];

const rectangle = ([west, south, east, north]: Bounds) => ({ type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] });

interface Town {
  keeper: Person;
  city: string;
  west: string;
  courtyard: string;
  group: string;
}

/** A town with one courtyard, whose group is a guild of this server that everybody may join. */
async function townOf(house: House, name: string): Promise<Town> {
  const keeper = await house.person(name);
  await house.order('map', 'moderator', 'add', name);
  const area = async (called: string, level: number, parent: string | null, bounds: Bounds, names: Record<string, string> = {}) =>
    (await keeper.request<Made>('POST', `${MAP}/areas`, { name: called, names, level, kind: 'quarter', parent_id: parent, shape: rectangle(bounds) })).id;
  const city = await area(`Мінск ${name}`, 8, null, [27.4, 53.8, 27.7, 54.0], { fr: `Minsk ${name}`, ar: 'مينسك' });
  const west = await area('Фрунзенскі раён', 9, city, [27.4, 53.8, 27.55, 54.0], { fr: 'Frounzenski', ar: 'فرونزينسكي' });
  await area('Першамайскі раён', 9, city, [27.55, 53.8, 27.7, 54.0], { fr: 'Perchamaïski', ar: 'بيرشامايسكي' });
  const courtyard = await area('Двор на Прытыцкага', 14, west, [27.45, 53.9, 27.46, 53.91]);
  const guild = await keeper.makeGuild('Наш двор');
  const submitted = await keeper.request<Made>('POST', `${MAP}/submissions`, {
    name: 'Суседзі Прытыцкага',
    description: { fr: 'Les voisins de la cour, qui plantent des arbres.', ar: 'جيران الفناء' },
    languages: ['be', 'ru'],
    tags: ['entraide'],
    area_id: courtyard,
    target: { type: 'guild', guild_id: guild.id },
    join: { mode: 'open' },
    agreed: true,
  });
  await keeper.request('POST', `${MAP}/submissions/${submitted.id}/decision`, { decision: 'accept' });
  return { keeper, city, west, courtyard, group: submitted.id };
}

/** Nothing is wider than the window. */
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

test('with JavaScript off a visitor finds a courtyard from the whole map to the invitation', async ({ browser, house }) => {
  const town = await townOf(house, 'sans_script');
  for (const viewport of [{ width: 1440, height: 900 }, PHONE]) {
    const context = await browser.newContext({ baseURL: house.url, javaScriptEnabled: false, locale: 'fr-FR', viewport });
    const page = await context.newPage();
    await page.goto('/map');
    expect(await page.locator('h1').count()).toBe(1);
    await page.goto(`/map/area/${town.city}`);
    // The drawing leads on as the list does.
    await page.locator('svg.map a', { has: page.locator('.map-bubble') }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Frounzenski' })).toBeVisible();
    await page.locator('.places').getByRole('link', { name: 'Двор на Прытыцкага' }).click();
    await page.locator('.groups').getByRole('link', { name: 'Суседзі Прытыцкага' }).click();
    await expect(page.getByText('Les voisins de la cour')).toBeVisible();
    await page.getByRole('link', { name: 'Rejoindre le groupe' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Наш двор' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Rejoindre' })).toHaveAttribute('href', /^\/join\//);
    await context.close();
  }
});

for (const look of [
  { name: 'day, fr', colorScheme: 'light', locale: 'fr-FR' },
  { name: 'night, fr', colorScheme: 'dark', locale: 'fr-FR' },
  { name: 'day, ar', colorScheme: 'light', locale: 'ar' },
  { name: 'night, ar', colorScheme: 'dark', locale: 'ar' },
] as const) {
  test(`axe finds nothing on the map's pages, and they fit a telephone: ${look.name}`, async ({ browser, house }) => {
    test.setTimeout(240_000);
    const town = await townOf(house, `axe_carte_${look.colorScheme}_${look.locale.slice(0, 2)}`);
    const context = await browser.newContext({ baseURL: house.url, colorScheme: look.colorScheme, locale: look.locale, viewport: PHONE });
    const page = await context.newPage();
    const found: string[] = [];
    const paths = ['/map', `/map/area/${town.city}`, `/map/area/${town.courtyard}`, `/map/group/${town.group}`, `/map/group/${town.group}/report`, '/map/search?q=Minsk', '/map/search?q=zzzz', '/map/add', `/map/add?area=${town.courtyard}`, '/map/voucher', '/map/about', '/map/actions', '/map/embed', '/map/area/1'];
    for (const path of paths) {
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const it of violations) found.push(`${path}: ${it.id}: ${it.nodes[0]?.html ?? ''}`);
      if (!(await fits(page))) found.push(`${path}: wider than the window`);
    }
    expect(await page.locator('html').getAttribute('dir')).toBe(look.locale === 'ar' ? 'rtl' : 'ltr');
    await context.close();
    expect(found).toEqual([]);
  });
}

test('whoever adds a group waits for a little work instead of a riddle, and follows it by its private link', async ({ browser, house }) => {
  const town = await townOf(house, 'avec_travail');
  const context = await browser.newContext({ baseURL: house.url, locale: 'fr-FR', viewport: PHONE });
  const page = await context.newPage();
  await page.goto(`/map/add?area=${town.courtyard}`);
  await page.getByLabel('Nom du groupe').fill('Le jardin partagé');
  await page.getByLabel('Lien du groupe').fill('https://t.me/jardin_partage');
  await page.getByLabel('Je fais vivre ce groupe').check();
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('Gardez l’adresse de cette page')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Un modérateur va regarder.')).toBeVisible();
  await page.getByLabel('Écrire aux modérateurs').fill('Nous sommes six.');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('Nous sommes six.')).toBeVisible();
  await context.close();
});

test('near me is worked out in the browser, and asks nobody', async ({ browser, house }) => {
  const town = await townOf(house, 'pres_de_moi');
  const context = await browser.newContext({ baseURL: house.url, locale: 'fr-FR', geolocation: { longitude: 27.45, latitude: 53.9 }, permissions: ['geolocation'] });
  const page = await context.newPage();
  await page.goto(`/map/area/${town.city}`, { waitUntil: 'networkidle' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('button', { name: 'Près de moi' }).click();
  await expect(page.getByRole('status')).toContainText('Frounzenski');
  expect(asked).toEqual([]);
  await page.getByRole('status').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Frounzenski' })).toBeVisible();
  await context.close();
});
