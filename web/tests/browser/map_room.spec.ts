//! The map of groups in the client, against the real program: from a visitor's first look to what moderators decide.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';

import { phone } from './finger';
import { expect, House, PASSWORD, type Person, test as base } from './house';
import { composer, notice, putWelcomeAway, row, textsOf } from './room';
import { squarePicture } from './tiles';

const D = '/parvis/v1/directory';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Town {
  house: House;
  moderator: Person;
  city: string;
  quarter: string;
}

/** A house with a city, a quarter in it, and somebody who looks after the map. */
const test = base.extend<object, { town: Town }>({
  town: [
    async ({}, use) => {
      const house = new House();
      await house.start();
      const moderator = await house.person('plan_equipe');
      await house.command('map', 'moderator', 'add', moderator.name);
      const draw = async (name: string, ar: string, level: number, [west, south, east, north]: readonly [number, number, number, number], parent: string | null) => {
        const shape = { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] };
        return (await moderator.request<{ id: string }>('POST', `${D}/areas`, { name, names: { fr: name, ar }, level, kind: 'quartier', parent_id: parent, shape })).id;
      };
      const city = await draw('Villeneuve', 'المدينة الجديدة', 8, [2.3, 48.8, 2.4, 48.9], null);
      const quarter = await draw('Le Canal', 'القناة', 9, [2.3, 48.85, 2.35, 48.9], city);
      await draw('La Gare', 'المحطة', 9, [2.35, 48.85, 2.4, 48.9], city);
      await use({ house, moderator, city, quarter });
      await house.close();
    },
    { scope: 'worker' },
  ],
});

/** A group on the map, handed in by somebody and accepted. */
async function list(town: Town, keeper: Person, group: Record<string, unknown>): Promise<{ id: string; receipt: string }> {
  const made = await keeper.request<{ id: string; receipt: string }>('POST', `${D}/submissions`, { area_id: town.quarter, join: { mode: 'open' }, agreed: true, ...group });
  await town.moderator.request('POST', `${D}/submissions/${made.id}/decision`, { decision: 'accept' });
  return made;
}

async function visitor(browser: Browser, town: Town, path: string, options = {}): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: town.house.url, ...options })).newPage();
  await page.goto(path);
  return page;
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.html.slice(0, 200)}`));
}

test('a keeper hangs the town’s arms on a flag and hears that a door is named, and so does who reviews it', async ({ browser, town }) => {
  const group = await list(town, town.moderator, { name: 'Cour du Lavoir', target: { type: 'link', url: 'https://t.me/cour_lavoir' }, description: { fr: 'On jardine.' } });
  const page = await visitor(browser, town, `/app/map/keep#${group.receipt}`);
  await page.getByRole('textbox', { name: 'français' }).fill('On jardine au 12, rue du Lavoir.');
  await expect(page.getByText('« 12, rue » désigne une porte.')).toBeVisible();
  await page.getByRole('button', { name: 'Composer un drapeau' }).click();
  await page.getByRole('button', { name: 'Composer un drapeau' }).last().click();
  const BLUE = [18, 60, 105] as const;
  await page.getByLabel('Ajouter les armes de la ville').setInputFiles({ name: 'armes.png', mimeType: 'image/png', buffer: squarePicture(64, BLUE) });
  await expect(page.getByLabel('Ajouter les armes de la ville')).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText(/relu/).first()).toBeVisible();

  const desk = await town.moderator.open(browser, '/app/map/review');
  await expect(desk.getByText('« 12, rue » désigne une porte : vérifiez')).toBeVisible();
  await town.moderator.request('POST', `${D}/submissions/${group.id}/decision`, { decision: 'accept' });
  const colours = await desk.evaluate(async (path) => {
    const bitmap = await createImageBitmap(await (await fetch(path)).blob());
    const context = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height }).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const at = (x: number, y: number) => [...(context?.getImageData(Math.round(bitmap.width * x), Math.round(bitmap.height * y), 1, 1).data ?? [])].slice(0, 3);
    return { middle: at(0.5, 0.5), top: at(0.05, 0.05), bottom: at(0.05, 0.95) };
  }, `/api/v10${D}/groups/${group.id}/flag`);
  expect(colours).toEqual({ middle: [...BLUE], top: [255, 255, 255], bottom: [200, 16, 46] });
  await Promise.all([page.context().close(), desk.context().close()]);
});

