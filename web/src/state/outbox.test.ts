import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ApiError } from '../api/error';
import type { MessageData } from '../gateway/events/messages';
import { t } from '../i18n/i18n.svelte';
import { Outbox, type OutboxSurroundings } from './outbox.svelte';
import type { OutboxStore, StoredMessage } from './outbox_store';
import { TabTurns, type Locks, type Wire } from './tab_turns';

const ME = '1';
const ROOM = '10';
const OFFLINE = () => new ApiError(0, null);

/** Exclusive locks, as browsers have them: the next in the queue comes when the one before is done. */
class FakeLocks implements Locks {
  readonly #last = new Map<string, Promise<void>>();
  async request(name: string, act: () => Promise<void>): Promise<void> {
    const mine = (this.#last.get(name) ?? Promise.resolve()).then(act);
    this.#last.set(name, mine);
    await mine;
  }
}

/** One browser: what all its tabs share. */
class Browser {
  readonly locks = new FakeLocks();
  readonly disk = new Map<string, StoredMessage>();
  readonly ears = new Map<Wire, (data: unknown) => void>();
  now = 1_000_000;
  readonly timers: { at: number; act: () => void }[] = [];

  readonly store: OutboxStore = {
    all: async () => structuredClone([...this.disk.values()]),
    put: async (message) => void this.disk.set(message.nonce, structuredClone(message)),
    delete: async (nonce) => void this.disk.delete(nonce),
  };

  wire(): Wire {
    const wire: Wire = {
      post: (data) => {
        for (const [other, hear] of this.ears) if (other !== wire) hear(data);
      },
      listen: (hear) => void this.ears.set(wire, hear),
      close: () => void this.ears.delete(wire),
    };
    return wire;
  }

  tab(name: string, server: Server, keeps = true): Outbox {
    const around: OutboxSurroundings = {
      now: () => this.now,
      later: (ms, act) => {
        const timer = { at: this.now + ms, act };
        this.timers.push(timer);
        return () => void this.timers.splice(this.timers.indexOf(timer) >>> 0, 1);
      },
      lastMessageId: () => server.history.at(-1)?.id ?? null,
      keep: async () => (keeps ? { store: this.store, turns: new TabTurns('scope', name, this.locks, this.wire()) } : null),
    };
    return new Outbox(server.api, around);
  }

  /** Lets time pass, and what was to happen meanwhile happen. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const timer of this.timers.filter((it) => it.at <= this.now)) {
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.act();
    }
    await settled();
  }
}

/** A server that takes a nonce once within five minutes, and whose answers can be lost. */
class Server {
  history: MessageData[] = [];
  requests: string[] = [];
  readonly #nonces = new Map<string, { message: MessageData; at: number }>();
  /** What happens to the next requests, in order; after that all goes well. */
  next: ('lost before' | 'lost after' | ApiError)[] = [];
  /** Requests wait until somebody lets them through. */
  gate: Promise<void> = Promise.resolve();
  now: () => number = () => 0;

  readonly api = {
    get: async <T>(_path: string, options?: { query?: Record<string, unknown> }): Promise<T> => {
      const after = BigInt(String(options?.query?.['after'] ?? '0'));
      return structuredClone(this.history.filter((it) => BigInt(it.id) > after).slice(0, 100)) as T;
    },
    post: async <T>(_path: string, body?: unknown): Promise<T> => this.#take<T>(body as Body, 0),
    upload: async <T>(_method: 'POST' | 'PATCH', _path: string, payload: Record<string, unknown>, files: readonly unknown[]): Promise<T> => this.#take<T>(payload as unknown as Body, files.length),
  };

  async #take<T>({ content, nonce }: Body, files: number): Promise<T> {
    this.requests.push(content);
    const fate = this.next.shift();
    await this.gate;
    if (fate === 'lost before') throw OFFLINE();
    if (fate instanceof ApiError) throw fate;
    const known = this.#nonces.get(nonce);
    const message = known && this.now() - known.at < 300_000 ? known.message : this.write(ME, content, files);
    if (message !== known?.message) this.#nonces.set(nonce, { message, at: this.now() });
    if (fate === 'lost after') throw OFFLINE();
    return structuredClone(message) as T;
  }

  write(author: string, content: string, files = 0): MessageData {
    const message = { id: String(100 + this.history.length), channel_id: ROOM, content, author: { id: author }, attachments: Array.from({ length: files }, () => ({})) } as unknown as MessageData;
    this.history.push(message);
    return message;
  }

