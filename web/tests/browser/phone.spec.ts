//! On a phone: lists by swipe and by button, everything with a finger, nothing beside the screen or under its keyboard.
import { expectBetween, expectNothingAside, Finger, goBack, letBackBeHeard, phone } from './finger';
import { expect, test } from './house';
import { composer, goTo, PICTURE, row, rowOf, visit } from './room';

const SIZES = [[390, 844], [320, 568]] as const;
const LONG_NAME = 'une_personne_au_nom_plutot_long';
const LONG_WORD = 'https://example.org/une-adresse-qui-ne-finit-pas/'.padEnd(300, 'abcdefghij');

for (const [width, height] of SIZES) {
  test(`a finger does everything in a room of ${width} by ${height} points`, async ({ browser, house }) => {
    const owner = await house.person(`doigt_${width}`);
    const guest = await house.person(`${LONG_NAME.slice(0, 24)}_${width}`);
    const guild = await owner.makeGuild('Le square de la gare et ses environs immédiats');
    await guest.join(await owner.invite(guild.channel));
    const before = await guest.say(guild.channel, `Bonjour ! ${LONG_WORD}\n\`\`\`\n${LONG_WORD}\n\`\`\``);
    const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, phone(width, height));
    const finger = await Finger.on(page);
    const channels = page.getByRole('navigation', { name: 'Salons' });
    const send = page.getByRole('button', { name: 'Envoyer', exact: true });
    const sheet = page.getByRole('menu');
    await expect(composer(page)).toBeVisible();
    await expectNothingAside(page, 'the room');

    // The lists, by button and by swipe, and the focus back where it was.
    const toList = page.getByRole('button', { name: 'Ouvrir la liste des salons' });
    await expect(channels).toBeHidden();
    await toList.tap();
    await expect(channels.getByRole('link', { name: /général|general/i })).toBeFocused();
    await expectNothingAside(page, 'the lists');
    const middle = height / 2;
    await finger.swipe({ x: width - 60, y: middle }, { x: 20, y: middle });
    await expect(channels).toBeHidden();
    await expect(toList).toBeFocused();
    await finger.swipe({ x: 30, y: middle }, { x: width - 40, y: middle });
    await expect(channels).toBeVisible();
    // A tap that follows a swipe at once only ends the swipe, for the browser; people tap again, and so does this.
    await expect(async () => {
      await page.locator('.veil').tap({ position: { x: width - 10, y: middle } });
      await expect(channels).toBeHidden({ timeout: 1_000 });
    }).toPass();
    await finger.swipe({ x: width - 30, y: middle }, { x: 30, y: middle });
    const members = page.getByRole('heading', { name: 'Membres' });
    await expect(members).toBeVisible();
    await expect(page.getByRole('list', { name: 'Membres' }).getByText(guest.name)).toBeVisible();
    await expectNothingAside(page, 'the members');
    await finger.swipe({ x: 30, y: middle }, { x: width - 30, y: middle });
    await expect(members).toBeHidden();
    // Up and down is scrolling, and opens nothing.
    await finger.swipe({ x: width / 2, y: middle }, { x: width / 2 + 30, y: middle - 150 });
    await expect(channels).toBeHidden();

    // Write: the keyboard's Enter makes a new line, the button sends.
    await composer(page).tap();
    await composer(page).pressSequentially('Deux');
    await composer(page).press('Enter');
    await composer(page).pressSequentially('lignes');
    await send.tap();
    await expect(row(page, 'Deux')).toContainText('lignes');

    // Everything else by resting on a message: the sheet lies at the foot of the screen, whole.
    await finger.rest(rowOf(page, before).locator('time'), sheet);
    await expectBetween(sheet, 0, height);
    await expectNothingAside(page, 'the sheet');
    await sheet.getByRole('menuitem', { name: 'Répondre' }).tap();
    await composer(page).fill('À vous');
    await send.tap();
    await expect(row(page, 'À vous')).toContainText('Bonjour !');
    await finger.rest(rowOf(page, before).locator('time'), sheet);
    await sheet.getByRole('menuitem', { name: 'Réagir' }).tap();
    const picker = page.getByRole('dialog', { name: 'Réagir' });
    await expectBetween(picker, 0, height);
    await expectNothingAside(page, 'the emoji');
    await picker.getByRole('gridcell').first().getByRole('button').tap();
    await expect(rowOf(page, before).getByRole('button', { name: /1 réaction/ })).toHaveAttribute('aria-pressed', 'true');
    await finger.rest(row(page, 'À vous').locator('time').last(), sheet);
    await sheet.getByRole('menuitem', { name: 'Modifier' }).tap();
    const editor = page.getByRole('textbox', { name: 'Modifier le message' });
    await editor.fill('À vous, vraiment');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).tap();
    await expect(row(page, 'À vous, vraiment')).toContainText('(modifié)');

    // A file with its words, seen large.
    await page.locator('input[type=file]').first().setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByRole('textbox', { name: 'Description de plan.png' }).fill('Le plan de la cour');
    await expectNothingAside(page, 'a file before it leaves');
    await expectBetween(send, 0, height);
    await send.tap();
    await page.getByRole('button', { name: /Le plan de la cour/ }).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNothingAside(page, 'the gallery');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await finger.rest(row(page, 'À vous, vraiment').locator('time').last(), sheet);
    await sheet.getByRole('menuitem', { name: 'Supprimer' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).tap();
    await expect(row(page, 'À vous, vraiment')).toHaveCount(0);
    await page.context().close();
  });
}