test('a group that a visitor hands in goes through the review by keyboard, onto the map', async ({ browser, town }) => {
  const page = await visitor(browser, town, `/app/map/submit?area=${town.quarter}`);
  await expect(page.getByText('Le Canal')).toBeVisible();
  await page.getByLabel('Nom du groupe').fill('Cour des Platanes');
  await page.getByLabel('Lien d’invitation').fill('https://t.me/cour_platanes');
  await expect(page.getByText('Une invitation Telegram')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Proposer' }).click();
  await expect(page.getByRole('heading', { name: 'C’est envoyé' })).toBeVisible({ timeout: 60_000 });
  const link = await page.getByLabel('Adresse à transmettre').inputValue();
  expect(link).toMatch(/\/app\/map\/keep#[\w-]{43}$/);

  // Nobody sees it before somebody has looked at it.
  const desk = await town.moderator.open(browser, '/app/map/review');
  await expect(desk.getByRole('definition').filter({ hasText: 'Cour des Platanes' })).toBeVisible();
  await desk.keyboard.press('q');
  await desk.getByLabel('Ce qu’ils liront').fill('De quel côté du canal ?');
  await desk.getByRole('button', { name: 'Poser une question' }).last().click();
  await notice(desk, 'C’est décidé');

  await page.goto(link);
  await page.reload();
  await expect(page.getByText('L’équipe de la carte a une question')).toBeVisible();
  await page.getByRole('tab', { name: /Échanges/ }).click();
  await expect(page.getByText('De quel côté du canal ?')).toBeVisible();
  await page.getByLabel('Écrire à l’équipe de la carte').fill('Rive gauche.');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('Rive gauche.')).toBeVisible();

  await desk.reload();
  await expect(desk.getByText('Rive gauche.')).toBeVisible();
  expect(await axe(desk)).toEqual([]);
  await desk.keyboard.press('a');
  await notice(desk, 'C’est décidé');
  await page.goto(`/app/map/area/${town.quarter}`);
  await expect(page.getByRole('link', { name: /Cour des Platanes/ }).first()).toBeVisible();
  await Promise.all([page.context().close(), desk.context().close()]);
});

test('a place for one’s courtyard is made in three steps, with channels, rules, an invitation and a listing', async ({ browser, town }) => {
  const founder = await town.house.person('plan_fondatrice');
  const page = await founder.open(browser, '/app/map/courtyard');
  await page.getByRole('searchbox', { name: 'Où se trouve le groupe ?' }).fill('canal');
  await page.getByRole('button', { name: /Le Canal/ }).click();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByLabel('Nom du groupe').fill('Cour des Glycines');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByRole('button', { name: 'Ouvrir le lieu' }).click();
  await expect(page.getByRole('heading', { name: 'Cour des Glycines est ouvert' })).toBeVisible();
  const invitation = await page.getByLabel('Adresse à transmettre').inputValue();
  await page.getByRole('button', { name: 'Entrer' }).click();
  await expect(page.getByRole('navigation', { name: 'Salons' }).getByText('entraide')).toBeVisible();
  await page.getByRole('navigation', { name: 'Salons' }).getByText('règles').click();
  await expect(row(page, 'Bienvenue à Cour des Glycines')).toBeVisible();

  // Neighbours come by the invitation; only hosts write the rules; the listing waits for its review.
  const neighbour = await town.house.person('plan_voisine');
  await neighbour.join(new URL(invitation).pathname.split('/').at(-1) ?? '');
  const guild = new URL(page.url()).pathname.split('/')[2] ?? '';
  const channels = await neighbour.request<{ id: string; name: string }[]>('GET', `/guilds/${guild}/channels`);
  expect(channels.some((it) => it.name === 'hôtes')).toBe(false);
  await expect(neighbour.say(channels.find((it) => it.name === 'règles')?.id ?? '', 'moi aussi')).rejects.toThrow(/403/);
  const { groups } = await founder.request<{ groups: { state: string; proposed: { name: string; area_id: string } }[] }>('GET', `${D}/guilds/${guild}/groups`);
  expect(groups.map((it) => [it.state, it.proposed.name, it.proposed.area_id])).toEqual([['waiting', 'Cour des Glycines', town.quarter]]);
  await page.context().close();
});

test('going dark empties every surface at once, and one word brings the group back', async ({ browser, town }) => {
  const keeper = await town.house.person('plan_tenancier');
  const { id, receipt } = await list(town, keeper, { name: 'Passage des Hirondelles', target: { type: 'link', url: 'https://t.me/hirondelles' } });
  const page = await visitor(browser, town, `/app/map/keep#${receipt}`);
  await page.getByRole('button', { name: 'Masquer partout' }).click();
  await expect(page.locator('.notice').filter({ hasText: 'plus visible nulle part' })).toBeVisible();

  const other = await visitor(browser, town, `/app/map/group/${id}`);
  await expect(other.getByRole('heading', { name: 'Ce groupe n’est pas visible' })).toBeVisible();
  await other.goto(`/app/map/area/${town.quarter}`);
  await expect(other.getByRole('heading', { name: 'Le Canal' })).toBeVisible();
  await expect(other.getByText('Hirondelles')).toHaveCount(0);
  await other.getByLabel('Chercher un lieu ou un groupe').fill('hirondelles');
  await expect(other.getByText('Rien trouvé').last()).toBeVisible();
  for (const file of ['groups.geojson', 'groups.kml', 'groups.csv', `areas/${town.quarter}/feed.atom`]) expect(await (await other.request.get(`/api${D}/${file}`)).text()).not.toContain('Hirondelles');

  await page.locator('.notice').getByRole('button', { name: /plus visible nulle part/ }).click();
  await expect(page.locator('.notice').filter({ hasText: 'de nouveau visible' })).toBeVisible();
  await other.goto(`/app/map/group/${id}`);
  await expect(other.getByRole('heading', { name: 'Passage des Hirondelles' }).last()).toBeVisible();
  await Promise.all([page.context().close(), other.context().close()]);
});

test('who has no account finds a courtyard on a phone, joins, and writes the first message', async ({ browser, town }) => {
  const owner = await town.house.person('plan_gardienne');
  const guild = await owner.makeGuild('Cour aux Tilleuls');
  await list(town, owner, { name: 'Cour aux Tilleuls', target: { type: 'guild', guild_id: guild.id }, description: { fr: 'On se prête une perceuse.' } });
  const page = await visitor(browser, town, '/app/map', phone(390, 844));
  await page.getByLabel('Chercher un lieu ou un groupe').fill('cour au tileul');
  await page.getByRole('link', { name: /Cour aux Tilleuls/ }).tap();
  await expect(page.getByText('On se prête une perceuse.')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Rejoindre' }).tap();
  await page.getByLabel('Nom d’utilisateur').fill('nouvelle_voisine');
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Créer un compte' }).tap();
  await page.getByRole('button', { name: 'Rejoindre' }).tap();
  await expect(composer(page)).toBeVisible();
  // On a phone Enter begins a new line.
  await putWelcomeAway(page);
  await composer(page).fill('Bonjour, je suis au 12 !');
  await page.getByRole('button', { name: 'Envoyer', exact: true }).tap();
  await expect(row(page, 'Bonjour, je suis au 12 !')).toBeVisible();
  await expect.poll(async () => (await owner.history(guild.channel)).map((it) => it.content)).toContain('Bonjour, je suis au 12 !');
  await page.context().close();
});

test('in Arabic the map is mirrored, speaks Arabic, and shows places by their Arabic names', async ({ browser, town }) => {
  const ar = textsOf('ar', 'map');
  const page = await visitor(browser, town, `/app/map/area/${town.city}`, { locale: 'ar' });
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { name: 'المدينة الجديدة' })).toBeVisible();
  const line = page.getByRole('list').getByRole('link', { name: /القناة/ });
  await expect(line).toBeVisible();
  const box = await page.locator('.beside').boundingBox();
  expect(box?.x).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await axe(page)).toEqual([]);
  await line.click();
  await expect(page.getByRole('navigation', { name: ar['map.path'] ?? '' }).getByText('المدينة الجديدة')).toBeVisible();
  await page.context().close();
});

