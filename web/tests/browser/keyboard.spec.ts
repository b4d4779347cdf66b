//! With the keyboard alone: writing, answering, reacting, going about, moderating. What has the focus can be seen, and
//! after something was shut the focus is where it was.
import type { Locator, Page } from '@playwright/test';

import { expect, type House, type Person, test } from './house';
import { composer, goTo, row, rowOf } from './room';

const TABS_MAX = 80;

/** What has the focus, if one can see that it has it; else what is wrong. */
function focusSeen(page: Page): Promise<string> {
  return page.evaluate(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return 'nothing has the focus';
    const { left, top, right, bottom } = it.getBoundingClientRect();
    if (right < 0 || bottom < 0 || left > innerWidth || top > innerHeight) return `out of sight: ${it.outerHTML.slice(0, 120)}`;
    const { outlineStyle, outlineWidth } = getComputedStyle(it);
    const isRinged = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    // A field has a caret and a frame; a menu's line a ground of its own; a dialog or list is itself the place.
    return isRinged || it.matches('input, textarea, [data-highlighted], [role="dialog"], [role="menu"], [role="listbox"], main, [role="group"]') ? 'seen' : `not shown: ${it.outerHTML.slice(0, 160)}`;
  });
}

/** Presses keys one after the other; after each the focus can be seen. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await expect.poll(() => focusSeen(page), { message: `after ${key}` }).toBe('seen');
  }
}

/** Goes on with Tab, or another key, until this has the focus. */
async function reach(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let count = 0; count < TABS_MAX; count += 1) {
    if (await wanted.evaluate((it) => it === document.activeElement || it.hasAttribute('data-highlighted'))) return;
    await page.keyboard.press(key);
    // Behind the last element comes the browser, and then the first.
    await expect.poll(() => focusSeen(page), { message: `after ${key}` }).toMatch(/^(seen|nothing has the focus)$/);
  }
  throw new Error(`${key} does not lead to ${wanted.toString()}`);
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Raccourcis clavier' });
const article = (page: Page, id: string) => rowOf(page, id).getByRole('article');

interface Scene {
  owner: Person;
  guest: Person;
  guild: { id: string; channel: string };
}

async function scene(house: House, name: string): Promise<Scene> {
  const [owner, guest] = [await house.person(`${name}_hote`), await house.person(`${name}_voisin`)];
  const guild = await owner.makeGuild(`La cour ${name}`);
  await guest.join(await owner.invite(guild.channel));
  return { owner, guest, guild };
}

test('a message is written, answered, reacted to, changed and deleted without a mouse', async ({ browser, house }) => {
  const { owner, guest, guild } = await scene(house, 'touches');
  const theirs = await guest.say(guild.channel, 'Qui vient samedi ?');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('Moi, à neuf heures');
  await press(page, 'Enter');
  await expect(row(page, 'Moi, à neuf heures')).toHaveCount(1);
  await expect(composer(page)).toBeFocused();

  // Up to the messages: one of them is reached by Tab, the others by arrows.
  const mine = row(page, 'Moi, à neuf heures').getByRole('article');
  await reach(page, mine, 'Shift+Tab');
  await press(page, 'ArrowUp');
  await expect(article(page, theirs)).toBeFocused();
  await press(page, 'r');
  await expect(composer(page)).toBeFocused();
  await expect(page.getByText(`Réponse à ${guest.name}`)).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByText(`Réponse à ${guest.name}`)).toHaveCount(0);
  await reach(page, mine, 'Shift+Tab');
  await press(page, 'ArrowUp', 'r');
  await page.keyboard.type('Avec un gâteau');
  await press(page, 'Enter');
  await expect(row(page, 'Avec un gâteau')).toContainText('Qui vient samedi ?');

  const answer = row(page, 'Avec un gâteau').getByRole('article');
  await reach(page, answer, 'Shift+Tab');
  await press(page, 'ArrowUp', 'ArrowUp', '+');
  const picker = page.getByRole('dialog', { name: 'Réagir' });
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('arbre');
  await expect(picker.getByRole('gridcell').first()).toBeVisible();
  await press(page, 'ArrowDown', 'ArrowRight', 'Enter');
  await expect(picker).toHaveCount(0);
  await expect(rowOf(page, theirs).getByRole('button', { name: /1 réaction/ })).toBeVisible();
  await expect(article(page, theirs)).toBeFocused();

  // Changed, or not: the focus is on the message again.
  await press(page, 'ArrowDown', 'e');
  const editor = page.getByRole('textbox', { name: 'Modifier le message' });
  await expect(editor).toBeFocused();
  await press(page, 'Escape');
  await expect(editor).toHaveCount(0);
  await expect(mine).toBeFocused();
  await press(page, 'e', 'End');
  await page.keyboard.type(' pile');
  await press(page, 'Enter');
  await expect(row(page, 'neuf heures pile')).toContainText('(modifié)');
  await expect(row(page, 'neuf heures pile').getByRole('article')).toBeFocused();

  // Deleted, after a question; the focus is on a neighbour.
  await press(page, 'Delete');
  const question = page.getByRole('dialog', { name: 'Supprimer ce message ?' });
  await expect(question).toBeVisible();
  await press(page, 'Escape');
  await expect(question).toHaveCount(0);
  await expect(mine).toBeFocused();
  await press(page, 'Delete');
  await reach(page, question.getByRole('button', { name: 'Supprimer' }));
  await page.keyboard.press('Enter');
  await expect(mine).toHaveCount(0);
  await expect(answer).toBeFocused();
  await page.context().close();
});