  get contents(): string[] {
    return this.history.filter((it) => it.author.id === ME).map((it) => it.content);
  }
}
interface Body {
  content: string;
  nonce: string;
}

/** Everything that waits for nothing but promises has happened. */
async function settled(): Promise<void> {
  for (let n = 0; n < 60; n += 1) await Promise.resolve();
}

function world() {
  const browser = new Browser();
  const server = new Server();
  server.now = () => browser.now;
  return { browser, server };
}

describe('an unsent message', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => void vi.restoreAllMocks());

  it('arrives once, and is gone from here', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    const sent = vi.fn();
    outbox.onSent = sent;
    await outbox.open(ME);
    outbox.send(ROOM, { content: 'bonjour' });
    await settled();
    expect(server.contents).toEqual(['bonjour']);
    expect(sent).toHaveBeenCalledTimes(1);
    expect([outbox.in(ROOM).length, browser.disk.size]).toEqual([0, 0]);
  });

  it('keeps its place when the line is gone', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost before'];
    outbox.send(ROOM, { content: 'one' });
    outbox.send(ROOM, { content: 'two' });
    await settled();
    expect(server.contents).toEqual([]);
    expect(outbox.in(ROOM).map((it) => it.state)).toEqual(['waiting', 'waiting']);
    outbox.resume();
    await settled();
    expect(server.contents).toEqual(['one', 'two']);
  });

  it('is tried again by itself', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost before', new ApiError(503, null)];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    await browser.pass(2_000);
    expect(server.contents).toEqual([]);
    await browser.pass(4_000);
    expect(server.contents).toEqual(['one']);
  });

  it('is not sent twice when only the answer was lost', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost after'];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    outbox.resume();
    await settled();
    expect(server.requests).toEqual(['one', 'one']);
    expect(server.contents).toEqual(['one']);
    expect(outbox.in(ROOM)).toEqual([]);
  });

  it('is looked for in the history when the server has forgotten its nonce', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost after'];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    for (let n = 0; n < 250; n += 1) server.write('2', 'one');
    browser.timers.length = 0;
    browser.now += 6 * 60_000;
    outbox.resume();
    await settled();
    expect(server.requests).toEqual(['one']);
    expect(server.contents).toEqual(['one']);
    expect(outbox.in(ROOM)).toEqual([]);
  });

  it('is sent after all when the history does not hold it', async () => {
    const { browser, server } = world();
    server.write(ME, 'one');
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost before'];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    browser.timers.length = 0;
    browser.now += 6 * 60_000;
    outbox.resume();
    await settled();
    // The older message of the same words is another one.
    expect(server.contents).toEqual(['one', 'one']);
  });

  it('waits for a person when nobody can know whether it arrived', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost before'];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    for (let n = 0; n < 1_001; n += 1) server.write('2', 'noise');
    browser.timers.length = 0;
    browser.now += 6 * 60_000;
    outbox.resume();
    await settled();
    await settled();
    const [pending] = outbox.in(ROOM);
    expect(pending?.state).toBe('failed');
    if (pending) outbox.retry(pending);
    await settled();
    expect(server.contents).toEqual(['one']);
  });

  it('looks for a file in the history even soon, because sending it takes long', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost after'];
    outbox.send(ROOM, { content: '', files: [{ file: new Blob(['x']), filename: 'x.txt' }] });
    await settled();
    browser.timers.length = 0;
    outbox.resume();
    await settled();
    expect(server.requests).toHaveLength(1);
    expect(outbox.in(ROOM)).toEqual([]);
  });

  it('that is refused fails in words, lets the next one go, and can be sent again', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = [new ApiError(400, { code: 50035, message: 'Invalid Form Body', errors: { content: { _errors: [{ code: 'X', message: 'Too long.' }] } } })];
    outbox.send(ROOM, { content: 'one' });
    outbox.send(ROOM, { content: 'two' });
    await settled();
    const [failed] = outbox.in(ROOM);
    expect([failed?.state, failed?.words]).toEqual(['failed', 'Too long.']);
    expect(server.contents).toEqual(['two']);
    if (failed) outbox.retry(failed);
    await settled();
    expect(server.contents).toEqual(['two', 'one']);
  });

  it('that comes too fast waits as long as the server says', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = [new ApiError(429, { code: 20016, message: 'slow', retry_after: 30 })];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    expect(outbox.in(ROOM)).toMatchObject([{ state: 'waiting', words: t('composer.slow_waits') }]);
    await browser.pass(29_000);
    expect(server.contents).toEqual([]);
    await browser.pass(1_000);
    expect(server.contents).toEqual(['one']);
  });

  it('that is discarded is not sent', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    await outbox.open(ME);
    server.next = ['lost before'];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    const [pending] = outbox.in(ROOM);
    if (pending) outbox.discard(pending);
    outbox.resume();
    await settled();
    expect([server.contents, browser.disk.size]).toEqual([[], 0]);
  });

  it('is confirmed by the gateway, too, and then told once', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server);
    const sent = vi.fn();
    outbox.onSent = sent;
    await outbox.open(ME);
    let open = (): void => undefined;
    server.gate = new Promise((resolve) => (open = resolve));
    outbox.send(ROOM, { content: 'one' });
    await settled();
    const nonce = outbox.in(ROOM)[0]?.nonce ?? '';
    outbox.sink().MESSAGE_CREATE?.({ id: '100', channel_id: ROOM, nonce, author: { id: ME } } as unknown as MessageData);
    expect(outbox.in(ROOM)).toEqual([]);
    open();
    await settled();
    expect(sent).not.toHaveBeenCalled();
  });
});

