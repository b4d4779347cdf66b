//! The whole way of two people: register, make a place, invite, talk both ways, and part.
import type { Page } from '@playwright/test';

import { expect, PASSWORD, test } from './house';
import { composer, PICTURE, putWelcomeAway, row, write } from './room';

async function register(page: Page, name: string): Promise<void> {
  await page.getByLabel('Nom d’utilisateur').fill(name);
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Créer un compte' }).click();
}

test('two people meet, talk, and one is asked to leave', async ({ browser, house }) => {
  const first = await (await browser.newContext({ baseURL: house.url })).newPage();
  const problems: string[] = [];
  first.on('pageerror', (error) => problems.push(error.message));
  await first.goto('/');
  await register(first, 'ariane');
  await putWelcomeAway(first);

  // A place of one's own.
  await first.getByRole('button', { name: 'Ajouter un lieu' }).click();
  await first.getByRole('textbox', { name: 'Nom du lieu' }).fill('La cour des tilleuls');
  await first.getByRole('button', { name: 'Fonder ce lieu' }).click();
  await expect(first.getByRole('heading', { name: 'La cour des tilleuls' })).toBeVisible();
  await expect(composer(first)).toBeVisible();

  // The guest comes by the invitation's own page, without an account.
  const token = await first.evaluate(() => localStorage.getItem('parvis.token'));
  const [, , guild, channel] = new URL(first.url()).pathname.split('/');
  const answer = await first.request.post(`/api/v10/channels/${channel}/invites`, { headers: { authorization: token ?? '' }, data: {} });
  const { code } = (await answer.json()) as { code: string };
  const second = await (await browser.newContext({ baseURL: house.url })).newPage();
  second.on('pageerror', (error) => problems.push(error.message));
  await second.goto(`/invite/${code}`);
  await expect(second.getByRole('heading', { name: 'La cour des tilleuls' })).toBeVisible();
  await second.getByRole('link', { name: /Rejoindre/ }).click();
  await register(second, 'boris');
  await second.getByRole('button', { name: 'Rejoindre' }).click();
  await expect(composer(second)).toBeVisible();
  await putWelcomeAway(second);

  // Both ways.
  await write(first, 'Bienvenue **Boris**');
  await expect(row(second, 'Bienvenue Boris').locator('strong')).toHaveText('Boris');
  await write(second, 'Merci !');
  await expect(row(first, 'Merci !')).toBeVisible();

  // Answer, react, change.
  await row(second, 'Bienvenue Boris').locator('[tabindex]').first().focus();
  await second.keyboard.press('r');
  await write(second, 'Je reviens demain');
  await expect(row(first, 'Je reviens demain')).toContainText('Bienvenue');
  await composer(second).press('ArrowUp');
  const editor = second.getByRole('textbox', { name: /Modifier/ });
  await editor.fill('Je reviens ce soir');
  await editor.press('Enter');
  await expect(row(first, 'Je reviens ce soir')).toContainText(/modifié/);
  const mine = row(first, 'Merci !');
  await mine.hover();
  await mine.getByRole('button', { name: /Réagir/ }).first().click();
  await first.getByRole('gridcell').first().or(first.locator('[data-emoji]').first()).first().click();
  await expect(row(second, 'Merci !').getByRole('button', { name: /1/ })).toBeVisible();

  // A picture with its text.
  await first.locator('input[type=file]').first().setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: PICTURE });
  await write(first, 'Voici le plan');
  await expect(row(second, 'Voici le plan').locator('img[src*="/attachments/"]')).toBeVisible();

  // The host asks the guest to leave; the guest sees it at once.
  const guest = await second.evaluate(async () => {
    const response = await fetch('/api/v10/users/@me', { headers: { authorization: localStorage.getItem('parvis.token') ?? '' } });
    return ((await response.json()) as { id: string }).id;
  });
  const kicked = await first.request.delete(`/api/v10/guilds/${guild}/members/${guest}`, { headers: { authorization: token ?? '' } });
  expect(kicked.ok()).toBe(true);
  await expect(composer(second)).toHaveCount(0);
  await expect(second.getByRole('link', { name: 'La cour des tilleuls' })).toHaveCount(0);
  expect(problems).toEqual([]);
});
