//! Measures the client on a slow machine, by hand: `npm run measure -- PAGE`, with the name and the password of somebody
//! who may make channels in PARVIS_NAME and PARVIS_PASSWORD. PAGE is a built client, for example of `vite preview`, before
//! a server that sets no limits to requests (PARVIS_RATE_LIMITS=off).
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from '@playwright/test';

const SLOWER = 4;
const STARTS = 5;
const ROOMS = 8;
const ROUNDS = 6;
const BURST = { messages: 200, ms: 2000 };
const SEEN = { few: 500, many: 10_000 };
const WORDS = 'Voilà une phrase **en gras**, un lien https://parvis.example et la suite. ';

const origin = new URL(process.argv[2] ?? 'http://127.0.0.1:4173').origin;
const server = process.env['PARVIS_SERVER'] ?? origin;

async function request(token, method, path, body) {
  const headers = { ...(token && { authorization: token }), ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(`${server}/api/v10${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

function say(what, figure, aim, met) {
  console.log(`${what}: ${figure}; aim ${aim}: ${met ? 'met' : 'MISSED'}; load ${loadavg()[0].toFixed(1)}`);
}

const part = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const inOrder = (numbers) => [...numbers].sort((a, b) => a - b);

/** A reader, somebody who writes, and the guild in which they meet. */
async function people() {
  const { token } = await request(null, 'POST', '/auth/login', { login: process.env['PARVIS_NAME'], password: process.env['PARVIS_PASSWORD'] });
  const name = `measure${Date.now() % 1e9}`;
  const writer = (await request(null, 'POST', '/auth/register', { username: name, password: `the words of ${name}`, consent: true })).token;
  const [{ id: guild }] = await request(token, 'GET', '/users/@me/guilds');
  const channels = (await request(token, 'GET', `/guilds/${guild}/channels`)).filter((it) => it.type === 0 && it.last_message_id);
  const { code } = await request(token, 'POST', `/channels/${channels[0].id}/invites`, {});
  await request(writer, 'POST', `/invites/${code}`, {});
  return { token, writer, guild, rooms: channels.slice(0, ROOMS).map((it) => it.id) };
}

/** A room of its own for what is written here; it is gone afterwards. */
async function inOwnRoom({ token, guild }, work) {
  const { id } = await request(token, 'POST', `/guilds/${guild}/channels`, { name: 'measure' });
  try {
    return await work(id);
  } finally {
    await request(token, 'DELETE', `/channels/${id}`);
  }
}

async function write(token, channel, count, lanes) {
  let next = 0;
  const lane = async () => {
    while (next < count) await request(token, 'POST', `/channels/${channel}/messages`, { content: `${(next += 1)} ${WORDS.repeat((next % 3) + 1)}` });
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function newestIn({ token }, channel) {
  return (await request(token, 'GET', `/channels/${channel}/messages?limit=1`))[0].id;
}

/** A page of the reader, as new to the client as on the first visit. */
async function openPage(browser, token, path, rate) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript((kept) => {
    localStorage.setItem('parvis.token', kept);
    const look = () => {
      if (document.querySelector('[data-history] [data-row] article') && document.querySelector('main textarea')) requestAnimationFrame(() => (window.usableAt = performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  }, token);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
  await page.goto(`${origin}${path}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.usableAt !== undefined, null, { timeout: 60_000 });
  return { page, devtools, close: () => context.close() };
}

async function firstScreen(browser, { token, guild, rooms }) {
  const times = [];
  for (let start = 0; start < STARTS; start += 1) {
    const { page, close } = await openPage(browser, token, `/channels/${guild}/${rooms[0]}`, SLOWER);
    times.push(await page.evaluate(() => window.usableAt));
    await close();
  }
  const sorted = inOrder(times);
  const worst = sorted.at(-1);
  say('first usable screen, nothing cached', `median ${part(sorted, 0.5).toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${STARTS}`, '3,000 ms', worst <= 3000);
}

async function channelSwitch(browser, { token, guild, rooms }) {
  const { page, close } = await openPage(browser, token, `/channels/${guild}/${rooms[0]}`, SLOWER);
  await pause(3000);
  const times = [];
  for (let turn = 1; turn <= ROUNDS * rooms.length; turn += 1) {
    const path = `/channels/${guild}/${rooms[turn % rooms.length]}`;
    times.push(await page.evaluate(clickUntilDrawn, path));
    await pause(300);
  }
  await close();
  const sorted = inOrder(times);
  const ms = part(sorted, 0.95);
  say('channel switch', `p50 ${part(sorted, 0.5).toFixed(0)} ms, p95 ${ms.toFixed(0)} ms of ${times.length}`, 'p95 150 ms', ms <= 150);
}

/** In the page: from the click to the frame in which messages of the other room are drawn. */
function clickUntilDrawn(path) {
  const link = document.querySelector(`a[href="${path}"]`);
  const before = document.querySelector('[data-history]');
  const startedAt = performance.now();
  link.click();
  return new Promise((done) => {
    const look = () => {
      const now = document.querySelector('[data-history]');
      if (now === null || now === before || !now.querySelector('[data-row] article')) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => done(performance.now() - startedAt)));
    };
    requestAnimationFrame(look);
  });
}

