//! Guard, from the report to what is restored; its pages for everybody's eyes; and what a guild does by itself.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, type House, type Person, test } from './house';
import { goTo, notice, rowOf, visit } from './room';

const MODERATES = String((1n << 13n) | (1n << 40n) | (1n << 1n));
const RUDE = 'Va-t’en d’ici, personne ne veut de toi';

interface Scene {
  owner: Person;
  second: Person;
  guest: Person;
  rude: Person;
  guild: { id: string; channel: string };
  messageId: string;
}

/** A place with two who look after it, somebody rude, and somebody who reads that. */
async function scene(house: House, name: string): Promise<Scene> {
  const [owner, second, guest, rude] = await Promise.all(['garde', 'relais', 'voisine', 'grossier'].map((it) => house.person(`${name}_${it}`))) as [Person, Person, Person, Person];
  const guild = await owner.makeGuild(`La place ${name}`);
  const code = await owner.invite(guild.channel);
  for (const it of [second, guest, rude]) await it.join(code);
  const role = await owner.request<{ id: string }>('POST', `/guilds/${guild.id}/roles`, { name: 'Veille', permissions: MODERATES });
  await owner.request('PUT', `/guilds/${guild.id}/members/${second.id}/roles/${role.id}`);
  return { owner, second, guest, rude, guild, messageId: await rude.say(guild.channel, RUDE) };
}

/** Reports what somebody said, as a member does. */
async function report(page: Page, messageId: string): Promise<void> {
  await rowOf(page, messageId).getByText(RUDE).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Signaler' }).click();
  const dialog = page.getByRole('dialog', { name: 'Signaler ce message' });
  await expect(dialog).toContainText('ne saura pas qui l’a signalée');
  await dialog.getByRole('radio', { name: 'Harcèlement' }).check();
  await dialog.getByRole('textbox', { name: /Précisions/ }).fill('Tous les soirs');
  await dialog.getByRole('button', { name: 'Signaler' }).click();
  await notice(page, 'Merci, c’est signalé.');
  await expect(dialog).toHaveCount(0);
}

test('a report becomes a decision, its reasons are read and appealed, and a second moderator restores what was hidden', async ({ browser, house }) => {
  test.setTimeout(240_000);
  const { owner, second, guest, rude, guild, messageId } = await scene(house, 'cas');
  const page = await guest.open(browser, `/channels/${guild.id}/${guild.channel}`);
  const theirs = await rude.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await report(page, messageId);
  await rude.request('PATCH', `/channels/${guild.channel}/messages/${messageId}`, { content: 'Rien du tout' });

  // The moderator works by keys alone: the next case, what was said then, two measures, a template, the tick, the decision.
  const desk = await owner.open(browser, `/channels/${guild.id}/desk`);
  await expect(desk.getByRole('button', { name: /Harcèlement/ })).toBeVisible();
  await desk.keyboard.press('n');
  const found = desk.getByRole('article');
  await expect(found.getByRole('heading', { name: new RegExp(rude.name) })).toBeVisible();
  await expect(found).toContainText('Tous les soirs');
  await expect(found.locator('.covered')).toHaveCount(1);
  await desk.keyboard.press('v');
  await expect(found.locator('.covered')).toHaveCount(0);
  await expect(found.getByText(RUDE)).toBeVisible();
  await desk.getByRole('button', { name: 'Message masqué' }).click();
  await desk.getByRole('button', { name: 'Avertissement' }).click();
  await desk.getByRole('combobox', { name: 'Modèle de texte' }).selectOption({ label: 'Harcèlement ·' });
  await expect(desk.getByRole('textbox', { name: 'Règle' })).toHaveValue('On ne harcèle personne.');
  await desk.getByRole('textbox', { name: /Ce qui s’est passé/ }).press('ControlOrMeta+Enter');
  await expect(desk.getByRole('alert').filter({ hasText: 'Lisez le contexte' })).toBeVisible();
  await desk.getByRole('checkbox', { name: /Le contexte est lu/ }).check();
  await desk.keyboard.press('ControlOrMeta+Enter');
  await notice(desk, /Décidé\. La personne/);
  await expect(rowOf(page, messageId)).toHaveCount(0);

  // The person reads why, in their language, with their own words, and appeals.
  await notice(theirs, /Une décision vous concerne/);
  await goTo(theirs, '/inbox');
  await theirs.getByRole('link', { name: 'Une décision vous concerne' }).click();
  const statement = theirs.getByRole('article').filter({ hasText: 'On ne harcèle personne.' });
  await expect(statement).toContainText(RUDE);
  await expect(statement).toContainText(`La place cas`);
  await expect(statement).not.toContainText(guest.name);
  await expect(statement).not.toContainText('Tous les soirs');
  await statement.getByRole('button', { name: 'Faire recours' }).click();
  await statement.getByRole('textbox').fill('C’est une réplique de notre pièce de théâtre.');
  await statement.getByRole('button', { name: 'Envoyer le recours' }).click();
  await expect(statement).toContainText('Votre recours attend une réponse.');

  // Whoever decided does not answer; the other one does.
  await goTo(desk, `/channels/${guild.id}/desk/appeals`);
  const mine = desk.getByRole('article').filter({ hasText: 'pièce de théâtre' });
  await expect(mine).toContainText('Vous avez pris part à cette décision');
  await expect(mine.getByRole('button', { name: 'Donner raison et annuler' })).toHaveCount(0);
  const relay = await second.open(browser, `/channels/${guild.id}/desk/appeals`);
  const asked = relay.getByRole('article').filter({ hasText: 'pièce de théâtre' });
  await expect(asked).toContainText('On ne harcèle personne.');
  await asked.getByRole('textbox', { name: 'Votre réponse' }).fill('La pièce est annoncée sur la place : excusez-nous.');
  await asked.getByRole('button', { name: 'Donner raison et annuler' }).click();
  await notice(relay, 'La réponse est partie.');
  await expect(asked).toHaveCount(0);

  // Restored for everybody, and the person knows.
  await expect(rowOf(page, messageId)).toContainText('Rien du tout');
  await expect(statement).toContainText('Le recours a été accepté');
  await expect(statement).toContainText('La pièce est annoncée sur la place');
  await expect(statement).toContainText(/Annulé le/);

  // Whoever reported it is told once, and finds it again later.
  await page.reload();
  await notice(page, /Votre signalement a été traité/);
  await goTo(page, '/settings/decisions');
  await expect(page.getByRole('list', { name: 'Vos signalements' }).getByRole('listitem')).toContainText('Harcèlement');
  for (const it of [page, theirs, desk, relay]) await it.context().close();
});

