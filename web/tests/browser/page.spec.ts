//! The page as a program: a newer version, among the device's apps, without a connection, with text only, read aloud.
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

import { expect, House, test } from './house';
import { composer, PICTURE, row, visit, workerIsThere, write } from './room';

const BUILT = process.env['PARVIS_WEB'] ?? fileURLToPath(new URL('../../dist', import.meta.url));

const entryOf = (page: Page) => page.evaluate(() => document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '');

/** The same client as another build of it: its entry has another name, which the page and the worker know. */
function rebuild(folder: string): void {
  const entry = /\/assets\/(index-[\w-]+)\.js/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[1];
  if (entry === undefined) throw new Error('the page loads no entry');
  const newer = `${entry.slice(0, -4)}NEWr`;
  const assets = join(folder, 'assets');
  for (const name of readdirSync(assets)) if (name.startsWith(`${entry}.`)) renameSync(join(assets, name), join(assets, name.replace(entry, newer)));
  for (const [at, name] of [[folder, 'index.html'], [folder, 'worker.js'], ...readdirSync(assets).filter((it) => it.endsWith('.js')).map((it) => [assets, it] as const)] as const) {
    const text = readFileSync(join(at, name), 'utf8');
    if (!text.includes(entry)) continue;
    writeFileSync(join(at, name), text.replaceAll(entry, newer));
    // What was packed holds the old name.
    for (const packed of ['.br', '.gz', '.zst']) rmSync(join(at, name + packed), { force: true });
  }
}

test('a newer version is offered without throwing anybody out, and loaded when one wants it', async ({ browser }) => {
  const client = mkdtempSync(join(tmpdir(), 'parvis-client-'));
  cpSync(BUILT, client, { recursive: true });
  const house = new House({ PARVIS_WEB: client });
  await house.start();
  try {
    const person = await house.person('reste_longtemps');
    const guild = await person.makeGuild('La maison');
    const page = await person.open(browser, `/channels/${guild.id}/${guild.channel}`);
    await expect(composer(page)).toBeVisible();
    await workerIsThere(page);
    const before = await entryOf(page);
    await composer(page).fill('Pas encore envoyé');

    await house.kill();
    rebuild(client);
    await house.start();
    // The browser looks for a newer worker when another page of the client is opened.
    const second = await page.context().newPage();
    await second.goto('/inbox');
    const bar = page.getByRole('status').filter({ hasText: 'Recharger' });
    await expect(bar).toBeVisible();
    expect(await entryOf(page)).toBe(before);
    await expect(composer(page)).toHaveValue('Pas encore envoyé');
    await expect(second.getByText('Recharger')).toHaveCount(0);

    await bar.getByRole('button', { name: 'Recharger' }).click();
    await expect.poll(() => entryOf(page).catch(() => before)).not.toBe(before);
    await expect(composer(page)).toHaveValue('Pas encore envoyé');
    await expect(page.getByText('Recharger')).toHaveCount(0);
    await page.context().close();
  } finally {
    await house.close();
    rmSync(client, { recursive: true, force: true });
  }
});

test('the page is there without a server, and goes on when it is back', async ({ browser }) => {
  const house = new House();
  await house.start();
  try {
    const person = await house.person('hors_ligne');
    const guild = await person.makeGuild('Le refuge');
    await person.say(guild.channel, 'Bien arrivés');
    const page = await person.open(browser, `/channels/${guild.id}/${guild.channel}`);
    await expect(row(page, 'Bien arrivés')).toBeVisible();
    await workerIsThere(page);
    // The worker keeps what this page has loaded of itself.
    await expect.poll(() => page.evaluate(async () => {
      const loaded = performance.getEntriesByType('resource').map((it) => new URL(it.name)).filter((it) => it.pathname.startsWith('/assets/'));
      const kept = await Promise.all(loaded.map((it) => caches.match(it.pathname, { ignoreVary: true })));
      return kept.every((it) => it !== undefined);
    })).toBe(true);

    await house.kill();
    await page.reload();
    await expect(page.getByText('Pas de connexion pour l’instant. On réessaie.')).toBeVisible();
    await house.start();
    await expect(row(page, 'Bien arrivés')).toBeVisible({ timeout: 60_000 });
    await write(page, 'De retour');
    await expect.poll(async () => (await person.history(guild.channel)).map((it) => it.content)).toContain('De retour');
    await page.context().close();
  } finally {
    await house.close();
  }
});

test('an address that leads nowhere says so, and leads back, also for who has no account', async ({ browser, house }) => {
  const person = await house.person('egare');
  const guild = await person.makeGuild('Le carrefour');
  const page = await person.open(browser, '/channels/une/adresse/de/nulle-part');
  await expect(page.getByRole('heading', { name: 'Rien à cette adresse' })).toBeVisible();
  await expect(page).toHaveTitle('Rien à cette adresse · Parvis');
  await page.getByRole('button', { name: 'Retour' }).click();
  await expect(page).toHaveURL(new RegExp(`/channels/${guild.id}/`));
  await page.context().close();

  const stranger = await browser.newPage({ baseURL: house.url });
  await stranger.goto('/channels/une/adresse/de/nulle-part');
  await expect(stranger.getByRole('heading', { name: 'Rien à cette adresse' })).toBeVisible();
  await stranger.getByRole('button', { name: 'Retour' }).click();
  await expect(stranger).toHaveURL(/\/(register|login)$/);
  await stranger.close();
});

