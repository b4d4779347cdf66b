//! Accessibility: axe finds nothing on any page, by day and by night, in both directions.
import AxeBuilder from '@axe-core/playwright';

import { expect, test } from './house';
import { visit } from './room';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const LOOKS = [
  { name: 'day, fr', theme: 'light', locale: 'fr' },
  { name: 'night, fr', theme: 'dark', locale: 'fr' },
  { name: 'day, ar', theme: 'light', locale: 'ar' },
  { name: 'night, ar', theme: 'dark', locale: 'ar' },
] as const;

for (const look of LOOKS) {
  test(`axe finds nothing: ${look.name}`, async ({ browser, house }) => {
    test.setTimeout(240_000);
    const person = await house.person(`axe_${look.theme}_${look.locale}`);
    const guild = await person.makeGuild('La halle');
    await person.say(guild.channel, 'Bonjour **tous** : `code`, ||caché||, <https://example.org> et `fin`\n> une citation\n- un\n- deux');
    const code = await person.invite(guild.channel);
    const context = await browser.newContext({ baseURL: house.url });
    await context.addInitScript(([theme, locale]) => {
      localStorage.setItem('parvis.locale', locale ?? 'fr');
      localStorage.setItem('parvis.device', JSON.stringify({ theme }));
    }, [look.theme, look.locale]);
    const page = await context.newPage();
    const found: string[] = [];
    const load = (path: string) => page.goto(path, { waitUntil: 'networkidle' });
    const check = async (path: string, go: (path: string) => Promise<unknown> = (to) => visit(page, to)): Promise<void> => {
      await go(path);
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const it of violations) found.push(`${path}: ${it.id}: ${it.nodes[0]?.html ?? ''}`);
    };
    for (const path of ['/login', '/register', `/join/${code}`, `/invite/${code}`]) await check(path, load);
    await page.addInitScript((token) => localStorage.setItem('parvis.token', token), person.token);
    // Loaded once; from there on one goes about as people do.
    await load('/channels/@me');
    for (const path of ['/channels/@me', `/channels/${guild.id}/${guild.channel}`, '/inbox', '/saved', ...['', '/appeals', '/log', '/watch'].map((it) => `/channels/${guild.id}/desk${it}`)]) await check(path);
    for (const name of ['account', 'security', 'sessions', 'privacy', 'decisions', 'applications', 'appearance', 'language', 'accessibility', 'notifications', 'data']) await check(`/settings/${name}`);
    for (const name of ['overview', 'roles', 'channels', 'emoji', 'members', 'invites', 'automod', 'bans', 'audit-log', 'statistics', 'bots', 'webhooks']) await check(`/guilds/${guild.id}/settings/${name}`);
    await context.close();
    expect(found).toEqual([]);
  });
}
