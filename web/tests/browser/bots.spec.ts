//! Applications: commands with options and proposals, buttons, menus of every kind, forms, and messages that they lay out.
import type { Page } from '@playwright/test';

import { Answer, Bot, LAID_OUT, ONLY_YOU } from './bot';
import { expect, type House, type Person, test } from './house';
import { composer, PICTURE, row, rowOf } from './room';

interface Scene {
  owner: Person;
  guest: Person;
  guild: { id: string; channel: string };
  bot: Bot;
}

async function scene(house: House, name: string): Promise<Scene> {
  const [owner, guest] = [await house.person(`${name}_hote`), await house.person(`${name}_voisine`)];
  const guild = await owner.makeGuild('Le marché');
  await guest.join(await owner.invite(guild.channel));
  return { owner, guest, guild, bot: await Bot.join(owner, guild.id, `Maraîcher ${name}`) };
}

const button = (label: string, custom_id: string, style = 1) => ({ type: 2, style, label, custom_id });
const line = (...components: unknown[]) => ({ type: 1, components });
const optionOf = (bot: Bot, command: string, name: string) => bot.last(command)?.data.options?.find((it) => it.name === name)?.value;

/** Takes somebody or something from a menu by the beginning of its name. */
async function take(page: Page, menu: string, typed: string): Promise<void> {
  const field = page.getByRole('combobox', { name: menu });
  await field.fill(typed);
  await page.getByRole('option', { name: typed }).first().click();
}

test('a command is found, filled in with proposals, and answered late, alone, and again', async ({ browser, house }) => {
  const { owner, guest, guild, bot } = await scene(house, 'panier');
  await bot.offerCommands(guild.id, [
    {
      name: 'panier',
      description: 'Commander un panier',
      options: [
        { type: 3, name: 'quoi', description: 'Ce que l’on veut', required: true, autocomplete: true },
        { type: 4, name: 'combien', description: 'Combien', required: true, min_value: 1, max_value: 9 },
        { type: 6, name: 'pour', description: 'Pour qui' },
        { type: 5, name: 'livré', description: 'À la maison' },
      ],
    },
  ]);
  const fruit = ['Pommes de la cour', 'Poires', 'Prunes'];
  bot.when('panier?', async (it) => {
    const typed = String(it.data.options?.find(({ focused }) => focused)?.value ?? '').toLowerCase();
    await bot.answer(it, Answer.Proposals, { choices: fruit.filter((name) => name.toLowerCase().startsWith(typed)).map((name) => ({ name, value: name.slice(0, 3).toLowerCase() })) });
  });
  bot.when('panier', (it) => bot.answer(it, Answer.Deferred));

  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const elsewhere = await guest.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(composer(elsewhere)).toBeVisible();
  await composer(page).pressSequentially('/pan');
  await expect(page.getByRole('option', { name: /\/panier/ })).toBeVisible();
  await composer(page).press('Enter');

  const what = page.getByRole('textbox', { name: 'quoi' });
  await expect(what).toBeFocused();
  await what.pressSequentially('po');
  await expect(page.getByRole('option')).toHaveText(['Pommes de la cour', 'Poires']);
  await what.press('ArrowDown');
  await what.press('Enter');
  await expect(what).toHaveValue('Poires');

  // A number that the application does not take is said at its field, which gets the focus.
  const count = page.getByRole('textbox', { name: 'combien' });
  await count.fill('12');
  await count.press('Enter');
  await expect(page.getByText('9 au plus')).toBeVisible();
  await expect(count).toBeFocused();
  await count.fill('3');
  await page.getByRole('button', { name: 'pour', exact: true }).click();
  await take(page, 'pour', guest.name);
  await page.getByRole('button', { name: 'livré', exact: true }).click();
  await page.getByRole('combobox', { name: /^livré: / }).click();
  await page.getByRole('option', { name: 'Oui' }).click();
  await page.getByRole('button', { name: 'Envoyer la commande panier' }).click();

  await expect(page.getByText(/Maraîcher panier réfléchit…/)).toBeVisible();
  await expect(page.getByText(`${owner.name} a utilisé /panier`)).toBeVisible();
  await expect(composer(page)).toBeFocused();
  const used = bot.last('panier');
  if (!used) throw new Error('the bot heard of no command');
  expect([optionOf(bot, 'panier', 'quoi'), optionOf(bot, 'panier', 'combien'), optionOf(bot, 'panier', 'pour'), optionOf(bot, 'panier', 'livré')]).toEqual(['poi', 3, guest.id, true]);
  await bot.change(used, { content: `3 poires pour <@${guest.id}>` });
  for (const it of [page, elsewhere]) await expect(row(it, '3 poires pour')).toContainText(`@${guest.name}`);
  await expect(page.getByText(/réfléchit…/)).toHaveCount(0);

  // What is for one person only nobody else gets, before or after it is changed.
  const receipt = await bot.say(used, { content: 'Votre reçu', flags: ONLY_YOU });
  await expect(row(page, 'Votre reçu')).toContainText('Visible par vous seul');
  await bot.change(used, { content: 'Votre reçu, corrigé' }, receipt);
  await expect(row(page, 'Votre reçu, corrigé')).toHaveCount(1);
  await bot.change(used, { content: '4 poires' });
  await expect(row(elsewhere, '4 poires')).toBeVisible();
  await expect(row(elsewhere, 'reçu')).toHaveCount(0);
  await row(page, 'Votre reçu').getByRole('button', { name: 'Masquer' }).click();
  await expect(row(page, 'Votre reçu')).toHaveCount(0);
  expect(bot.problems).toEqual([]);
  bot.close();
});

