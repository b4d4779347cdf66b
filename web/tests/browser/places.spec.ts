//! What a place's settings and its people's words look like to those who are in it.
import { expect, test } from './house';

const LEAF = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('channels and categories are moved by drag in the settings', async ({ house, browser }) => {
  const person = await house.person(`drag_${Date.now()}`);
  const channels = [{ id: '0', type: 4, name: 'Haut' }, { id: '1', type: 0, parent_id: '0', name: 'premier' }, { id: '2', type: 0, parent_id: '0', name: 'second' }, { id: '3', type: 4, name: 'Bas' }];
  const guild = await person.request<{ id: string }>('POST', '/guilds', { name: 'La cour', channels });
  const page = await person.open(browser, `/guilds/${guild.id}/settings/channels`);
  const rows = page.getByRole('main').locator('[data-channel]');
  const row = (name: string) => rows.filter({ hasText: name });
  await expect(rows).toHaveText([/Haut/, /premier/, /second/, /Bas/]);

  await row('second').dragTo(row('premier'), { targetPosition: { x: 80, y: 4 } });
  await expect(rows).toHaveText([/Haut/, /second/, /premier/, /Bas/]);
  await row('premier').dragTo(row('Bas'), { targetPosition: { x: 80, y: 20 } });
  await expect(rows).toHaveText([/Haut/, /second/, /Bas/, /premier/]);
  await row('Bas').dragTo(row('Haut'), { targetPosition: { x: 80, y: 4 } });
  await expect(rows).toHaveText([/Bas/, /premier/, /Haut/, /second/]);
  await page.reload();
  await expect(rows).toHaveText([/Bas/, /premier/, /Haut/, /second/]);
  await page.context().close();
});

test('a guild emoji in a custom status is drawn, for oneself and for others', async ({ house, browser }) => {
  const [wearer, other] = [await house.person(`leaf_${Date.now()}`), await house.person(`sees_${Date.now()}`)];
  const guild = await wearer.makeGuild('La cour');
  await other.join(await wearer.invite(guild.channel));
  const emoji = await wearer.request<{ id: string }>('POST', `/guilds/${guild.id}/emojis`, { name: 'feuille', image: LEAF });
  const own = await wearer.open(browser, `/channels/${guild.id}/${guild.channel}`, { locale: 'fr-FR' });
  await own.getByRole('button', { name: /mon menu/ }).click();
  await own.getByRole('menuitem', { name: 'Dire ce que je fais…' }).click();
  await own.getByRole('button', { name: 'Émoji', exact: true }).click();
  await own.getByRole('dialog', { name: 'Émoji', exact: true }).getByRole('gridcell').first().click();
  await own.getByRole('textbox', { name: 'Que faites-vous ?' }).fill('Je taille');
  await own.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(own.getByRole('button', { name: /mon menu/ }).getByRole('img', { name: ':feuille:' })).toHaveAttribute('src', `/emojis/${emoji.id}.webp`);

  const page = await other.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const line = page.getByRole('list', { name: 'Membres' }).getByRole('button', { name: wearer.name });
  await expect(line.getByRole('img', { name: ':feuille:' })).toBeVisible();
  await expect(line).toContainText('Je taille');
  await own.context().close();
  await page.context().close();
});
