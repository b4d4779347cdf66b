//! What members do beyond talking: forward, open a subject in a forum; and moderators: find a ban and lift it.
import { expect, type House, type Person, test } from './house';
import { composer, goTo, notice, row, rowOf } from './room';

async function scene(house: House, name: string): Promise<{ owner: Person; guest: Person; guild: { id: string; channel: string } }> {
  const [owner, guest] = [await house.person(`${name}_garde`), await house.person(`${name}_voisine`)];
  const guild = await owner.makeGuild(`La place ${name}`);
  await guest.join(await owner.invite(guild.channel));
  return { owner, guest, guild };
}

test('a message is forwarded to a room and to a person, with a word', async ({ browser, house }) => {
  const { owner, guest, guild } = await scene(house, 'transfert');
  const { id: room } = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/channels`, { name: 'annonces-du-quartier', type: 0 });
  const { id: private_ } = await owner.request<{ id: string }>('POST', '/users/@me/channels', { recipient_id: guest.id });
  await owner.say(private_, 'Bonjour');
  const id = await guest.say(guild.channel, 'Fête samedi **sur la place**');
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await rowOf(page, id).getByText('Fête samedi').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Transférer' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transférer' });
  const send = dialog.getByRole('button', { name: /^Transférer/ });
  await expect(dialog).toContainText('Fête samedi sur la place');
  await expect(send).toBeDisabled();
  await dialog.getByRole('searchbox', { name: 'Vers' }).fill('quart');
  await dialog.getByRole('checkbox', { name: /annonces-du-quartier/ }).check();
  await dialog.getByRole('searchbox', { name: 'Vers' }).fill(guest.name);
  await dialog.getByRole('checkbox', { name: new RegExp(guest.name) }).check();
  await dialog.getByRole('textbox', { name: /Ajouter un mot/ }).fill('Pour vous');
  await expect(send).toHaveText('Transférer à 2');
  await send.click();
  await notice(page, 'Message transféré.');

  await goTo(page, `/channels/${guild.id}/${room}`);
  await expect(row(page, 'Fête samedi')).toContainText('Transféré');
  await expect(row(page, 'Fête samedi').locator('strong')).toHaveText('sur la place');
  await expect(row(page, 'Pour vous')).toBeVisible();
  await row(page, 'Fête samedi').getByRole('button', { name: /^Depuis / }).click();
  await expect(rowOf(page, id)).toBeVisible();
  const theirs = await guest.open(browser, `/channels/@me/${private_}`);
  await expect(row(theirs, 'Fête samedi')).toContainText('Transféré');
  await expect(row(theirs, 'Pour vous')).toBeVisible();
  await page.context().close();
  await theirs.context().close();
});

test('a subject is opened in a forum, found by its tag, and answered', async ({ browser, house }) => {
  const { owner, guest, guild } = await scene(house, 'forum');
  const REQUIRE_TAG = 1 << 4;
  const forum = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/channels`, { name: 'questions', type: 15, flags: REQUIRE_TAG, available_tags: [{ name: 'Jardin' }, { name: 'Voirie' }] });
  const page = await owner.open(browser, `/channels/${guild.id}/${forum.id}`);
  const elsewhere = await guest.open(browser, `/channels/${guild.id}/${forum.id}`);
  await expect(page.getByText('Aucun sujet pour l’instant')).toBeVisible();
  await expect(elsewhere.getByText('Aucun sujet pour l’instant')).toBeVisible();
  await page.getByRole('button', { name: 'Nouveau sujet' }).click();
  const form = page.locator('form').filter({ hasText: 'Titre' });
  const publish = form.getByRole('button', { name: 'Publier' });
  await form.getByRole('textbox', { name: 'Titre' }).fill('Qui arrose le figuier ?');
  await form.getByRole('textbox', { name: 'Message' }).fill('Il a soif en *août*.');
  await expect(publish).toBeDisabled();
  await form.getByText('Jardin', { exact: true }).click();
  await publish.click();

  // It opens beside the forum, and is there for everybody.
  const pane = page.locator('aside');
  await expect(pane.locator('header').getByRole('heading', { name: 'Qui arrose le figuier ?' })).toBeVisible();
  await expect(row(page, 'Il a soif').locator('em')).toHaveText('août');
  await composer(page).fill('Pas moi cette année');
  await composer(page).press('Enter');
  await expect(row(page, 'Pas moi cette année')).toHaveCount(1);
  const card = elsewhere.getByRole('button', { name: /Qui arrose le figuier/ });
  await expect(card).toContainText('Il a soif en août.');
  await expect(card).toContainText('Jardin');
  const tags = elsewhere.getByRole('list', { name: 'Étiquettes' });
  await tags.getByRole('button', { name: 'Voirie' }).click();
  await expect(card).toHaveCount(0);
  await tags.getByRole('button', { name: 'Voirie' }).click();
  await tags.getByRole('button', { name: 'Jardin' }).click();
  await card.click();
  await expect(row(elsewhere, 'Pas moi cette année')).toBeVisible();
  await composer(elsewhere).fill('Comptez sur moi');
  await composer(elsewhere).press('Enter');
  await expect(row(page, 'Comptez sur moi')).toBeVisible();
  await page.context().close();
  await elsewhere.context().close();
});

test('a ban is found among all of them by a part of the name, and lifted', async ({ browser, house }) => {
  const { owner, guild } = await scene(house, 'bannis');
  const code = await owner.invite(guild.channel);
  for (const name of ['bannis_corbeau', 'bannis_corneille', 'bannis_pie']) {
    const person = await house.person(name);
    await person.join(code);
    await owner.request('PUT', `/guilds/${guild.id}/bans/${person.id}`, {});
  }
  const page = await owner.open(browser, `/guilds/${guild.id}/settings/bans`);
  const lines = page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Laisser revenir' }) });
  await expect(lines).toHaveCount(3);
  const field = page.getByRole('searchbox', { name: 'Une partie du nom' });
  await field.fill('COR');
  await expect(lines).toHaveCount(2);
  await field.fill('personne de tel');
  await expect(page.getByText('Personne de ce nom.')).toBeVisible();
  await field.fill('corneille');
  await expect(lines).toHaveCount(1);
  await lines.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Laisser revenir' }).click();
  await expect(lines).toHaveCount(0);
  await field.fill('');
  await expect(lines).toHaveCount(2);
  expect((await owner.request<{ user: { username: string } }[]>('GET', `/guilds/${guild.id}/bans`)).map((it) => it.user.username)).not.toContain('bannis_corneille');
  await page.context().close();
});