test('a decision is taken back from the bar and from the log, with its reason, and the person is told', async ({ browser, house }) => {
  const { owner, guest, rude, guild, messageId } = await scene(house, 'retour');
  await guest.request('POST', '/parvis/v1/guard/reports', { subject: { kind: 'message', channel_id: guild.channel, message_id: messageId }, reason: 'hate', text: '' });
  const desk = await owner.open(browser, `/channels/${guild.id}/desk`);
  await desk.getByRole('button', { name: /Haine/ }).click();
  await desk.getByRole('article').getByRole('button', { name: 'Je m’en occupe' }).click();
  await desk.getByRole('button', { name: 'Mise en pause' }).click();
  await desk.getByRole('combobox', { name: 'Durée de la pause' }).selectOption({ index: 0 });
  await desk.getByRole('textbox', { name: 'Règle' }).fill('On n’attaque personne.');
  await desk.getByRole('textbox', { name: /Ce qui s’est passé/ }).fill('Une attaque.');
  await desk.getByRole('checkbox', { name: /Le contexte est lu/ }).check();
  await desk.getByRole('button', { name: 'Décider' }).click();
  await notice(desk, /Décidé\. La personne/);
  const isPaused = async () => (await owner.request<{ communication_disabled_until: string | null }>('GET', `/guilds/${guild.id}/members/${rude.id}`)).communication_disabled_until !== null;
  expect(await isPaused()).toBe(true);
  await desk.getByRole('heading', { name: 'Modération' }).click();
  await desk.keyboard.press('z');
  const dialog = desk.getByRole('dialog', { name: 'Annuler cette décision ?' });
  await dialog.getByRole('textbox', { name: 'Pourquoi' }).fill('Une méprise');
  await dialog.getByRole('button', { name: 'Annuler', exact: true }).last().click();
  await notice(desk, 'La décision est annulée.');
  expect(await isPaused()).toBe(false);
  await goTo(desk, `/channels/${guild.id}/desk/log`);
  await expect(desk.getByRole('listitem').filter({ hasText: 'Mise en pause' }).first()).toContainText('Une méprise');
  const theirs = await rude.open(browser, '/settings/decisions');
  await expect(theirs.getByRole('article').filter({ hasText: 'On n’attaque personne.' })).toContainText(/Annulé le/);
  await desk.context().close();
  await theirs.context().close();
});

