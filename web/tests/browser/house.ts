//! The server of a test and the people in it: the real program on an empty data folder.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, type Page, test as base } from '@playwright/test';

const PROGRAM = process.env['PARVIS_BIN'] ?? fileURLToPath(new URL('../../../target/debug/parvis', import.meta.url));
export const PASSWORD = 'un mot de passe pour les essais';

type Json = Record<string, unknown>;

/** An account, and what it does beside the browser. */
export class Person {
  id = '';
  constructor(
    readonly house: House,
    readonly name: string,
    readonly token: string,
  ) {}

  async request<T = Json>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { authorization: this.token };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(`${this.house.url}/api/v10${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }

  /** A guild with its first text channel. */
  async makeGuild(name: string): Promise<{ id: string; channel: string }> {
    const guild = await this.request<{ id: string }>('POST', '/guilds', { name });
    const channels = await this.request<{ id: string; type: number }[]>('GET', `/guilds/${guild.id}/channels`);
    return { id: guild.id, channel: channels.find((it) => it.type === 0)?.id ?? '' };
  }

  async say(channel: string, content: string, more: Json = {}): Promise<string> {
    return (await this.request<{ id: string }>('POST', `/channels/${channel}/messages`, { content, ...more })).id;
  }

  history(channel: string): Promise<{ id: string; content: string; author: { id: string } }[]> {
    return this.request('GET', `/channels/${channel}/messages?limit=100`);
  }

  async invite(channel: string): Promise<string> {
    return (await this.request<{ code: string }>('POST', `/channels/${channel}/invites`, {})).code;
  }

  async join(code: string): Promise<void> {
    await this.request('POST', `/invites/${code}`, {});
  }

  /** A page of a browser in which this person is signed in. */
  async open(browser: Browser, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: this.house.url, ...options });
    await context.addInitScript((token) => localStorage.setItem('parvis.token', token), this.token);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }
}

export class House {
  url = '';
  #process: ChildProcess | null = null;
  #port = 0;
  readonly data = mkdtempSync(join(tmpdir(), 'parvis-browser-'));

  /** With settings of its own, as environment variables. */
  constructor(readonly settings: Readonly<Record<string, string>> = {}) {}

  /** Starts the program; after a stop, at the same address. */
  async start(): Promise<void> {
    const env = { ...process.env, PARVIS_RATE_LIMITS: 'off', ...this.settings };
    const child = spawn(PROGRAM, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.#port}`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /https?:\/\/[\d.]+:(\d+)/.exec(line);
      if (!address) continue;
      this.url = address[0];
      this.#port = Number(address[1]);
      return;
    }
    throw new Error('the server ended before it was ready');
  }

  /** Ends the program at once, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** An order of the operator, given beside the running program. */
  async command(...words: string[]): Promise<string> {
    return (await promisify(execFile)(PROGRAM, [...words, '--data', this.data])).stdout;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** An order of the operator's, at the console. */
  async order(...words: string[]): Promise<void> {
    await promisify(execFile)(PROGRAM, ['--data', this.data, ...words]);
  }

  async person(name: string): Promise<Person> {
    const body = JSON.stringify({ username: name, password: PASSWORD, consent: true });
    const response = await fetch(`${this.url}/api/v10/auth/register`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer = (await response.json()) as { token?: string };
    if (answer.token === undefined) throw new Error(`register ${name}: ${JSON.stringify(answer)}`);
    const person = new Person(this, name, answer.token);
    person.id = String((await person.request('GET', '/users/@me'))['id']);
    return person;
  }
}

/** Tests with a server that all tests of a worker share. */
export const test = base.extend<object, { house: House }>({
  house: [
    async ({}, use) => {
      const house = new House();
      await house.start();
      await use(house);
      await house.close();
    },
    { scope: 'worker' },
  ],
});
export { expect } from '@playwright/test';
