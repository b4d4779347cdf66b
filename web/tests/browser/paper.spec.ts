//! A sheet of paper: from the one who prints it to the first message of the one who scanned it.
import type { Page } from '@playwright/test';

import { phone } from './finger';
import { expect, PASSWORD, test } from './house';
import { composer, putWelcomeAway, row } from './room';

const SHEET = { name: 'Imprimer pour La cour des lilas' };

/** Comes in by the short link, as somebody new, on a phone. */
async function comeBy(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'La cour des lilas' })).toBeVisible();
  await page.getByRole('link', { name: /Rejoindre/ }).click();
  await page.getByLabel('Nom d’utilisateur').fill(name);
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Créer un compte' }).click();
  await page.getByRole('button', { name: 'Rejoindre' }).click();
  await expect(composer(page)).toBeVisible();
}

test('somebody new comes by a sheet of paper, writes, and is counted', async ({ browser, house }) => {
  const owner = await house.person('affiche_garde');
  const guild = await owner.makeGuild('La cour des lilas');
  const desk = await owner.open(browser, `/guilds/${guild.id}/settings/invites`);
  await desk.getByRole('button', { name: 'Imprimer des affiches' }).click();
  const dialog = desk.getByRole('dialog', SHEET);

  // The sheet as it will be follows what is chosen.
  const preview = dialog.getByRole('img', { name: /Aperçu/ });
  await expect(preview).toHaveAccessibleName('Aperçu : Affiche de porte');
  const before = await preview.getAttribute('src');
  await dialog.getByRole('combobox', { name: 'Format' }).selectOption({ label: 'Affiche à languettes' });
  const second = dialog.getByRole('combobox', { name: 'Seconde langue' });
  // Its words carry marks that keep them apart from the line around them.
  await second.selectOption((await second.getByRole('option', { name: /العربية/ }).getAttribute('value')) ?? '');
  await dialog.getByRole('group', { name: 'العربية' }).getByRole('textbox', { name: 'Nom sur la feuille' }).fill('فناء الليلك');
  await dialog.getByRole('textbox', { name: 'Où sera-t-elle ?' }).fill('Boulangerie');
  await expect(preview).toHaveAccessibleName('Aperçu : Affiche à languettes');
  await expect(preview).not.toHaveAttribute('src', before ?? '');
  await dialog.getByRole('button', { name: 'Préparer cette feuille' }).click();
  const sheet = dialog.getByRole('listitem').filter({ hasText: 'Boulangerie' });
  await expect(sheet).toContainText('Personne encore');
  const download = desk.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Enregistrer le PDF' }).click();
  expect((await download).suggestedFilename()).toBe('tear_off.pdf');

  // Whoever scanned it has no account yet.
  const link = /https?:\/\/\S+\/j\/[0-9A-Z]{9}/.exec(await sheet.innerText())?.[0] ?? '';
  const newcomer = await (await browser.newContext({ baseURL: house.url, ...phone(390, 844) })).newPage();
  await comeBy(newcomer, link.toLowerCase(), 'affiche_voisin');
  await putWelcomeAway(newcomer);
  await composer(newcomer).fill('Bonjour, je viens de la boulangerie');
  await newcomer.getByRole('button', { name: 'Envoyer', exact: true }).tap();
  await expect(row(newcomer, 'Bonjour, je viens de la boulangerie')).toBeVisible();
  // On the page at once, with the server a moment later.
  await expect.poll(async () => (await owner.history(guild.channel)).some((it) => it.content === 'Bonjour, je viens de la boulangerie')).toBe(true);

  // Counted, and taken back with every copy.
  await desk.reload();
  await desk.getByRole('button', { name: 'Imprimer des affiches' }).click();
  await dialog.getByRole('tab', { name: /Feuilles prêtes/ }).click();
  await expect(sheet).toContainText('1 personne venue');
  await sheet.getByRole('button', { name: 'Retirer' }).click();
  await sheet.getByRole('alert').getByRole('button', { name: 'Retirer' }).click();
  await expect(sheet).toContainText('Retirée');
  const gone = await newcomer.request.get(link);
  expect(gone.status()).toBe(404);
  await desk.context().close();
  await newcomer.context().close();
});
