//! Rides and mutual aid in the client, against the real program: nobody learns a name before both agree.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, House, type Person, test as base } from './house';
import { notice, row } from './room';

const D = '/parvis/v1/directory';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Town {
  house: House;
  moderator: Person;
  canal: string;
  station: string;
}

/** A house with a city of two quarters, and somebody who looks after the map. */
const test = base.extend<object, { town: Town }>({
  town: [
    async ({}, use) => {
      const house = new House();
      await house.start();
      const moderator = await house.person('entraide_equipe');
      await house.command('map', 'moderator', 'add', moderator.name);
      const draw = async (name: string, ar: string, level: number, [west, south, east, north]: readonly [number, number, number, number], parent: string | null) => {
        const shape = { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] };
        return (await moderator.request<{ id: string }>('POST', `${D}/areas`, { name, names: { fr: name, ar }, level, kind: 'quartier', parent_id: parent, shape })).id;
      };
      const city = await draw('Villeneuve', 'المدينة الجديدة', 8, [2.3, 48.8, 2.4, 48.9], null);
      const canal = await draw('Le Canal', 'القناة', 9, [2.3, 48.85, 2.35, 48.9], city);
      const station = await draw('La Gare', 'المحطة', 9, [2.35, 48.85, 2.4, 48.9], city);
      await use({ house, moderator, canal, station });
      await house.close();
    },
    { scope: 'worker' },
  ],
});