describe('over a reload', () => {
  it('messages, their files, their order and what they answer are kept', async () => {
    const { browser, server } = world();
    const before = browser.tab('a', server);
    await before.open(ME);
    server.next = ['lost before'];
    before.send(ROOM, { content: 'one', replyTo: { messageId: '7', ping: false } });
    browser.now += 1;
    before.send(ROOM, { content: 'two', files: [{ file: new Blob(['x']), filename: 'x.txt', description: 'An x' }] });
    await settled();
    before.close();
    const after = browser.tab('b', server);
    await after.open(ME);
    await settled();
    expect(server.contents).toEqual(['one', 'two']);
    expect(browser.disk.size).toBe(0);
  });

  it('a message whose answer was lost with the page is not sent twice', async () => {
    const { browser, server } = world();
    const before = browser.tab('a', server);
    await before.open(ME);
    server.next = ['lost after'];
    before.send(ROOM, { content: 'one' });
    await settled();
    before.close();
    browser.now += 10 * 60_000;
    const after = browser.tab('b', server);
    await after.open(ME);
    await settled();
    expect(server.contents).toEqual(['one']);
    expect(after.in(ROOM)).toEqual([]);
  });

  it('what was refused is still there, and still failed', async () => {
    const { browser, server } = world();
    const before = browser.tab('a', server);
    await before.open(ME);
    server.next = [new ApiError(403, { code: 50013, message: 'Missing Permissions' })];
    before.send(ROOM, { content: 'one' });
    await settled();
    before.close();
    const after = browser.tab('b', server);
    await after.open(ME);
    await settled();
    expect(after.in(ROOM).map((it) => it.state)).toEqual(['failed']);
    expect(server.contents).toEqual([]);
  });
});

describe('two tabs', () => {
  it('never send the same message', async () => {
    const { browser, server } = world();
    const first = browser.tab('a', server);
    await first.open(ME);
    server.next = ['lost before'];
    first.send(ROOM, { content: 'one' });
    await settled();
    const second = browser.tab('b', server);
    await second.open(ME);
    second.resume();
    await settled();
    expect(second.in(ROOM)).toEqual([]);
    expect(server.requests).toHaveLength(1);
    first.resume();
    await settled();
    expect(server.contents).toEqual(['one']);
  });

  it('take over what the other leaves, also when it came later', async () => {
    const { browser, server } = world();
    const first = browser.tab('a', server);
    await first.open(ME);
    const second = browser.tab('b', server);
    await second.open(ME);
    server.next = ['lost before'];
    second.send(ROOM, { content: 'two' });
    await settled();
    expect(first.in(ROOM)).toEqual([]);
    second.close();
    await settled();
    expect(server.contents).toEqual(['two']);
    expect(browser.disk.size).toBe(0);
  });

  it('without locks keep nothing, so that nothing can be sent twice', async () => {
    const { browser, server } = world();
    const outbox = browser.tab('a', server, false);
    await outbox.open(ME);
    server.next = ['lost before'];
    outbox.send(ROOM, { content: 'one' });
    await settled();
    expect(browser.disk.size).toBe(0);
    outbox.resume();
    await settled();
    expect(server.contents).toEqual(['one']);
  });
});