test('the phone’s way back shuts what lies over the page, innermost first, and then goes back', async ({ browser, house }) => {
  const owner = await house.person('retour');
  const guild = await owner.makeGuild('Le retour');
  const id = await owner.say(guild.channel, 'Un message');
  const page = await owner.open(browser, '/inbox', phone(390, 844));
  await letBackBeHeard(page);
  await page.reload();
  const finger = await Finger.on(page);
  await goTo(page, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(page)).toBeVisible();
  const room = page.url();

  await page.getByRole('button', { name: 'Ouvrir la liste des salons' }).tap();
  await expect(page.getByRole('navigation', { name: 'Salons' })).toBeVisible();
  await goBack(page);
  await expect(page.getByRole('navigation', { name: 'Salons' })).toBeHidden();

  await page.getByRole('button', { name: 'Membres' }).tap();
  await page.getByRole('list', { name: 'Membres' }).getByText('retour').tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await goBack(page);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Membres' })).toBeVisible();
  await goBack(page);
  await expect(page.getByRole('heading', { name: 'Membres' })).toBeHidden();

  await finger.rest(rowOf(page, id).locator('time'), page.getByRole('menu'));
  await goBack(page);
  await expect(page.getByRole('menu')).toHaveCount(0);
  expect(page.url()).toBe(room);

  // Settings are a page of their own: each step back is one.
  await page.getByRole('button', { name: 'Ouvrir la liste des salons' }).tap();
  await page.getByRole('button', { name: 'Réglages', exact: true }).tap();
  await page.getByRole('link', { name: 'Apparence' }).tap();
  await expect(page.getByRole('heading', { name: 'Apparence' })).toBeVisible();
  await goBack(page);
  await expect(page.getByRole('link', { name: 'Apparence' })).toBeVisible();
  await goBack(page);
  await expect(composer(page)).toBeVisible();
  await goBack(page);
  await expect(page.getByRole('heading', { name: 'Boîte de réception' })).toBeVisible();
  await page.context().close();
});