// Whole ways through several pages, each of which axe looks at: a busy machine takes its time.
test.describe.configure({ timeout: 240_000 });

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.html.slice(0, 200)}`));
}

const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const lend = (town: Town, more: Record<string, unknown> = {}) => ({ kind: 'lend', area_id: town.canal, from: soon(1), until: soon(30), total: 1, category: 'tools', text: 'Une échelle de trois mètres', ...more });

test('a ride is offered in five steps, asked for without a name, and agreed upon in a conversation of two', async ({ browser, town }) => {
  const [driver, rider] = [await town.house.person('entraide_conduit'), await town.house.person('entraide_monte')];
  const page = await driver.open(browser, `/app/map/aid-offer?area=${town.canal}`, { locale: 'fr-FR' });
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByText('Choisissez de quoi il s’agit.')).toBeVisible();
  await page.getByRole('radio', { name: /Propose un trajet/ }).check();
  await page.getByLabel('En quelques mots').fill('Je rentre du marché, coffre vide.');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByRole('group', { name: 'Départ' })).toContainText('Le Canal');
  await page.getByRole('searchbox', { name: 'Arrivée' }).fill('gare');
  await page.getByRole('button', { name: /La Gare/ }).click();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByRole('heading', { name: 'Quand ?' })).toBeFocused();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByLabel('Nombre de places').fill('3');
  await page.getByRole('button', { name: 'bagages' }).click();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByRole('heading', { name: 'Ce que les autres verront' })).toBeFocused();
  await expect(page.getByRole('main')).toContainText('Votre nom n’est montré qu’une fois que vous êtes d’accord tous les deux.');
  await expect(page.getByRole('main')).toContainText('Tout est supprimé 7 jours après');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Publier' }).click();
  await notice(page, 'C’est publié.');
  await expect(page.getByText('Personne n’a encore demandé.')).toBeVisible();

  // Somebody else finds it in the place, and asks for two seats.
  const other = await rider.open(browser, `/app/map/area/${town.canal}`, { locale: 'fr-FR' });
  await other.getByRole('link', { name: /Trajets et entraide/ }).click();
  expect(await axe(other)).toEqual([]);
  await other.getByRole('link', { name: /Propose un trajet/ }).click();
  await expect(other.getByRole('main')).toContainText('3 places');
  await expect(other.getByRole('main')).not.toContainText(driver.name);
  await other.getByLabel('Places qu’il vous faut').fill('2');
  await other.getByLabel('Un mot pour l’autre').fill('Appelez le 06 12 34 56 78');
  await other.getByRole('button', { name: 'Demander' }).click();
  await expect(other.getByText('Retirez le numéro, l’adresse ou le lien')).toBeVisible();
  await other.getByLabel('Un mot pour l’autre').fill('Nous sommes deux.');
  await other.getByRole('button', { name: 'Demander' }).click();
  await expect(other.getByText('L’autre ne voit pas encore votre nom.')).toBeVisible();

  // The driver is told at once, reads the words without a name, and accepts.
  const ask = page.getByRole('article').filter({ hasText: 'Nous sommes deux.' });
  await expect(ask).toContainText('Quelqu’un');
  await expect(ask).not.toContainText(rider.name);
  expect(await axe(page)).toEqual([]);
  await ask.getByRole('button', { name: 'Accepter' }).click();
  await expect(ask).toContainText(rider.name);
  await expect(other.getByText('C’est d’accord !')).toBeVisible();
  await other.getByRole('link', { name: 'Ouvrir la conversation' }).click();
  await ask.getByRole('link', { name: 'Ouvrir la conversation' }).click();
  await expect(page).toHaveURL(/\/channels\/@me\/\d+$/);
  await other.getByRole('textbox', { name: /Écrire/ }).fill('Rendez-vous au pont');
  await other.getByRole('textbox', { name: /Écrire/ }).press('Enter');
  await expect(row(page, 'Rendez-vous au pont')).toBeVisible();
  await Promise.all([page.context().close(), other.context().close()]);
});

test('who declines shows no name; filters stand in the address; the author ends it', async ({ browser, town }) => {
  const [lender, borrower] = [await town.house.person('entraide_prete'), await town.house.person('entraide_emprunte')];
  const listing = await lender.request<{ id: string }>('POST', `${D}/aid`, lend(town));
  await borrower.request('POST', `${D}/aid/${listing.id}/asks`, { amount: 1, text: 'Pour une heure' });
  const page = await lender.open(browser, '/app/map/aid-mine', { locale: 'fr-FR' });
  await page.getByRole('link', { name: /1 demande attend votre réponse/ }).click();
  await page.getByRole('article').getByRole('button', { name: 'Pas cette fois' }).click();
  await expect(page.getByRole('article')).not.toContainText(borrower.name);
  const other = await borrower.open(browser, `/app/map/aid/${listing.id}`, { locale: 'fr-FR' });
  await expect(other.getByText('Votre nom n’a pas été montré.')).toBeVisible();
  await other.goto('/app/map/aid');
  await other.getByText('Filtrer').click();
  await other.getByLabel('Quoi').selectOption({ label: 'Donne' });
  await expect(other.getByText('Rien qui corresponde à ces filtres')).toBeVisible();
  await expect(other).toHaveURL(/kind=give/);
  await other.getByLabel('Quoi').selectOption({ label: 'Prête' });
  await expect(other.getByRole('link', { name: /Une échelle/ })).toBeVisible();
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await notice(page, 'L’annonce est close.');
  await other.reload();
  await expect(other.getByText('Rien qui corresponde à ces filtres')).toBeVisible();
  await Promise.all([page.context().close(), other.context().close()]);
});

test('a report reaches those who look after the map; the author reads why it was removed', async ({ browser, town }) => {
  const author = await town.house.person('entraide_douteux');
  const listing = await author.request<{ id: string }>('POST', `${D}/aid`, lend(town, { kind: 'give', text: 'Des pétards' }));
  const witness = await town.house.person('entraide_temoin');
  const page = await witness.open(browser, `/app/map/aid/${listing.id}`, { locale: 'fr-FR' });
  await page.getByRole('button', { name: 'Signaler un problème' }).click();
  const dialog = page.getByRole('dialog', { name: 'Signaler un problème' });
  await dialog.getByRole('radio', { name: 'C’est dangereux' }).check();
  await dialog.getByRole('button', { name: 'Envoyer' }).click();
  await expect(dialog).toHaveCount(0);
  const desk = await town.moderator.open(browser, '/app/map/aid-reports', { locale: 'fr-FR' });
  expect(await axe(desk)).toEqual([]);
  await desk.getByRole('link', { name: /Des pétards/ }).click();
  await desk.getByRole('button', { name: 'Retirer cette annonce' }).click();
  const removal = desk.getByRole('dialog', { name: 'Retirer cette annonce' });
  await removal.getByLabel('Pourquoi').fill('Trop dangereux');
  await removal.getByRole('button', { name: 'Retirer cette annonce' }).click();
  await notice(desk, 'L’annonce est retirée.');
  const own = await author.open(browser, `/app/map/aid/${listing.id}`, { locale: 'fr-FR' });
  await expect(own.getByText('Retirée par l’équipe : Trop dangereux')).toBeVisible();
  await Promise.all([page, desk, own].map((it) => it.context().close()));
});

test('visitors read what is offered, at 320 pixels and from right to left, and are told what an account is for', async ({ browser, town }) => {
  const author = await town.house.person('entraide_jardin');
  const listing = await author.request<{ id: string }>('POST', `${D}/aid`, lend(town, { category: 'garden', text: 'مقص للحديقة' }));
  const page = await (await browser.newContext({ baseURL: town.house.url, locale: 'ar', colorScheme: 'dark', viewport: { width: 320, height: 640 } })).newPage();
  for (const path of [`/app/map/aid?area=${town.canal}&category=garden`, `/app/map/aid/${listing.id}`]) {
    await page.goto(path);
    await expect(page.getByText('مقص للحديقة')).toBeVisible();
    await expect(page.getByText(author.name)).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    expect(await axe(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'إنشاء حساب' }).click();
  await expect(page).toHaveURL(/\/register$/);
  await page.context().close();
});