for (const look of [{ theme: 'light', locale: 'fr' }, { theme: 'dark', locale: 'ar' }] as const) {
  test(`axe finds nothing at a desk with cases, and nothing sticks out of a phone: ${look.theme}, ${look.locale}`, async ({ browser, house }) => {
    test.setTimeout(240_000);
    const { owner, guest, guild, messageId, rude } = await scene(house, `axe_${look.locale}`);
    await guest.request('POST', '/parvis/v1/guard/reports', { subject: { kind: 'message', channel_id: guild.channel, message_id: messageId }, reason: 'hate', text: 'Voyez vous-mêmes' });
    await guest.request('POST', '/parvis/v1/guard/reports', { subject: { kind: 'person', user_id: rude.id, guild_id: guild.id }, reason: 'harassment', text: '' });
    await owner.request('PUT', '/parvis/v1/guard/handover', { guild_id: guild.id, text: 'Tout est calme depuis dix heures.' });
    for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
      const page = await owner.open(browser, '/channels/@me', { viewport: size });
      await page.evaluate(([theme, locale]) => {
        localStorage.setItem('parvis.locale', locale ?? 'fr');
        localStorage.setItem('parvis.device', JSON.stringify({ theme }));
      }, [look.theme, look.locale]);
      await page.reload();
      await expect(page.locator('nav').first()).toBeAttached();
      const wrong: string[] = [];
      const check = async (what: string): Promise<void> => {
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
        for (const it of violations) wrong.push(`${what}: ${it.id}: ${it.nodes[0]?.html ?? ''}`);
        const aside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (aside > 0) wrong.push(`${what}: ${aside} px aside`);
      };
      await visit(page, `/channels/${guild.id}/desk`);
      await page.keyboard.press('n');
      await expect(page.getByRole('article')).toBeVisible();
      await check('desk');
      for (const name of ['appeals', 'log', 'watch']) {
        await visit(page, `/channels/${guild.id}/desk/${name}`);
        await check(name);
      }
      await visit(page, `/guilds/${guild.id}/settings/automod`);
      await check('automod');
      await visit(page, '/settings/decisions');
      await check('decisions');
      expect(wrong).toEqual([]);
      await page.context().close();
    }
  });
}

test('a rule refuses what it was made for and says why, and the pause ends with a click', async ({ browser, house }) => {
  const owner = await house.person('regles_garde');
  const guest = await house.person('regles_voisin');
  const guild = await owner.makeGuild('La place des règles');
  await guest.join(await owner.invite(guild.channel));
  const page = await owner.open(browser, `/guilds/${guild.id}/settings/automod`);
  await page.getByRole('button', { name: 'Ajouter une règle' }).click();
  await page.getByRole('menuitem', { name: 'Mots et expressions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Nouvelle règle' });
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: 'Donnez-lui un nom.' })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Nom de la règle' }).fill('Ventes');
  await dialog.getByRole('textbox', { name: 'Mots, un par ligne' }).fill('braderie*');
  await dialog.getByRole('textbox', { name: 'Ce que lit l’auteur (facultatif)' }).fill('Voyez le salon Entraide.');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await notice(page, 'La règle est gardée.');
  const line = page.getByRole('listitem').filter({ hasText: 'Ventes' });
  await expect(line).toContainText('1 mot');
  await expect(guest.say(guild.channel, 'Grande braderies samedi')).rejects.toThrow(/200000/);
  await line.getByRole('switch', { name: 'Active' }).click();
  await expect.poll(() => guest.say(guild.channel, 'Grande braderies dimanche').then(() => true, () => false)).toBe(true);
  await line.getByRole('button', { name: 'Supprimer la règle Ventes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click();
  await expect(line).toHaveCount(0);

  const code = await owner.invite(guild.channel);
  const late = await house.person('regles_retard');
  await page.getByRole('button', { name: 'Mettre en alerte' }).click();
  const raid = page.getByRole('region', { name: 'Mode alerte' });
  await expect(raid).toContainText('Invitations en pause jusqu’au');
  await expect(late.join(code)).rejects.toThrow();
  await raid.getByRole('button', { name: 'Lever l’alerte' }).click();
  await expect(raid.getByRole('button', { name: 'Mettre en alerte' })).toBeVisible();
  await late.join(code);
  await page.context().close();
});