test('buttons, menus of every kind and a form reach the application, and its answers the page', async ({ browser, house }) => {
  const { owner, guest, guild, bot } = await scene(house, 'etal');
  const role = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/roles`, { name: 'Cuisine' });
  const where = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/channels`, { name: 'jardin', type: 0 });
  const menus = [
    line(button('Compter', 'count'), button('Formulaire', 'form', 3), button('Muet', 'mute', 4), { ...button('Fermé', 'shut', 2), disabled: true }, { type: 2, style: 5, label: 'Ailleurs', url: 'https://example.org/' }),
    line({ type: 3, custom_id: 'fruit', placeholder: 'Fruits', min_values: 1, max_values: 2, options: ['Pomme', 'Poire', 'Prune'].map((label) => ({ label, value: label.toLowerCase(), description: `Une ${label.toLowerCase()}` })) }),
    line({ type: 5, custom_id: 'who', placeholder: 'Qui vient' }),
    line({ type: 6, custom_id: 'role', placeholder: 'Quelle équipe' }),
    line({ type: 8, custom_id: 'where', placeholder: 'Quel salon', channel_types: [0] }),
  ];
  let pressed = 0;
  bot.when('count', (it) => bot.answer(it, Answer.Edit, { content: `Pressé ${(pressed += 1)} fois`, components: menus }));
  for (const name of ['fruit', 'who', 'role', 'where', 'all']) bot.when(name, (it) => bot.answer(it, Answer.Message, { content: `Pris : ${it.data.values?.join(' ')}`, flags: ONLY_YOU }));
  bot.when('form', (it) =>
    bot.answer(it, Answer.Form, {
      title: 'Votre commande',
      custom_id: 'order',
      components: [
        { type: 18, label: 'Nom', component: { type: 4, custom_id: 'name', style: 1, required: true, min_length: 2 } },
        { type: 18, label: 'Remarque', component: { type: 4, custom_id: 'note', style: 2, required: false } },
        { type: 18, label: 'Taille', component: { type: 3, custom_id: 'size', options: [{ label: 'Petit', value: 's' }, { label: 'Grand', value: 'l' }] } },
        { type: 18, label: 'Quand', component: { type: 21, custom_id: 'day', options: [{ label: 'Samedi', value: 'sat' }, { label: 'Dimanche', value: 'sun' }] } },
        { type: 18, label: 'À la maison', component: { type: 23, custom_id: 'home' } },
      ],
    }),
  );
  bot.when('order', (it) => bot.answer(it, Answer.Message, { content: 'Commande notée' }));
  const id = await bot.send(guild.channel, { content: 'Que voulez-vous ?', components: menus });
  const other = await bot.send(guild.channel, { content: 'Qui encore ?', components: [line({ type: 7, custom_id: 'all', placeholder: 'Gens ou équipes', min_values: 1, max_values: 2 })] });

  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const message = rowOf(page, id);
  const values = (name: string) => expect.poll(() => bot.last(name)?.data.values);
  await expect(message.getByRole('button', { name: 'Fermé' })).toBeDisabled();

  await message.getByRole('button', { name: 'Compter' }).click();
  await expect(message).toContainText('Pressé 1 fois');
  await message.getByRole('button', { name: 'Compter' }).click();
  await expect(message).toContainText('Pressé 2 fois');

  // Two of the application's own options, sent when the list shuts.
  await message.getByRole('combobox', { name: 'Fruits' }).click();
  await page.getByRole('option', { name: /Pomme/ }).click();
  await page.getByRole('option', { name: /Prune/ }).click();
  await expect(page.getByRole('option', { name: /Poire/ })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await values('fruit').toEqual(['pomme', 'prune']);
  await expect(row(page, 'Pris : pomme prune')).toContainText('Visible par vous seul');

  await take(page, 'Qui vient', guest.name);
  await values('who').toEqual([guest.id]);
  await take(page, 'Quelle équipe', 'Cuisine');
  await values('role').toEqual([role.id]);
  await take(page, 'Quel salon', 'jardin');
  await values('where').toEqual([where.id]);
  // People and roles in one menu: a choice of several leaves by its button.
  await take(page, 'Gens ou équipes', guest.name);
  await take(page, 'Gens ou équipes', 'Cuisine');
  await rowOf(page, other).getByRole('button', { name: 'Envoyer le choix' }).click();
  await values('all').toEqual([guest.id, role.id]);

  // The form says what is missing, at the first such field, and keeps what was filled in.
  await message.getByRole('button', { name: 'Formulaire' }).click();
  const form = page.getByRole('dialog', { name: 'Votre commande' });
  await form.getByRole('button', { name: 'Envoyer' }).click();
  await expect(form.getByText('À remplir').first()).toBeVisible();
  await expect(form.getByLabel('Nom')).toBeFocused();
  await form.getByLabel('Nom').fill('Zoé');
  await form.getByLabel('Remarque (facultatif)').fill('Sans sac');
  await form.getByRole('combobox', { name: /^Taille: / }).click();
  await page.getByRole('option', { name: 'Grand' }).click();
  await form.getByRole('radio', { name: 'Dimanche' }).check();
  await form.getByRole('checkbox', { name: 'À la maison' }).check();
  await form.getByRole('button', { name: 'Envoyer' }).click();
  await expect(form).toHaveCount(0);
  await expect(row(page, 'Commande notée')).toBeVisible();
  const filled = JSON.stringify(bot.last('order')?.data.components);
  for (const part of ['"custom_id":"name","value":"Zoé"', '"value":"Sans sac"', '"values":["l"]', '"value":"sun"', '"value":true']) expect.soft(filled.replaceAll(/"id":\d+,|"type":\d+,/g, '')).toContain(part);

  // One that leads elsewhere asks first; one that gets no answer says so.
  await message.getByRole('link', { name: 'Ailleurs' }).click();
  await expect(page.getByRole('dialog')).toContainText('https://example.org/');
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click();
  await message.getByRole('button', { name: 'Muet' }).click();
  await expect(message.getByRole('button', { name: 'Compter' })).toBeDisabled();
  await expect(message.getByRole('alert')).toHaveText('L’application n’a pas répondu à temps.');
  await expect(message.getByRole('button', { name: 'Compter' })).toBeEnabled();
  expect(bot.problems).toEqual([]);
  bot.close();
});

