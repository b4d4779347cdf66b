//! What people try in order to run their script on somebody else's page, put into everything that others read: no script
//! runs, the page's policy has nothing to stop, and the page gets no element, attribute, address or request of theirs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';

import { expect, type House, Person, test } from './house';

const corpus = readFileSync(fileURLToPath(new URL('../corpus/injections.json', import.meta.url)), 'utf8');
/** Half a surrogate pair is no text on the wire. */
const PAYLOADS = Object.values(JSON.parse(corpus) as Record<string, string[]>).flat().map((it) => it.replace(/\p{Surrogate}/gu, '\uFFFD'));
const MESSAGE_CHARS_MAX = 2000;
const LAID_OUT = 1 << 15;
/** Fewer messages than a room has on its page at once. */
const WINDOW = 20;

/** `count` payloads of at most `charsMax`, from all over the corpus. */
function some(count: number, charsMax: number): string[] {
  const fitting = PAYLOADS.filter((it) => it.trim() !== '' && it.length <= charsMax);
  return Array.from({ length: count }, (_, index) => fitting[Math.floor((index * fitting.length) / count)] ?? '');
}

/** The whole corpus in as few messages as hold it. */
function batches(): string[] {
  const all: string[] = [];
  for (const payload of PAYLOADS) {
    const last = all.at(-1);
    if (last !== undefined && last.length + payload.length < MESSAGE_CHARS_MAX) all[all.length - 1] = `${last}\n${payload}`;
    else all.push(payload);
  }
  return all;
}

/** What the server takes of these; what it refuses as malformed nobody ever sees. */
async function taken<T>(values: readonly T[], put: (value: T, index: number) => Promise<unknown>): Promise<number> {
  let count = 0;
  for (const [index, value] of values.entries()) {
    try {
      await put(value, index);
      count += 1;
    } catch (error) {
      if (!(error instanceof Error) || !/: 400 /.test(error.message)) throw error;
    }
  }
  return count;
}

/** What somebody else's script would leave behind. */
class Watch {
  readonly found: string[] = [];

