//! The citizens' guide in the client: read, searched, printed, kept without a network, translated side by side, and
//! written by two people at once.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';

import { expect, House, type Person, test as base } from './house';
import { goTo, notice, textsOf, workerIsThere } from './room';

const MAP = '/parvis/v1/directory/guide';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const FR = textsOf('fr', 'guide');
const say = (key: string): string => FR[`guide.${key}`] ?? '';

/** A house whose map has its first guide, and somebody who looks after it. */
const test = base.extend<object, { town: { house: House; keeper: Person } }>({
  town: [
    async ({}, use) => {
      const house = new House();
      await house.start();
      const keeper = await house.person('guide_equipe');
      await house.command('map', 'moderator', 'add', keeper.name);
      // The first guide is written when the house has opened.
      await expect.poll(async () => (await keeper.request<{ pages: unknown[] }>('GET', MAP)).pages.length).toBe(7);
      await use({ house, keeper });
      await house.close();
    },
    { scope: 'worker' },
  ],
});

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.html.slice(0, 200)}`));
}

async function visitor(browser: Browser, house: House, path: string, options = {}): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: house.url, ...options })).newPage();
  await page.goto(path);
  return page;
}

test('a visitor reads, searches and changes the language of the map’s guide, by keyboard too', async ({ browser, town }) => {
  const page = await visitor(browser, town.house, '/app/map/guide');
  await expect(page.getByRole('link', { name: 'Sécurité' })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('searchbox', { name: say('search') }).fill('BLUETOOTH');
  await expect(page.getByRole('status').filter({ hasText: '1 page' })).toBeVisible();
  await page.getByRole('link', { name: /Sécurité/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sécurité' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'La page pour tout le monde' })).toHaveAttribute('href', `${town.house.url}/map/guide/safety?lang=fr`);
  expect(await axe(page)).toEqual([]);
  // A heading has an address of its own.
  await page.getByRole('navigation', { name: say('on_this_page') }).getByRole('link', { name: 'Les inconnus' }).click();
  await expect(page).toHaveURL(/#les-inconnus$/);
  await expect(page.getByRole('heading', { name: 'Les inconnus' })).toBeInViewport();
  // Arabic comes first: languages stand by their codes.
  await page.getByLabel(say('language')).last().selectOption({ index: 0 });
  await expect(page.getByRole('heading', { level: 1, name: 'السلامة' })).toHaveAttribute('dir', 'rtl');
  await expect(page).toHaveURL(/lang=ar/);
  // A table, and a link from one page to another.
  await page.goto('/app/map/guide/printing');
  await expect(page.getByRole('columnheader', { name: 'feuille' })).toBeVisible();
  await page.goto('/app/map/guide/join');
  await page.getByRole('link', { name: 'la page sur la sécurité' }).click();
  await expect(page).toHaveURL(/\/app\/map\/guide\/safety$/);
});

test('on paper there is the page and nothing of the screen', async ({ browser, town }) => {
  const page = await town.keeper.open(browser, '/app/map/guide/safety');
  await expect(page.getByRole('heading', { level: 1, name: 'Sécurité' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1, name: 'Sécurité' })).toBeVisible();
  await expect(page.getByText('/map/guide/safety')).toBeVisible();
  for (const hidden of [page.getByRole('button', { name: say('print') }), page.getByRole('searchbox'), page.locator('.side'), page.getByRole('navigation', { name: say('on_this_page') })]) await expect(hidden).toBeHidden();
  // The whole text takes its place: nothing of it scrolls.
  const cut = await page.evaluate(() => [...document.querySelectorAll('.guide-page, .guide-page *, main, .guide, .guide .open')].filter((it) => it.scrollHeight > it.clientHeight + 1 && getComputedStyle(it).overflowY !== 'visible').length);
  expect(cut).toBe(0);
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
});

test('without a network the guide is read from this device, which says since when; signing out takes away what is a guild’s', async ({ browser, town }) => {
  const { house } = town;
  const ada = await house.person('ada_guide');
  const guild = await ada.makeGuild('La maison');
  await ada.request('PUT', `/parvis/v1/guilds/${guild.id}/guide/pages/regles/fr`, { title: 'Nos règles', text: '## Le soir\n\nOn parle bas.' });
  const page = await ada.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await page.getByRole('button', { name: 'La maison : menu du lieu' }).click();
  await page.getByRole('menuitem', { name: 'Guide', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/channels/${guild.id}/guide$`));
  await workerIsThere(page);
  await page.getByRole('button', { name: say('keep') }).click();
  await expect(page.getByText('Ce guide est sur cet appareil')).toBeVisible();
  await page.getByRole('link', { name: 'Nos règles' }).click();
  await expect(page.getByText('On parle bas.')).toBeVisible();
  // The map's guide is kept by whoever opens it.
  await page.goto('/app/map/guide');
  await expect(page.getByText('Ce guide est sur cet appareil')).toBeVisible();
  await page.getByRole('link', { name: 'Sécurité' }).click();
  await expect(page.getByRole('heading', { name: 'ne pas nuire' })).toBeVisible();

  // What shows it is kept as well, before the connection goes.
  await expect.poll(() => page.evaluate(async () => {
    const files = performance.getEntriesByType('resource').map((it) => new URL(it.name).pathname).filter((it) => it.startsWith('/assets/'));
    const kept = await Promise.all(files.map((it) => caches.match(it)));
    return files.some((it) => it.includes('GuideAlone')) && kept.every((it) => it !== undefined);
  })).toBe(true);
  await page.context().setOffline(true);
  await page.goto(`/channels/${guild.id}/guide/regles`);
  await expect(page.getByText('On parle bas.')).toBeVisible();
  await expect(page.getByText('Vous lisez la copie de cet appareil')).toBeVisible();
  // An address on a sheet of paper opens the copy as well.
  await page.goto('/map/guide/safety');
  await expect(page.getByRole('heading', { level: 1, name: 'Sécurité' })).toBeVisible();
  await page.goto('/app/map/guide');
  await page.getByRole('searchbox').fill('tatouage');
  await expect(page.getByRole('link', { name: /Sécurité/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /La maison/ })).toBeVisible();
  // Elsewhere, too, there is a way to what is kept.
  await page.goto(`/channels/${guild.id}/${guild.channel}`);
  await page.getByRole('link', { name: 'Lire les guides gardés sur cet appareil' }).click();
  await expect(page.getByRole('link', { name: 'Sécurité' })).toBeVisible();

  await page.context().setOffline(false);
  await page.goto('/channels/@me');
  await page.getByRole('button', { name: /mon menu/ }).click();
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Se déconnecter' }).click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('parvis.token'))).toBeNull();
  const keptHere = () => page.evaluate(() => new Promise<unknown[]>((resolve, reject) => {
    const opening = indexedDB.open('parvis-guides');
    opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    opening.onsuccess = () => {
      const keys = opening.result.transaction('guides').objectStore('guides').getAllKeys();
      keys.onsuccess = () => {
        opening.result.close();
        resolve(keys.result);
      };
    };
  }));
  await expect.poll(keptHere).toEqual(['map']);
  // The map's is taken off by hand, and does not come back by itself.
  await goTo(page, '/app/map/guide');
  await page.getByRole('button', { name: say('forget') }).click();
  await expect(page.getByRole('button', { name: say('keep') })).toBeVisible();
  expect(await keptHere()).toEqual([]);
});