test('the way back does the same in browsers that cannot be asked for it', async ({ browser, house }) => {
  const owner = await house.person('retour_nu');
  const guild = await owner.makeGuild('Le retour nu');
  const { id: other } = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/channels`, { name: 'autre', type: 0 });
  const id = await owner.say(guild.channel, 'Un message');
  const page = await owner.open(browser, '/inbox', phone(390, 844));
  await page.addInitScript(() => Reflect.deleteProperty(window, 'CloseWatcher'));
  await page.reload();
  const finger = await Finger.on(page);
  const channels = page.getByRole('navigation', { name: 'Salons' });
  const toList = page.getByRole('button', { name: 'Ouvrir la liste des salons' });
  const path = (channel: string) => new RegExp(`/channels/${guild.id}/${channel}$`);
  const isOnStep = () => page.evaluate(() => (history.state as { over?: boolean } | null)?.over === true);
  const back = async (): Promise<void> => {
    await expect.poll(isOnStep).toBe(true);
    await page.evaluate(() => history.back());
  };
  await goTo(page, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(page)).toBeVisible();

  await toList.tap();
  await expect(channels).toBeVisible();
  await back();
  await expect(channels).toBeHidden();
  await expect(page).toHaveURL(path(guild.channel));

  // Innermost first.
  await page.getByRole('button', { name: 'Membres' }).tap();
  await page.getByRole('list', { name: 'Membres' }).getByText('retour_nu').tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await back();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Membres' })).toBeVisible();
  await back();
  await expect(page.getByRole('heading', { name: 'Membres' })).toBeHidden();

  // A menu that leads to a dialog, shut by its own button: no step of theirs is left.
  await finger.rest(rowOf(page, id).locator('time'), page.getByRole('menu'));
  await page.getByRole('menuitem', { name: 'Supprimer' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).tap();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(isOnStep).toBe(false);

  // Who chose a room from the list comes back to the room before, and not to the list.
  await toList.tap();
  await channels.getByRole('link', { name: 'autre' }).tap();
  await expect(page).toHaveURL(path(other));
  await expect(channels).toBeHidden();
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL(path(guild.channel));
  await page.evaluate(() => history.back());
  await expect(page.getByRole('heading', { name: 'Boîte de réception' })).toBeVisible();
  await page.context().close();
});

test('the keyboard of a phone covers neither where one writes nor what was written last', async ({ browser, house }) => {
  const owner = await house.person('clavier_mobile');
  const guild = await owner.makeGuild('Le clavier');
  for (let index = 0; index < 30; index += 1) await owner.say(guild.channel, `message ${index}`);
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, phone(390, 844));
  const last = page.getByText('message 29', { exact: true });
  await expect(last).toBeInViewport();

  // Where the page shrinks with the keyboard, as the page asks for.
  await composer(page).tap();
  await page.setViewportSize({ width: 390, height: 500 });
  await expectBetween(composer(page), 0, 500);
  await expectBetween(last, 0, 500);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectBetween(last, 500, 844);

  // Where the keyboard lies over the page and only the part that is seen shrinks.
  await page.addInitScript(() => {
    const seen = Object.assign(new EventTarget(), { height: innerHeight, width: innerWidth, offsetTop: 0, offsetLeft: 0, pageTop: 0, pageLeft: 0, scale: 1 });
    Object.defineProperty(window, 'visualViewport', { value: seen });
  });
  await page.reload();
  await expect(last).toBeInViewport();
  const see = (height: number, offsetTop: number, scale = 1) =>
    page.evaluate((now) => {
      const seen = window.visualViewport;
      if (seen) Object.assign(seen, now).dispatchEvent(new Event('resize'));
    }, { height, offsetTop, scale });
  await see(500, 0);
  await expectBetween(composer(page), 0, 500);
  await expectBetween(last, 0, 500);
  // A page that was pushed up for the keyboard ends where the screen does; one that is enlarged stays as it is.
  await see(500, 344);
  await expectBetween(composer(page), 500, 844);
  await see(422, 0, 2);
  await expectBetween(composer(page), 500, 844);
  await page.context().close();
});

test('nothing lies under a phone’s camera or its home bar', async ({ browser, house }) => {
  const [top, bottom, height] = [47, 34, 844];
  const owner = await house.person('encoche');
  const guild = await owner.makeGuild('L’encoche');
  const id = await owner.say(guild.channel, 'Un message');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, phone(390, height));
  const finger = await Finger.on(page);
  await finger.screen.send('Emulation.setSafeAreaInsetsOverride', { insets: { top, bottom, left: 0, right: 0 } });
  const free = (name: string, role: 'button' | 'link' | 'textbox' | 'menuitem' = 'button') => expectBetween(page.getByRole(role, { name }).first(), top, height - bottom);
  await expectBetween(composer(page), top, height - bottom);
  await free('Ouvrir la liste des salons');

  await page.getByRole('button', { name: 'Ouvrir la liste des salons' }).tap();
  await free('Messages privés', 'link');
  await free('Réglages');
  await goBackByKey();
  await page.getByRole('button', { name: 'Membres' }).tap();
  await expect(page.getByRole('heading', { name: 'Membres' })).toBeVisible();
  await expectBetween(page.locator('aside').getByRole('button', { name: 'Fermer' }), top, height);
  await page.locator('aside').getByRole('button', { name: 'Fermer' }).tap();

  await finger.rest(rowOf(page, id).locator('time'), page.getByRole('menu'));
  await expectBetween(page.getByRole('menuitem').last(), top, height - bottom);
  await page.getByRole('menuitem', { name: 'Réagir' }).tap();
  await expect(page.getByRole('dialog', { name: 'Réagir' }).getByRole('gridcell').first()).toBeVisible();
  await expectBetween(page.getByRole('dialog', { name: 'Réagir' }).getByRole('grid'), top, height - bottom);
  await goBackByKey();
  await finger.rest(rowOf(page, id).locator('time'), page.getByRole('menu'));
  await page.getByRole('menuitem', { name: 'Supprimer' }).tap();
  await expectBetween(page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }), top, height - bottom);
  await goBackByKey();

  await goTo(page, '/settings/appearance');
  await free('Retour', 'link');
  await goTo(page, '/inbox');
  await free('Ouvrir la liste des salons');
  await page.context().close();

  async function goBackByKey(): Promise<void> {
    await page.keyboard.press('Escape');
    await expect(page.locator('[role="dialog"], [role="menu"], .veil')).toHaveCount(0);
  }
});

test('on the narrowest screen no page has anything beside it', async ({ browser, house }) => {
  test.setTimeout(120_000);
  const owner = await house.person(`${LONG_NAME}`.slice(0, 32));
  const guild = await owner.makeGuild('Une association dont le nom ne tient jamais sur une ligne');
  await owner.request('POST', `/guilds/${guild.id}/channels`, { name: 'un-salon-dont-le-nom-est-vraiment-tres-long-lui-aussi', type: 0, topic: LONG_WORD });
  await owner.request('POST', `/guilds/${guild.id}/roles`, { name: 'Un rôle au nom interminable, pour voir' });
  const code = await owner.invite(guild.channel);
  await owner.request('POST', `/channels/${guild.channel}/webhooks`, { name: 'Un programme bavard' });
  await owner.say(guild.channel, `| ${LONG_WORD} |`, { embeds: [] });
  const page = await owner.open(browser, '/channels/@me', phone(320, 568));
  const paths = ['/channels/@me', '/inbox', '/saved', `/join/${code}`, `/channels/${guild.id}/${guild.channel}`, `/channels/${guild.id}/browse`, `/channels/${guild.id}/welcome`, ...['', '/appeals', '/log', '/watch'].map((it) => `/channels/${guild.id}/desk${it}`), '/settings', `/guilds/${guild.id}/settings`];
  for (const name of ['', '/submit', '/courtyard', '/mine']) paths.push(`/app/map${name}`);
  for (const name of ['account', 'security', 'sessions', 'privacy', 'decisions', 'applications', 'appearance', 'language', 'accessibility', 'notifications', 'data']) paths.push(`/settings/${name}`);
  for (const name of ['overview', 'roles', 'access', 'channels', 'onboarding', 'welcome', 'emoji', 'members', 'invites', 'automod', 'bans', 'audit-log', 'statistics', 'bots', 'webhooks']) paths.push(`/guilds/${guild.id}/settings/${name}`);
  for (const path of paths) {
    await visit(page, path);
    await expectNothingAside(page, path);
  }
  await page.context().close();
});