async function burst(browser, all) {
  await inOwnRoom(all, async (channel) => {
    await write(all.writer, channel, 250, 4);
    // With nothing unread the page opens at the end.
    await request(all.token, 'POST', `/channels/${channel}/messages/${await newestIn(all, channel)}/ack`, {});
    const { page, close } = await openPage(browser, all.token, `/channels/${all.guild}/${channel}`, SLOWER);
    await pause(4000);
    await page.evaluate(watchFrames);
    const startedAt = Date.now();
    const sent = Array.from({ length: BURST.messages }, async (_, index) => {
      await pause((index * BURST.ms) / BURST.messages);
      await request(all.writer, 'POST', `/channels/${channel}/messages`, { content: `${index} ${WORDS.repeat((index % 3) + 1)}` });
    });
    await Promise.all(sent);
    const sentMs = Date.now() - startedAt;
    await page.waitForSelector(`[data-row="${await newestIn(all, channel)}"]`, { timeout: 60_000 });
    const frames = inOrder(await page.evaluate(() => window.frames_ms)).reverse();
    await close();
    const figure = `worst frames ${frames.slice(0, 4).map((it) => it.toFixed(0)).join(', ')} ms, ${frames.filter((it) => it > 100).length} over 100 ms of ${frames.length}`;
    say(`${BURST.messages} messages in ${sentMs} ms`, figure, 'none over 100 ms', frames[0] <= 100);
  });
}

/** In the page: how long each frame takes from now on. */
function watchFrames() {
  window.frames_ms = [];
  let before = performance.now();
  const frame = () => {
    const now = performance.now();
    window.frames_ms.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function memory(browser, all) {
  await inOwnRoom(all, async (channel) => {
    // The page opens at the first of the newest that was not read: what lies below is not read back.
    await write(all.writer, channel, SEEN.many + 100, 16);
    const { page, devtools, close } = await openPage(browser, all.token, `/channels/${all.guild}/${channel}`, 1);
    const few = await heapAfter(page, devtools, SEEN.few);
    const many = await heapAfter(page, devtools, SEEN.many);
    await close();
    const ratio = many / few;
    say('memory', `${(few / 1e6).toFixed(1)} MB after ${SEEN.few} messages, ${(many / 1e6).toFixed(1)} MB after ${SEEN.many}: ratio ${ratio.toFixed(2)}`, '1.5', ratio <= 1.5);
  });
}

/** Reads back through the history until so many messages were on the page; what is held then. */
async function heapAfter(page, devtools, count) {
  await page.evaluate(readBack, count);
  await pause(1000);
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}

async function readBack(count) {
  const seen = (window.seen ??= new Set());
  const note = () => document.querySelectorAll('[data-history] [data-row]').forEach((it) => seen.add(it.dataset.row.slice(-19)));
  const before = { first: '', stillSince: performance.now() };
  for (note(); seen.size < count; note()) {
    const box = document.querySelector('[data-history]');
    const first = box.querySelector('[data-row]').dataset.row;
    if (first !== before.first) Object.assign(before, { first, stillSince: performance.now() });
    else if (performance.now() - before.stillSince > 10_000) throw new Error(`no older messages after ${seen.size}`);
    box.scrollTop = 0;
    await new Promise((done) => setTimeout(done, 30));
  }
}

const all = await people();
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const wanted = process.argv.slice(3);
  for (const measurement of [firstScreen, channelSwitch, burst, memory]) {
    if (wanted.length === 0 || wanted.includes(measurement.name)) await measurement(browser, all);
  }
} finally {
  await browser.close();
}