test('a translation is written beside its original, with what changed there since', async ({ browser, town }) => {
  const { keeper } = town;
  const page = await keeper.open(browser, '/app/map/guide');
  await page.getByRole('button', { name: say('new_page') }).click();
  await page.getByLabel(say('page_title')).fill('Où dormir');
  await page.getByRole('button', { name: say('begin') }).click();
  await expect(page).toHaveURL(/guide\/ou-dormir\?edit=fr/);
  await page.getByLabel(say('text'), { exact: true }).fill('## Ce soir\n\nChez [les voisins](join).');
  await page.getByRole('tab', { name: say('preview') }).click();
  await expect(page.getByRole('heading', { name: 'Ce soir' })).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Où dormir' })).toBeVisible();

  await page.getByRole('button', { name: say('translate') }).click();
  await page.getByLabel(say('other_language')).fill('en');
  await page.getByRole('button', { name: say('begin') }).click();
  const source = page.getByRole('region', { name: 'Original : français' });
  await expect(source.getByText('Chez [les voisins](join).')).toBeVisible();
  await page.getByLabel(say('page_title')).fill('Where to sleep');
  await page.getByLabel(say('text'), { exact: true }).fill('## Tonight\n\nAt the [neighbours](join).');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('heading', { level: 1, name: 'Where to sleep' })).toBeVisible();

  await keeper.request('PUT', `${MAP}/pages/ou-dormir/fr`, { title: 'Où dormir', text: '## Ce soir\n\nÀ la salle des fêtes.', base_version: 1 });
  await page.reload();
  await expect(page.getByText(say('out_of_date'))).toBeVisible();
  await expect(page.getByLabel(say('language')).last().getByRole('option', { name: /English \(pas à jour\)/ })).toHaveCount(1);
  await page.getByRole('button', { name: say('edit') }).click();
  await expect(source.getByText('À la salle des fêtes.')).toBeVisible();
  await expect(source.locator('del')).toHaveText(/Chez/);
  expect(await axe(page)).toEqual([]);
  await page.getByLabel(say('text'), { exact: true }).fill('## Tonight\n\nAt the village hall.');
  await page.getByRole('switch', { name: /version 2 de l’original/ }).check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('At the village hall.')).toBeVisible();
  await expect(page.getByText(say('out_of_date'))).toHaveCount(0);

  // What it was comes back, and a page that was taken out does too.
  await page.getByRole('button', { name: say('versions') }).click();
  await page.getByRole('button', { name: say('restore') }).click();
  await notice(page, 'La version 1 est revenue');
  await page.getByRole('link', { name: say('back_to_page') }).click();
  await expect(page.getByText('At the neighbours.')).toBeVisible();
  await page.getByRole('button', { name: say('edit') }).click();
  await page.getByRole('button', { name: say('withdraw') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('withdraw') }).click();
  await page.getByText('Retirées (1)').click();
  await page.getByRole('button', { name: say('bring_back') }).click();
  await expect(page.getByText('Retirées')).toHaveCount(0);

  // The order is changed by keyboard.
  await page.getByRole('button', { name: say('order') }).click();
  const down = page.getByRole('button', { name: 'Descendre « Trouver les voisins, et les rejoindre »' });
  await down.press('Enter');
  await expect.poll(async () => (await keeper.request<{ pages: { slug: string }[] }>('GET', MAP)).pages.map((it) => it.slug).slice(0, 2)).toEqual(['online', 'join']);
  await expect(down).toBeFocused();
});