test('the menu of a message opens by its key, and the sheet of keys over it', async ({ browser, house }) => {
  const { owner, guest, guild } = await scene(house, 'menus');
  const id = await guest.say(guild.channel, 'Un message');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(page)).toBeFocused();
  await reach(page, article(page, id), 'Shift+Tab');
  const menu = page.getByRole('menu');
  await press(page, 'Shift+F10');
  await reach(page, menu.getByRole('menuitem', { name: 'Répondre' }), 'ArrowDown');
  await expect(menu.getByRole('menuitem', { name: 'Répondre' })).toHaveAttribute('data-highlighted', '');
  await press(page, 'Escape');
  await expect(menu).toHaveCount(0);
  await expect(article(page, id)).toBeFocused();

  await press(page, 'Shift+F10');
  await reach(page, menu.getByRole('menuitem', { name: 'Répondre' }), 'ArrowDown');
  await page.keyboard.press('Enter');
  await expect(menu).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await press(page, 'Escape');
  await reach(page, article(page, id), 'Shift+Tab');

  // The sheet takes the menu's place, and gives the focus back to what the menu was for.
  for (const key of ['?', 'Control+k']) {
    await press(page, 'Shift+F10');
    await expect(menu).toBeVisible();
    await press(page, key);
    await expect(menu).toHaveCount(0);
    const over = key === '?' ? sheet(page) : page.getByRole('dialog', { name: 'Aller à…' });
    await expect(over).toBeVisible();
    await expect.poll(() => over.evaluate((it) => it.contains(document.activeElement))).toBe(true);
    await press(page, 'Escape');
    await expect(over).toHaveCount(0);
    await expect(article(page, id)).toBeFocused();
  }

  // The sheet lists what works here, and the keys scroll it.
  await press(page, '?');
  for (const words of ['Répondre', 'Salon suivant', 'Gras']) await expect(sheet(page).getByText(words, { exact: true })).toBeVisible();
  await press(page, 'Escape');
  await reach(page, composer(page));
  await page.keyboard.type('?');
  await expect(sheet(page)).toHaveCount(0);
  await expect(composer(page)).toHaveValue('?');
  await page.context().close();
});

