//! Pushes while no page is open. That only the browser can read what the server sends is held by the server's tests
//! (RFC 8291); here the browser hands over what it has read, as its push service would have brought it.
import type { BrowserContext, CDPSession, Worker } from '@playwright/test';

import { expect, test } from './house';
import { composer, workerIsThere } from './room';

interface Shown {
  title: string;
  body: string;
  tag: string;
  path: string;
}

/** The browser's side of its push service. */
class Deliveries {
  private constructor(
    readonly origin: string,
    readonly devtools: CDPSession,
    readonly registrationId: string,
  ) {}

  static async of(context: BrowserContext, origin: string): Promise<Deliveries> {
    const devtools = await context.newCDPSession(await context.newPage());
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find((it) => it.scopeURL === `${origin}/`);
        if (own) resolve(own.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    return new Deliveries(origin, devtools, await registered);
  }

  async bring(data: string): Promise<void> {
    await this.devtools.send('ServiceWorker.deliverPushMessage', { origin: this.origin, registrationId: this.registrationId, data });
  }
}

/** As much of the worker's world as is asked for here. */
interface World {
  registration: { getNotifications(): Promise<(Omit<Shown, 'path'> & { data: { path: string } })[]> };
  clients: { matchAll(wanted: { type: 'window'; includeUncontrolled: boolean }): Promise<unknown[]> };
}

/** What the device shows. */
const shownBy = (worker: Worker): Promise<Shown[]> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as World;
    return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path }));
  });

const pagesOf = (worker: Worker): Promise<number> =>
  worker.evaluate(async () => (await (globalThis as unknown as World).clients.matchAll({ type: 'window', includeUncontrolled: true })).length);

test('a push shows on the device with the page closed, by names that the push does not carry', async ({ browser, house }) => {
  const [owner, guest] = [await house.person('pousse_hote'), await house.person('pousse_voisin')];
  const guild = await owner.makeGuild('La cour aux pousses');
  await guest.join(await owner.invite(guild.channel));
  const message = await guest.say(guild.channel, `Un secret pour <@${owner.id}>`);
  const page = await owner.open(browser, `/channels/${guild.id}/${guild.channel}`, { permissions: ['notifications'] });
  const context = page.context();
  // A page that loads while the worker becomes ready may miss it.
  await workerIsThere(page);
  // As the switch in the settings leaves it, which needs a push service within reach.
  await page.evaluate(() => localStorage.setItem('parvis.device', JSON.stringify({ push: true })));
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await workerIsThere(page);
  // What the page leaves for its worker: what rooms are called, and in which words.
  const names = () =>
    page.evaluate(async (room) => {
      // Asking for one that is not there would make an empty one.
      if (!(await indexedDB.databases()).some((it) => it.name === 'parvis-worker')) return null;
      const request = indexedDB.open('parvis-worker');
      const database = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
      try {
        const read = database.transaction('kept').objectStore('kept').get('names');
        return await new Promise((resolve) => (read.onsuccess = () => resolve((read.result as Record<string, unknown> | undefined)?.[room] ?? null)));
      } finally {
        database.close();
      }
    }, guild.channel);
  await expect.poll(names).toEqual({ room: '#general', place: 'La cour aux pousses' });
  const deliveries = await Deliveries.of(context, house.url);
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('there is no worker');
  await page.close();
  await expect.poll(() => pagesOf(worker)).toBe(0);

  const payload = { v: 1, kind: 'mention', user_id: owner.id, guild_id: guild.id, channel_id: guild.channel, message_id: message, count: 1 };
  await deliveries.bring(JSON.stringify(payload));
  await expect.poll(() => shownBy(worker)).toEqual([{ title: 'La cour aux pousses', body: 'On vous mentionne dans #general', tag: guild.channel, path: `/channels/${guild.id}/${guild.channel}/${message}` }]);

  // For somebody else who was here, without any name; what is no push of ours shows nothing.
  const other = '1234567890';
  await deliveries.bring('{"v":1,"kind":"mention"}');
  await deliveries.bring('no push at all');
  await deliveries.bring(JSON.stringify({ ...payload, user_id: guest.id, channel_id: other }));
  await expect.poll(async () => (await shownBy(worker)).find((it) => it.tag === other)?.title).toBe('Parvis');
  expect(await shownBy(worker)).toHaveLength(2);
  await context.close();
});