test('when two write at once, nothing of either is lost', async ({ browser, town }) => {
  const { house } = town;
  const ada = await house.person('ada_ecrit');
  const guild = await ada.makeGuild('L’atelier');
  const guide = `/parvis/v1/guilds/${guild.id}/guide/pages/outils/fr`;
  await ada.request('PUT', guide, { title: 'Les outils', text: 'Une scie.\n\nUn marteau.\n\nUne échelle.' });
  const page = await ada.open(browser, `/channels/${guild.id}/guide/outils?edit=fr`);
  const text = page.getByLabel(say('text'), { exact: true });
  await text.fill('Une scie.\n\nUn marteau.\n\nDeux échelles.');
  await ada.request('PUT', guide, { title: 'Les outils', text: 'Trois scies.\n\nUn marteau.\n\nUne échelle.', base_version: 1 });
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'version 2' });
  await expect(conflict.locator('ins')).toHaveText('Trois scies.');
  await expect(text).toHaveValue(/Deux échelles/);
  expect(await axe(page)).toEqual([]);
  // What is written survives the page, too.
  await page.reload();
  await expect(text).toHaveValue(/Deux échelles/);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await conflict.getByRole('button', { name: say('bring_together') }).click();
  await expect(text).toHaveValue('Trois scies.\n\nUn marteau.\n\nDeux échelles.');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Deux échelles.')).toBeVisible();
  // Only members read it, until it is open to everybody.
  const stranger = await visitor(browser, house, `/channels/${guild.id}/guide`);
  await expect(stranger.getByText(say('gone'))).toBeVisible();
  await page.goto(`/channels/${guild.id}/guide`);
  await page.getByRole('switch', { name: say('public') }).check();
  await expect(page.getByRole('link', { name: say('public_page') })).toBeVisible();
  await stranger.reload();
  await stranger.getByRole('link', { name: 'Les outils' }).click();
  await expect(stranger.getByText('Trois scies.')).toBeVisible();
});
