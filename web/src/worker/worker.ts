//! The service worker: the page without a connection, and messages while no page is open. It never keeps what the API
//! answers, nor anybody's pictures or files. Built by itself into one file, by `scripts/worker.mjs`.
/// <reference lib="webworker" />
import { kept } from '../notifications/kept';
import { NO_TEXTS, pushPath, pushPayload, pushWords } from '../notifications/push_words';
import type { ToPage, ToWorker } from '../notifications/registration.svelte';
import { isQuiet } from '../state/quiet_hours';

declare const self: ServiceWorkerGlobalScope;
/** Files of the first screen, by their names in this build; put here when it is built. */
declare const __SHELL__: { version: string; files: string[] };

const CACHE = `parvis-${__SHELL__.version}`;
const PAGE = '/';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...__SHELL__.files])));
});

self.addEventListener('activate', (event) => event.waitUntil(begin()));

async function begin(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('parvis-') && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (isPlace(url.pathname)) event.respondWith(page(request));
    else if (guidePlace(url.pathname) !== null) event.respondWith(publicGuide(request, url));
  } else if (url.pathname.startsWith('/assets/') || __SHELL__.files.includes(url.pathname)) {
    event.respondWith(ownFile(request));
  }
});

/** Addresses of the client's places; invitations, downloads and the API are the server's own. */
function isPlace(path: string): boolean {
  return path === PAGE || /^\/(app|channels|guilds|inbox|join|login|register|saved|settings|oauth2)(\/|$)/.test(path);
}

/** Where the client has a page of a guide that the server draws for everybody; null for other addresses. */
function guidePlace(path: string): string | null {
  const ofMap = /^\/map\/guide(\/[a-z0-9-]{1,60})?$/.exec(path);
  if (ofMap) return `/app/map/guide${ofMap[1] ?? ''}`;
  const ofGuild = /^\/guide\/(\d{1,20})(\/[a-z0-9-]{1,60})?$/.exec(path);
  return ofGuild && `/channels/${ofGuild[1] ?? ''}/guide${ofGuild[2] ?? ''}`;
}

/** The server's page; without a connection the client's, which has a copy. */
async function publicGuide(request: Request, url: URL): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(`${guidePlace(url.pathname) ?? PAGE}${url.search}`, 302);
  }
}

/** The page from the server, so that it is the newest; without a connection the one that was kept. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(PAGE, { cacheName: CACHE });
    if (kept) return kept;
    throw error;
  }
}

/** Names of files change with their content: what is kept never grows old. */
async function ownFile(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener('message', (event) => {
  const said = event.data as ToWorker;
  if (said.kind === 'take-over') void self.skipWaiting();
  else if (said.kind === 'keep') event.waitUntil(keepFiles(said.files));
  else if (__SHELL__.files.includes(said.entry)) void self.skipWaiting();
  else if (said.entry !== '') event.source?.postMessage({ kind: 'newer' } satisfies ToPage);
});

async function keepFiles(files: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of files) {
    if (!file.startsWith('/assets/') || (await cache.match(file, { ignoreVary: true }))) continue;
    // What is gone from the server meanwhile is simply not kept.
    await cache.add(file).catch(() => undefined);
  }
}

self.addEventListener('push', (event) => event.waitUntil(notify(event.data)));

async function notify(data: PushMessageData | null): Promise<void> {
  const payload = pushPayload(parsed(data));
  if (payload === null) return;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Somebody is at the page: it says so itself.
  if (windows.some((it) => it.focused)) return;
  const { names = {}, texts = NO_TEXTS, quietHours = null, userId } = await kept().catch(() => ({}) as Awaited<ReturnType<typeof kept>>);
  const { title, body } = pushWords(payload, userId === payload.user_id ? names : {}, texts);
  // The server keeps quiet hours; a push that was late on its way comes without a sound.
  // An order of an authority leaves an hour, and no quiet.
  const silent = payload.kind !== 'call' && isQuiet(quietHours, Date.now());
  await self.registration.showNotification(title, { body, silent, tag: payload.channel_id, icon: '/icon-192.png', dir: 'auto', data: { path: pushPath(payload) } });
}

function parsed(data: PushMessageData | null): unknown {
  try {
    return data?.json() ?? null;
  } catch {
    return null;
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = (event.notification.data ?? {}) as { path?: string };
  event.waitUntil(open(path ?? PAGE));
});

/** Goes there in a page that is open, or opens one. */
async function open(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' });
  const there = windows.find((it) => it.visibilityState === 'visible') ?? windows[0];
  if (there) {
    await there.focus();
    there.postMessage({ kind: 'open', path } satisfies ToPage);
  } else {
    await self.clients.openWindow(path);
  }
}

// The browser renews a subscription by itself. The worker holds no token: a page that is open tells the server, else
// the next one that is opened does.
self.addEventListener('pushsubscriptionchange', (event) => {
  (event as ExtendableEvent).waitUntil(self.clients.matchAll({ type: 'window' }).then((windows) => windows[0]?.postMessage({ kind: 'subscribe-again' } satisfies ToPage)));
});