  async over(page: Page, house: House): Promise<void> {
    // Payloads call one of these, in whatever spelling: the page itself never does.
    await page.context().exposeFunction('__ran', (what: string) => this.found.push(`ran: ${what}`));
    await page.context().exposeFunction('__stopped', (what: string) => this.found.push(`stopped by the policy: ${what}`));
    await page.addInitScript(() => {
      const told = window as unknown as Record<'__ran' | '__stopped', (what: string) => void>;
      for (const name of ['alert', 'confirm', 'prompt', 'print'] as const) Object.assign(window, { [name]: (what: unknown) => told.__ran(`${name}(${String(what)})`) });
      document.addEventListener('securitypolicyviolation', (event) => {
        if (event.disposition === 'enforce') told.__stopped(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    page.on('dialog', (dialog) => {
      this.found.push(`ran: a dialog, ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => this.found.push(`error: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== house.url) this.found.push(`asked for: ${request.url()}`);
    });
  }

  /** Looks at every element that stands on the page now. */
  async look(page: Page): Promise<void> {
    const foreign = await page.evaluate(() => {
      const ADDRESSES = ['href', 'src', 'xlink:href', 'action', 'formaction', 'data', 'poster', 'srcdoc', 'srcset', 'ping', 'background'];
      const isOurs = (address: string, tag: string) => {
        const { protocol, origin } = new URL(address, location.href);
        if (tag === 'A') return protocol === 'http:' || protocol === 'https:';
        if (tag === 'IMG' || tag === 'VIDEO' || tag === 'AUDIO') return origin === location.origin || protocol === 'blob:' || /^data:image\/(?:png|webp|jpeg|gif);/.test(address);
        return origin === location.origin;
      };
      return [...document.querySelectorAll('*')].flatMap((element) => {
        const wrong: string[] = [];
        const tag = element.tagName.toUpperCase();
        if (['IFRAME', 'FRAME', 'OBJECT', 'EMBED', 'APPLET', 'BASE', 'MARQUEE', 'MATH', 'FOREIGNOBJECT', 'ANIMATE', 'SET', 'PORTAL'].includes(tag)) wrong.push('element');
        if (tag === 'SCRIPT' && (element.textContent.trim() !== '' || !element.hasAttribute('src'))) wrong.push('script');
        if (tag === 'META' && element.hasAttribute('http-equiv')) wrong.push('meta');
        for (const { name, value } of element.attributes) {
          if (name.startsWith('on')) wrong.push(name);
          else if (ADDRESSES.includes(name) && !isOurs(value, tag)) wrong.push(name);
        }
        return wrong.map((it) => `${location.pathname}: ${it} in ${element.outerHTML.slice(0, 200)}`);
      });
    });
    this.found.push(...foreign);
  }
}

interface Place {
  guild: string;
  channel: string;
  code: string;
}

async function bot(owner: Person, guild: string, name: string): Promise<Person> {
  const application = await owner.request<{ id: string }>('POST', '/applications', { name });
  const { token } = await owner.request<{ token: string }>('POST', `/applications/${application.id}/bot/reset`);
  await owner.request('POST', `/oauth2/authorize?client_id=${application.id}&scope=bot`, { authorize: true, guild_id: guild, permissions: '8' });
  return new Person(owner.house, name, `Bot ${token}`);
}

async function withReason(person: Person, path: string, body: unknown, reason: string): Promise<void> {
  const headers = { authorization: person.token, 'content-type': 'application/json', 'x-audit-log-reason': encodeURIComponent(reason) };
  const response = await fetch(`${person.house.url}/api/v10${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`PATCH ${path}: ${response.status} ${await response.text()}`);
}

/** Names, topics, roles, reasons, webhooks and what a member says of themselves. */
async function name(owner: Person, guest: Person, place: Place): Promise<void> {
  const { guild, channel } = place;
  const edit = (path: string, body: unknown) => owner.request('PATCH', path, body);
  await edit('/users/@me', { global_name: '<img src=x onerror=alert(1)>', bio: some(1, 100)[0] });
  await edit('/users/@me/settings', { custom_status: { text: '<svg/onload=alert(1)>' } });
  await edit(`/guilds/${guild}/members/@me`, { nick: '<b onclick=alert(1)>x' });
  await edit(`/guilds/${guild}/members/${guest.id}`, { nick: '"><script>alert(1)</script>' });
  expect(await taken(some(30, 100), (it, index) => owner.request('POST', `/guilds/${guild}/channels`, { name: it, topic: PAYLOADS[index * 20], type: index % 3 === 2 ? 2 : 0 }))).toBeGreaterThan(20);
  expect(await taken(some(40, 100), (it) => owner.request('POST', `/guilds/${guild}/roles`, { name: it }))).toBeGreaterThan(30);
  expect(await taken(some(40, 400), (it, index) => withReason(owner, `/channels/${channel}`, { topic: `${index} ${it}` }, it))).toBeGreaterThan(30);
  expect(
    await taken(some(10, 80), async (it) => {
      const { id, token } = await owner.request<{ id: string; token: string }>('POST', `/channels/${channel}/webhooks`, { name: it });
      await owner.request('POST', `/webhooks/${id}/${token}`, { content: it, username: it });
    }),
  ).toBeGreaterThan(5);
  const admin = await owner.request<{ id: string }>('POST', `/guilds/${guild}/roles`, { name: '{{constructor.constructor("alert(1)")()}}', permissions: '8' });
  await owner.request('PUT', `/guilds/${guild}/members/${guest.id}/roles/${admin.id}`);
}

/** Everything that a bot can lay out. */
async function layOut(owner: Person, { guild, channel }: Place): Promise<void> {
  const it = await bot(owner, guild, '<script>alert(1)</script>');
  const send = (body: Record<string, unknown>) => it.request('POST', `/channels/${channel}/messages`, body);
  const embeds = some(25, 200).map((text) => ({ title: text, description: text, footer: { text }, author: { name: text }, fields: [{ name: text, value: text }, { name: '__proto__', value: text, inline: true }] }));
  expect(await taken(embeds, (embed) => send({ embeds: [embed] }))).toBeGreaterThan(20);
  const addresses = PAYLOADS.filter((text) => /^[\w\s]*:/.test(text)).slice(0, 12).flatMap((text) => [text, `https://a.example/${text}`, `https://a.example/%E0%A4%A#${text}`]);
  expect(await taken(addresses, (url) => send({ embeds: [{ title: 'x', url, author: { name: 'x', url } }] }))).toBeGreaterThan(5);
  await taken(addresses, (url) => send({ content: 'x', components: [{ type: 1, components: [{ type: 2, style: 5, label: 'x', url }] }] }));
  await taken(addresses, (url) => send({ flags: LAID_OUT, components: [{ type: 12, items: [{ media: { url }, description: '<svg/onload=alert(1)>' }] }] }));
  const labels = some(10, 80);
  expect(await taken(labels, (label, index) => send({ content: 'x', components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: `__proto__${index}`, label }] }, { type: 1, components: [{ type: 3, custom_id: label, placeholder: label, options: [{ label, value: label, description: label }] }] }] }))).toBeGreaterThan(5);
  expect(await taken(some(10, 200), (content) => send({ flags: LAID_OUT, components: [{ type: 17, components: [{ type: 10, content }] }] }))).toBeGreaterThan(5);
}

async function sendFiles(owner: Person, channel: string): Promise<void> {
  const names = some(20, 100);
  for (let from = 0; from < names.length; from += 10) {
    const form = new FormData();
    for (const [index, filename] of names.slice(from, from + 10).entries()) form.append(`files[${index}]`, new Blob([filename], { type: 'text/html' }), filename);
    form.append('payload_json', JSON.stringify({ content: '' }));
    const response = await fetch(`${owner.house.url}/api/v10/channels/${channel}/messages`, { method: 'POST', headers: { authorization: owner.token }, body: form });
    expect(response.status).toBe(200);
  }
}

/** Goes there, waits until it is done with asking the server, which it must come to be, and looks. */
async function visit(page: Page, watch: Watch, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await watch.look(page);
}

async function watched(browser: Browser, house: House, token: string | null): Promise<{ page: Page; watch: Watch }> {
  const page = await (await browser.newContext({ baseURL: house.url, viewport: { width: 1440, height: 2400 } })).newPage();
  const watch = new Watch();
  await watch.over(page, house);
  if (token !== null) await page.addInitScript((it) => localStorage.setItem('parvis.token', it), token);
  return { page, watch };
}

/** The whole of a history comes on the page, a window of it at a time. */
async function readBack(page: Page, watch: Watch, owner: Person, channel: string, path: string): Promise<void> {
  const missing = new Set((await owner.history(channel)).map(({ id }) => id));
  for (let around = [...missing].at(WINDOW / 2); around !== undefined; around = [...missing].at(WINDOW / 2) ?? [...missing].at(0)) {
    await page.goto(`${path}/${around}`);
    await expect(page.locator(`[data-row="${around}"]`)).toBeVisible();
    await page.waitForLoadState('networkidle');
    await watch.look(page);
    for (const id of await page.locator('li[data-row]').evaluateAll((rows) => rows.map((it) => it.getAttribute('data-row') ?? ''))) missing.delete(id);
  }
}

test('no place where people write runs a script on the page of those who read', async ({ browser, house }) => {
  const owner = await house.person('mallory');
  const guest = await house.person('alice');
  const made = await owner.makeGuild('<script>alert(1)</script>');
  const place: Place = { guild: made.id, channel: made.channel, code: await owner.invite(made.channel) };
  await guest.join(place.code);
  const room = await owner.request<{ id: string }>('POST', `/guilds/${place.guild}/channels`, { name: 'corpus', type: 0 });
  for (const content of [...batches(), ...some(30, 200)]) await owner.say(room.id, content);
  await owner.say(place.channel, `<@${guest.id}> <img src=x onerror=alert(1)> [a](javascript:alert(1))`);
  await name(owner, guest, place);
  await layOut(owner, place);
  await sendFiles(owner, place.channel);

  // A custom status is seen of those who are there.
  const elsewhere = await owner.open(browser, '/channels/@me');
  const { page, watch } = await watched(browser, house, guest.token);
  const path = `/channels/${place.guild}`;
  await readBack(page, watch, owner, room.id, `${path}/${room.id}`);
  await readBack(page, watch, owner, place.channel, `${path}/${place.channel}`);
  await page.locator('li[data-row] button.name').last().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await watch.look(page);
  await visit(page, watch, '/inbox');
  for (const settings of ['overview', 'roles', 'channels', 'members', 'invites', 'automod', 'audit-log', 'bots', 'webhooks']) await visit(page, watch, `/guilds/${place.guild}/settings/${settings}`);
  await elsewhere.context().close();
  await page.context().close();
  expect([...new Set(watch.found)]).toEqual([]);
});

test('nor does the page of an invitation, which a stranger opens', async ({ browser, house }) => {
  const owner = await house.person('trudy');
  const { id, channel } = await owner.makeGuild('La halle');
  const code = await owner.invite(channel);
  const { page, watch } = await watched(browser, house, null);
  const accepted = await taken(some(24, 100), async (text) => {
    await owner.request('PATCH', `/guilds/${id}`, { name: text, description: text });
    await page.goto(`/invite/${code}`);
    await watch.look(page);
  });
  await page.context().close();
  expect(accepted).toBeGreaterThan(15);
  expect([...new Set(watch.found)]).toEqual([]);
});

test('the watch sees a page that lets them through', async ({ browser, house }) => {
  const { page, watch } = await watched(browser, house, null);
  await page.route('**/hole', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><img src=x onerror="alert(1)"><a href="javascript:alert(1)">x</a><iframe srcdoc="x"></iframe>' }));
  await page.route('**/stopped', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': "script-src 'self'" }, body: '<!doctype html><p>x</p><svg onload="alert(1)"></svg>' }));
  await page.goto('/hole');
  await watch.look(page);
  await page.goto('/stopped');
  await expect.poll(() => watch.found.join('\n')).toContain('stopped by the policy: script-src-attr');
  const found = watch.found.join('\n');
  for (const sign of ['ran: alert(1)', '/hole: onerror in', '/hole: href in', '/hole: element in']) expect(found).toContain(sign);
  await page.context().close();
});