test('the drawing says what the list says, and the map that moves runs under the page’s policy', async ({ browser, town }) => {
  const page = await visitor(browser, town, `/app/map/area/${town.city}`);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) problems.push(message.text());
  });
  const { groups } = await town.moderator.request<{ groups: number }>('GET', `${D}/areas/${town.quarter}`);
  const words = groups === 0 ? 'Le Canal : aucun groupe' : new RegExp(`^Le Canal : ${groups} groupe`);
  await expect(page.getByRole('group', { name: 'Carte de ce lieu' }).getByRole('link', { name: words })).toBeVisible();
  const moving = page.getByRole('button', { name: 'Carte mobile' });
  // Where the machine has no WebGL the drawing is all there is.
  if ((await moving.count()) > 0) {
    await moving.click();
    const mark = page.locator('.map-mark').filter({ hasText: String(groups) }).first();
    await expect(mark.or(page.getByText('ne peut pas afficher')).first()).toBeVisible({ timeout: 60_000 });
    if ((await mark.count()) > 0) {
      await mark.focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/\/app\/map\/area\/\d+$/);
    }
  }
  expect(problems).toEqual([]);
  await page.context().close();
});

test('who follows a place finds what is new there in the inbox, on every device, and the feed’s address at hand', async ({ browser, town }) => {
  const keeper = await town.house.person('suit_tient');
  const ines = await town.house.person('suit_ines');
  await list(town, keeper, { name: 'Cour d’avant', target: { type: 'link', url: 'https://t.me/cour_avant' } });
  const context = { permissions: ['clipboard-read', 'clipboard-write'] };
  const page = await ines.open(browser, `/app/map/area/${town.quarter}`, context);
  await page.getByRole('button', { name: 'Suivre ce lieu' }).click();
  await expect(page.getByRole('button', { name: 'Ne plus suivre' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Copier l’adresse du fil Atom' }).click();
  const feed = await page.evaluate(() => navigator.clipboard.readText());
  expect(await (await fetch(feed)).text()).toContain('Cour d’avant');

  await list(town, keeper, { name: 'Cour d’après', target: { type: 'link', url: 'https://t.me/cour_apres' } });
  const other = await ines.open(browser, '/inbox');
  await other.getByRole('tab', { name: /Carte/ }).click();
  await expect(other.getByRole('link', { name: /Cour d’après nouveau groupe/ })).toBeVisible();
  await expect(other.getByText('Cour d’avant')).toHaveCount(0);
  expect(await axe(other)).toEqual([]);
  await other.getByRole('button', { name: 'Marquer Le Canal comme lu' }).click();
  await expect(other.getByText('Rien de nouveau')).toBeVisible();
  await other.reload();
  await other.getByRole('tab', { name: /Carte/ }).click();
  await expect(other.getByText('Rien de nouveau')).toBeVisible();
  await other.getByRole('button', { name: 'Ne plus suivre' }).click();
  await expect(other.getByText('Vous ne suivez aucun lieu')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Suivre ce lieu' })).toBeVisible();
});

test('who keeps a group by account writes to those who look after the map, and reads the answer', async ({ browser, town }) => {
  const ada = await town.house.person('ecrit_ada');
  const guild = await ada.makeGuild('Cour des Lettres');
  const group = await list(town, ada, { name: 'Cour des Lettres', target: { type: 'guild', guild_id: guild.id } });
  const page = await ada.open(browser, `/app/map/keep/${group.id}?guild=${guild.id}`);
  await page.getByRole('tab', { name: textsOf('fr', 'map')['map.keep_words'] ?? '' }).click();
  await page.getByRole('textbox').fill('Qui relit nos mots ?');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('Qui relit nos mots ?')).toBeVisible();
  await town.moderator.request('POST', `${D}/groups/${group.id}/messages`, { text: 'Nous trois.' });
  await page.reload();
  await page.getByRole('tab', { name: new RegExp(textsOf('fr', 'map')['map.keep_words'] ?? '') }).click();
  await expect(page.getByText('Nous trois.')).toBeVisible();
});

test('a place is drawn by keyboard where there is no WebGL', async ({ browser, town }) => {
  const page = await town.moderator.open(browser, '/channels/@me');
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto('/app/map/areas');
  await page.getByText(textsOf('fr', 'map')['map.draw_on_map'] ?? '').click();
  const drawing = page.getByRole('application');
  await drawing.focus();
  for (const key of ['Enter', 'ArrowRight', 'Enter', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await drawing.click({ position: { x: 30, y: 30 } });
  await expect(page.getByRole('status').filter({ hasText: '4' })).toBeVisible();
  expect(await axe(page)).toEqual([]);
});
