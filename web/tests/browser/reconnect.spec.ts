//! The server is killed and started again: nothing that was written is lost, nothing comes twice.
import { House, expect, test } from './house';

test('what was written while the server was away arrives once, in order', async ({ browser }) => {
  const house = new House();
  await house.start();
  try {
    const person = await house.person('reconnects');
    const guild = await person.makeGuild('Le phare');
    const page = await person.open(browser, `/channels/${guild.id}/${guild.channel}`);
    const composer = page.getByRole('textbox', { name: /Écrire/ });
    await composer.fill('avant');
    await composer.press('Enter');
    await expect(page.locator('[data-row]').filter({ hasText: 'avant' })).toHaveCount(1);
    await expect.poll(async () => (await person.history(guild.channel)).some((it) => it.content === 'avant')).toBe(true);

    await house.kill();
    for (const text of ['un', 'deux', 'trois']) {
      await composer.fill(text);
      await composer.press('Enter');
    }
    await expect(page.getByText(/Connexion perdue/).first()).toBeVisible();
    await house.start();

    await expect.poll(async () => (await person.history(guild.channel)).map((it) => it.content).filter((it) => ['avant', 'un', 'deux', 'trois'].includes(it)).reverse(), { timeout: 60_000 }).toEqual(['avant', 'un', 'deux', 'trois']);
    for (const text of ['avant', 'un', 'deux', 'trois']) await expect(page.locator('[data-row]').getByText(text, { exact: true })).toHaveCount(1);
  } finally {
    await house.close();
  }
});

test('a message that came while the page was away is there after it is back, once', async ({ browser }) => {
  const house = new House();
  await house.start();
  try {
    const host = await house.person('host');
    const guild = await host.makeGuild('Le port');
    const page = await host.open(browser, `/channels/${guild.id}/${guild.channel}`);
    await expect(page.getByRole('textbox', { name: /Écrire/ })).toBeVisible();
    await page.context().setOffline(true);
    await house.kill();
    await house.start();
    await host.say(guild.channel, 'pendant votre absence');
    await page.context().setOffline(false);
    await expect(page.locator('[data-row]').filter({ hasText: 'pendant votre absence' })).toHaveCount(1, { timeout: 60_000 });
  } finally {
    await house.close();
  }
});