test('the browser’s offer to install is made in the settings, and asked for there', async ({ browser, house }) => {
  const person = await house.person('installe');
  const page = await person.open(browser, '/settings/appearance');
  const install = page.getByRole('button', { name: /Installer|appareil/ });
  await expect(page.getByRole('heading', { name: 'Apparence' })).toBeVisible();
  await expect(install).toHaveCount(0);
  const held = await page.evaluate(() => {
    const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
      prompt: () => {
        document.documentElement.dataset['asked'] = 'yes';
        return Promise.resolve({ outcome: 'accepted' });
      },
    });
    return !dispatchEvent(offer);
  });
  expect(held).toBe(true);
  await install.click();
  await expect(page.locator('html')).toHaveAttribute('data-asked', 'yes');
  await expect(install).toHaveCount(0);
  await page.context().close();
});

test('with text only, pictures come when they are asked for', async ({ browser, house }) => {
  const person = await house.person('texte_seul');
  const guild = await person.makeGuild('Le quai');
  const body = new FormData();
  body.append('payload_json', JSON.stringify({ content: 'Regardez', attachments: [{ id: 0, filename: 'quai.png', description: 'Le quai' }] }));
  body.append('files[0]', new Blob([new Uint8Array(PICTURE)], { type: 'image/png' }), 'quai.png');
  await fetch(`${house.url}/api/v10/channels/${guild.channel}/messages`, { method: 'POST', headers: { authorization: person.token }, body });
  const page = await person.open(browser, '/settings/accessibility');
  const loaded: string[] = [];
  page.on('request', (it) => void (/\/attachments\//.test(it.url()) && loaded.push(it.url())));
  await page.getByRole('switch', { name: 'Texte seul' }).check();
  await visit(page, `/channels/${guild.id}/${guild.channel}`);
  const cover = row(page, 'Regardez').getByRole('button', { name: 'Afficher l’image : Le quai' });
  await expect(cover).toBeVisible();
  expect(loaded).toEqual([]);
  await cover.click();
  await expect(row(page, 'Regardez').getByRole('img', { name: 'Le quai' })).toBeVisible();
  expect(loaded).toHaveLength(1);
  await page.context().close();
});

test('new messages are read out once, politely; many at a time become their number', async ({ browser, house }) => {
  const [reader, writer] = [await house.person('ecoute'), await house.person('parle')];
  const guild = await reader.makeGuild('Le préau');
  await writer.join(await reader.invite(guild.channel));
  const id = await writer.say(guild.channel, 'Déjà là');
  const page = await reader.open(browser, `/channels/${guild.id}/${guild.channel}`);
  await expect(row(page, 'Déjà là')).toBeVisible();
  const live = page.getByRole('log');
  await expect(live).toHaveAttribute('aria-live', 'polite');
  await live.evaluate((region) => {
    const said: string[] = [];
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.textContent?.trim()) said.push(node.textContent.trim());
    }).observe(region, { childList: true, subtree: true });
    Object.assign(window, { said });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);

  await writer.say(guild.channel, 'Une **nouvelle**');
  await expect.poll(said).toEqual(['parle: Une nouvelle']);
  // The same words again are another message.
  await writer.say(guild.channel, 'Une **nouvelle**');
  await expect.poll(said).toEqual(['parle: Une nouvelle', 'parle: Une nouvelle']);
  // Neither one's own words, nor a change, nor a reaction, nor what scrolls by is news.
  await write(page, 'Ma réponse');
  await expect(row(page, 'Ma réponse')).toHaveCount(1);
  await writer.request('PATCH', `/channels/${guild.channel}/messages/${id}`, { content: 'Déjà là, changé' });
  await writer.request('PUT', `/channels/${guild.channel}/messages/${id}/reactions/${encodeURIComponent('🌳')}/@me`);
  await expect(row(page, 'Déjà là, changé').getByRole('button', { name: /1 réaction/ })).toBeVisible();
  for (const words of ['un', 'deux', 'trois', 'quatre', 'cinq']) await writer.say(guild.channel, words);
  await expect.poll(async () => (await said()).length).toBeGreaterThan(2);
  await writer.say(guild.channel, 'Pour finir');
  await expect.poll(async () => (await said()).at(-1)).toContain('Pour finir');
  const heard = (await said()).slice(2);
  expect(heard.filter((it) => /Ma réponse|changé/.test(it))).toEqual([]);
  expect(heard.length).toBeLessThanOrEqual(4);
  expect(heard.some((it) => /^\d+ nouveaux messages$/.test(it))).toBe(true);
  await page.context().close();
});