test('a message that an application laid out shows its parts, and changes when one is pressed', async ({ browser, house }) => {
  const { owner, guild, bot } = await scene(house, 'plan');
  const laidOut = [
    {
      type: 17,
      accent_color: 0xa43f28,
      components: [
        { type: 10, content: '## Le plan' },
        { type: 9, components: [{ type: 10, content: 'Samedi, **neuf heures**' }], accessory: button('Je viens', 'come') },
        { type: 14, divider: true, spacing: 2 },
        { type: 12, items: [{ media: { url: 'attachment://cour.png' }, description: 'La cour vue d’en haut' }] },
        { type: 13, file: { url: 'attachment://liste.txt' } },
      ],
    },
    { type: 17, spoiler: true, components: [{ type: 10, content: 'La surprise' }] },
  ];
  bot.when('come', (it) => bot.answer(it, Answer.Edit, { components: [{ type: 10, content: 'Vous êtes attendue.' }], attachments: [] }));
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const body = new FormData();
  body.append('payload_json', JSON.stringify({ flags: LAID_OUT, components: laidOut, attachments: [{ id: 0, filename: 'cour.png' }, { id: 1, filename: 'liste.txt' }] }));
  body.append('files[0]', new Blob([new Uint8Array(PICTURE)], { type: 'image/png' }), 'cour.png');
  body.append('files[1]', new Blob(['pommes'], { type: 'text/plain' }), 'liste.txt');
  const answer = await fetch(`${house.url}/api/v10/channels/${guild.channel}/messages`, { method: 'POST', headers: { authorization: bot.person.token }, body });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const message = rowOf(page, ((await answer.json()) as { id: string }).id);

  await expect(message.getByRole('heading', { name: 'Le plan' })).toBeVisible();
  await expect(message.locator('strong')).toHaveText('neuf heures');
  await expect(message.getByRole('separator')).toBeVisible();
  await expect(message.getByRole('img', { name: 'La cour vue d’en haut' })).toBeVisible();
  await expect(message.getByRole('link', { name: /liste\.txt/ })).toHaveAttribute('download', 'liste.txt');
  await expect(message.getByText('La surprise')).toHaveCount(0);
  await message.getByRole('button', { name: /Masqué/ }).click();
  await expect(message.getByText('La surprise')).toBeVisible();

  await message.getByRole('button', { name: 'Je viens' }).click();
  await expect(message.getByText('Vous êtes attendue.')).toBeVisible();
  await expect(message.getByRole('heading', { name: 'Le plan' })).toHaveCount(0);
  expect(bot.problems).toEqual([]);
  bot.close();
});