test('rooms and places are reached by keys, and one can write at once', async ({ browser, house }) => {
  const { owner, guild } = await scene(house, 'lieux');
  const other = await owner.makeGuild('Le verger');
  await owner.request('POST', `/guilds/${guild.id}/channels`, { name: 'jardin', type: 0 });
  await owner.request('POST', `/guilds/${guild.id}/channels`, { name: 'atelier', type: 0 });
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const here = (name: string | RegExp) => expect(page.getByRole('heading', { level: 1, name, exact: true }).last()).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await press(page, 'Alt+ArrowDown');
  await here('jardin');
  await expect(composer(page)).toBeFocused();
  await press(page, 'Alt+ArrowDown');
  await here('atelier');
  await press(page, 'Alt+ArrowUp');
  await here('jardin');

  const switcher = page.getByRole('combobox', { name: 'Où voulez-vous aller ?' });
  await press(page, 'Control+k');
  await expect(switcher).toBeFocused();
  await page.keyboard.type('atel');
  await expect(page.getByRole('option', { selected: true })).toContainText('atelier');
  await page.keyboard.press('Enter');
  await here('atelier');
  await expect(composer(page)).toBeFocused();
  await press(page, 'Control+k');
  await expect(switcher).toBeFocused();
  await press(page, 'Escape');
  await expect(composer(page)).toBeFocused();

  // The newest place stands first.
  await page.keyboard.press('Control+Alt+ArrowUp');
  await expect(page).toHaveURL(new RegExp(`/channels/${other.id}/`));
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press('Control+Alt+ArrowDown');
  await expect(page).toHaveURL(new RegExp(`/channels/${guild.id}/`));

  // The list beside, by Tab and arrows, and from the beginning of the page over it to the room.
  const rooms = page.getByRole('navigation', { name: 'Salons' });
  await reach(page, rooms.getByRole('link', { name: 'atelier' }), 'Shift+Tab');
  await press(page, 'ArrowUp');
  await expect(rooms.getByRole('link', { name: 'jardin' })).toBeFocused();
  await page.keyboard.press('Enter');
  await here('jardin');
  await page.reload();
  await expect(composer(page)).toBeFocused();
  const over = page.getByRole('link', { name: 'Aller aux messages' });
  await expect(over).not.toBeInViewport();
  await reach(page, over, 'Shift+Tab');
  await expect(over).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#room')).toBeFocused();
  await page.keyboard.type('Me voici');
  await expect(composer(page)).toHaveValue('Me voici');

  // Settings and back.
  await press(page, 'Control+,');
  await expect(page.getByRole('heading', { name: 'Profil', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue('Me voici');
  await page.context().close();
});

test('what is typed while the switcher is on its way stands in it, and not in the room', async ({ browser, house }) => {
  const { owner, guild } = await scene(house, 'vite');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, { serviceWorkers: 'block' });
  await expect(composer(page)).toBeFocused();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/Switcher-[^/]*\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('abc');
  await expect(page.getByRole('dialog', { name: 'Aller à…' }).getByRole('textbox')).toHaveValue('abc');
  release();
  const switcher = page.getByRole('combobox');
  await expect(switcher).toBeFocused();
  await page.keyboard.type('d');
  await expect(switcher).toHaveValue('abcd');
  await page.keyboard.press('Escape');
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue('');
  // The next time it begins with nothing.
  await page.keyboard.press('Control+k');
  await expect(switcher).toHaveValue('');
  await page.context().close();
});

test('what was typed into another room is not brought back by undoing', async ({ browser, house }) => {
  const { owner, guild } = await scene(house, 'defaire');
  const { id: other } = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/channels`, { name: 'autre', type: 0 });
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const go = async (channel: string): Promise<void> => {
    await goTo(page, `/channels/${guild.id}/${channel}`);
    await expect(composer(page)).toBeFocused();
  };
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('pour ici');
  await go(other);
  await expect(composer(page)).toHaveValue('');
  await page.keyboard.press('Control+z');
  await expect(composer(page)).toHaveValue('');
  // What was begun stands in its room, also when nothing was written in between.
  await go(guild.channel);
  await expect(composer(page)).toHaveValue('pour ici');
  await page.keyboard.type(' :smi');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.context().close();
});

test('a moderator silences, expels and bans, and deletes what somebody wrote', async ({ browser, house }) => {
  const { owner, guest: loud, guild } = await scene(house, 'garde');
  const code = await owner.invite(guild.channel);
  const [rude, spammer] = [await house.person('garde_grossier'), await house.person('garde_reclame')];
  for (const it of [rude, spammer]) await it.join(code);
  const id = await spammer.say(guild.channel, 'Achetez mes montres');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const theirs = await spammer.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(theirs)).toBeVisible();
  await expect(composer(page)).toBeFocused();

  await reach(page, article(page, id), 'Shift+Tab');
  await press(page, 'Delete');
  await reach(page, page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }));
  await page.keyboard.press('Enter');
  await expect(row(theirs, 'montres')).toHaveCount(0);
  await expect.poll(() => focusSeen(page)).toBe('seen');

  for (const [person, action, reason] of [[loud, 'Faire taire un moment', 'Crie trop'], [rude, 'Expulser', 'Insulte'], [spammer, 'Bannir', 'Réclame']] as const) {
    const line = page.getByRole('list', { name: 'Membres' }).getByRole('button', { name: person.name });
    await reach(page, page.getByRole('searchbox', { name: 'Chercher une personne' }));
    await page.keyboard.press('Control+a');
    await page.keyboard.type(person.name);
    await expect(page.getByRole('list', { name: 'Membres' }).getByRole('button')).toHaveCount(1);
    await reach(page, line);
    await press(page, 'Enter');
    await reach(page, page.getByRole('button', { name: `Actions : ${person.name}` }));
    await press(page, 'Enter');
    await reach(page, page.getByRole('menuitem', { name: action }), 'ArrowDown');
    await press(page, 'Enter');
    const dialog = page.getByRole('dialog', { name: new RegExp(person.name) }).filter({ hasText: 'Pourquoi ?' });
    await reach(page, dialog.getByRole('textbox', { name: 'Pourquoi ?' }));
    await page.keyboard.type(reason);
    await page.keyboard.press('Enter');
    await expect(page.locator('.notice').filter({ hasText: `C’est fait pour ${person.name}` })).toBeVisible();
    await expect(dialog).toHaveCount(0);
    await expect.poll(() => focusSeen(page), { message: `after ${action}` }).toBe('seen');
  }
  const member = await owner.request<{ communication_disabled_until: string | null }>('GET', `/guilds/${guild.id}/members/${loud.id}`);
  expect(Date.parse(member.communication_disabled_until ?? '')).toBeGreaterThan(Date.now());
  const left = await owner.request<{ user: { id: string } }[]>('GET', `/guilds/${guild.id}/members?limit=100`);
  expect(left.map((it) => it.user.id).sort()).toEqual([owner.id, loud.id].sort());
  const bans = await owner.request<{ user: { id: string }; reason: string }[]>('GET', `/guilds/${guild.id}/bans`);
  expect(bans.map((it) => [it.user.id, it.reason])).toEqual([[spammer.id, 'Réclame']]);
  await expect(composer(theirs)).toHaveCount(0);
  await page.context().close();
  await theirs.context().close();
});

test('what is opened by a key gives the focus back to it', async ({ browser, house }) => {
  const { owner, guild } = await scene(house, 'retours');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(page)).toBeFocused();
  const over = page.locator('[role="dialog"], [role="menu"]');
  const openers = ['Ajouter un lieu', 'Aller à…', 'Émojis', /menu du lieu/, /mon menu/];
  for (const name of openers) {
    const opener = page.getByRole('button', { name }).first();
    await opener.focus();
    await press(page, 'Enter');
    await expect(over.first()).toBeVisible();
    await press(page, 'Escape');
    await expect(over).toHaveCount(0);
    // The emoji are for the field, which is where one goes on.
    await expect(name === 'Émojis' ? composer(page) : opener).toBeFocused();
  }

  // From a menu into a dialog and out of it: to the button of the menu.
  const opener = page.getByRole('button', { name: /menu du lieu/ });
  for (const name of ['Inviter', 'Nouveau salon', 'Notifications…']) {
    await opener.focus();
    await press(page, 'Enter');
    await reach(page, page.getByRole('menuitem', { name, exact: true }), 'ArrowDown');
    await press(page, 'Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await press(page, 'Escape');
    await expect(over).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  await goTo(page, '/inbox');
  await page.getByRole('tab', { name: 'Non lus' }).focus();
  await press(page, '?');
  await expect(sheet(page)).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('tab', { name: 'Non lus' })).toBeFocused();
  await page.context().close();
});
