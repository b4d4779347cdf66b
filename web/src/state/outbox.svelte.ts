//! What the person wrote and the server has not confirmed: in order, with its state, kept over a reload, and never sent
//! twice. The server takes a nonce once within five minutes; whatever may have arrived longer ago is looked for in the
//! history before it is sent again.
import { SvelteMap } from 'svelte/reactivity';

import type { Api, FileUpload } from '../api/client';
import { ApiError, wordsOf } from '../api/error';
import type { Sink } from '../gateway/dispatch';
import type { MessageData, MessageEvents } from '../gateway/events/messages';
import { t } from '../i18n/i18n.svelte';
import type { Attempt, OutboxStore, StoredMessage } from './outbox_store';
import { byAge } from './snowflake';
import type { TabTurns } from './tab_turns';

export interface Draft {
  content: string;
  replyTo?: { messageId: string; ping: boolean };
  files?: readonly FileUpload[];
  flags?: number;
}

export type PendingState = 'sending' | 'waiting' | 'failed';

/** The server remembers nonces for five minutes; a minute is left for the way there. */
const NONCE_SURE_MS = 4 * 60_000;
const HISTORY_PAGE = 100;
/** Pages of history in which a message is looked for. */
const HISTORY_PAGES_MAX = 10;
const RETRY_MS_MAX = 60_000;
/** The platform's code for who writes again too soon. */
const SLOW_MODE = 20_016;

/** A message on its way. */
export class Pending {
  state = $state<PendingState>('waiting');
  /** Between 0 and 1, for files. */
  progress = $state(0);
  /** Why it failed, or what it waits for. */
  words = $state<string | null>(null);
  attempt: Attempt | null = null;
  tries = 0;
  readonly abort = new AbortController();
  constructor(
    readonly nonce: string,
    readonly channelId: string,
    readonly draft: Draft,
    readonly writtenAt: Date,
  ) {}
}

/** What the outbox needs from the page around it. */
export interface OutboxSurroundings {
  /** Unix milliseconds. */
  now(): number;
  /** Acts later; the answer calls it off. */
  later(ms: number, act: () => void): () => void;
  /** The last message that is known in a channel. */
  lastMessageId(channelId: string): string | null;
  /** Where unsent messages are kept and which tab sends them; null where the browser can do neither safely. */
  keep(userId: string): Promise<{ store: OutboxStore; turns: TabTurns } | null>;
}

export class Outbox {
  #waiting = new SvelteMap<string, readonly Pending[]>();
  // Channels in which something is being sent.
  #busy = new Set<string>();
  #retries = new Map<string, () => void>();
  #lastSent = new SvelteMap<string, number>();
  // Messages that were confirmed: none of them is an answer to the question whether another one arrived.
  #confirmed = new Set<string>();
  #ownId = '';
  #kept: { store: OutboxStore; turns: TabTurns } | null = null;
  readonly #api: Pick<Api, 'get' | 'post' | 'upload'>;
  readonly #around: OutboxSurroundings;
  /** Told of each message that the server confirmed by its answer. */
  onSent: ((message: MessageData) => void) | null = null;

  constructor(api: Pick<Api, 'get' | 'post' | 'upload'>, around: OutboxSurroundings) {
    this.#api = api;
    this.#around = around;
  }

  /** Reads what an account left unsent, once; what other tabs are sending stays theirs until they are gone. */
  async open(userId: string): Promise<void> {
    if (this.#ownId !== '') return;
    this.#ownId = userId;
    const kept = await this.#around.keep(userId);
    if (kept === null) return;
    await kept.turns.enter((tab) => kept.turns.whenGone(tab, () => this.#takeOver(tab)));
    this.#kept = kept;
    for (const pending of [...this.#waiting.values()].flat()) await this.#save(pending);
    const others = new Set((await kept.store.all()).map((it) => it.tab));
    others.delete(kept.turns.own);
    for (const tab of others) kept.turns.whenGone(tab, () => this.#takeOver(tab));
  }

  close(): void {
    this.#kept?.turns.leave();
    for (const stop of this.#retries.values()) stop();
  }

  in(channelId: string): readonly Pending[] {
    return this.#waiting.get(channelId) ?? [];
  }

  /** When the person last wrote in a channel, as far as this page has seen it, in Unix milliseconds. */
  lastSentAt(channelId: string): number | null {
    return this.#lastSent.get(channelId) ?? null;
  }

  send(channelId: string, draft: Draft): void {
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join('').slice(0, 25);
    const pending = new Pending(nonce, channelId, draft, new Date(this.#around.now()));
    this.#waiting.set(channelId, [...this.in(channelId), pending]);
    void this.#save(pending).then(() => this.#work(channelId));
  }

  /** The person wants it sent although it failed, or although nobody knows whether it arrived. */
  retry(pending: Pending): void {
    pending.state = 'waiting';
    pending.words = null;
    pending.attempt = null;
    void this.#work(pending.channelId);
  }

  discard(pending: Pending): void {
    pending.abort.abort();
    void this.#remove(pending.channelId, pending.nonce);
  }

  /** The connection is back. */
  resume(): void {
    for (const channelId of this.#waiting.keys()) void this.#work(channelId);
  }

  /** What a tab left that is gone. */
  async #takeOver(tab: string): Promise<void> {
    const left = ((await this.#kept?.store.all()) ?? []).filter((it) => it.tab === tab).sort((a, b) => a.writtenAt - b.writtenAt);
    for (const stored of left) {
      const pending = new Pending(stored.nonce, stored.channelId, stored.draft, new Date(stored.writtenAt));
      pending.attempt = stored.attempt;
      pending.words = stored.refusal;
      if (stored.refusal !== null) pending.state = 'failed';
      await this.#save(pending);
      const all = [...this.in(stored.channelId), pending].sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
      this.#waiting.set(stored.channelId, all);
    }
    this.resume();
  }

  async #save({ nonce, channelId, draft, writtenAt, attempt, state, words }: Pending): Promise<void> {
    if (this.#kept === null) return;
    const { store, turns } = this.#kept;
    const stored: StoredMessage = { nonce, channelId, draft, writtenAt: writtenAt.getTime(), tab: turns.own, attempt, refusal: state === 'failed' ? words : null };
    try {
      await store.put(stored);
    } catch {
      // A full disk: the message is still sent, only not kept over a reload.
    }
  }

  async #remove(channelId: string, nonce: string): Promise<void> {
    this.#waiting.set(channelId, this.in(channelId).filter((it) => it.nonce !== nonce));
    await this.#kept?.store.delete(nonce);
  }

  // One after the other in each channel, so that they arrive in the order in which they were written.
  async #work(channelId: string): Promise<void> {
    if (this.#busy.has(channelId)) return;
    this.#busy.add(channelId);
    this.#retries.get(channelId)?.();
    this.#retries.delete(channelId);
    try {
      for (;;) {
        const next = this.in(channelId).find((it) => it.state === 'waiting');
        if (!next) return;
        const waitMs = await this.#post(next);
        if (waitMs === null) continue;
        this.#retries.set(channelId, this.#around.later(waitMs, () => void this.#work(channelId)));
        return;
      }
    } finally {
      this.#busy.delete(channelId);
    }
  }

  /** Null when the next one may go, else how long the channel waits, in milliseconds. */
  async #post(pending: Pending): Promise<number | null> {
    pending.state = 'sending';
    try {
      const message = (await this.#arrived(pending)) ?? (await this.#request(pending));
      if (this.in(pending.channelId).includes(pending)) this.#confirm(pending, message);
      return null;
    } catch (error) {
      const waitMs = this.#failed(pending, error);
      await this.#save(pending);
      return waitMs;
    }
  }

  #confirm(pending: Pending, message: MessageData): void {
    this.#confirmed.add(message.id);
    void this.#remove(pending.channelId, pending.nonce);
    this.onSent?.(message);
  }

  #failed(pending: Pending, error: unknown): number | null {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    pending.tries += 1;
    const isRefused = error instanceof ApiError && !error.isOffline && (error.status < 500 || error.status === 501);
    // A refusal is an answer: the message is not there.
    if (isRefused) pending.attempt = null;
    if (error instanceof ApiError && error.status === 429) {
      pending.state = 'waiting';
      pending.words = error.code === SLOW_MODE ? t('composer.slow_waits') : wordsOf(error);
      return error.retryAfterMs ?? 1000;
    }
    if (error instanceof ApiError && !isRefused) {
      pending.state = 'waiting';
      pending.words = error.isOffline ? null : wordsOf(error);
      return Math.min(RETRY_MS_MAX, 1000 * 2 ** pending.tries);
    }
    pending.state = 'failed';
    pending.words = error instanceof Uncertain ? t('composer.uncertain') : wordsOf(error);
    return null;
  }

  /**
   * The message in the history, if an earlier attempt brought it there although no answer came. Within the time in which
   * the server knows the nonce there is no need to look; a file may take longer than that to be sent again.
   */
  async #arrived({ attempt, channelId, draft }: Pending): Promise<MessageData | null> {
    if (attempt === null || (this.#around.now() - attempt.firstAt < NONCE_SURE_MS && !draft.files?.length)) return null;
    let after = attempt.afterId;
    for (let page = 0; page < HISTORY_PAGES_MAX; page += 1) {
      const found = await this.#history(channelId, after);
      const own = found.find((it) => it.author.id === this.#ownId && !this.#confirmed.has(it.id) && isSame(it, draft));
      if (own) return own;
      const last = found.at(-1);
      if (last === undefined || found.length < HISTORY_PAGE) return null;
      after = last.id;
    }
    throw new Uncertain();
  }

  async #history(channelId: string, after: string): Promise<MessageData[]> {
    try {
      const found = await this.#api.get<MessageData[]>(`/channels/${channelId}/messages`, { query: { after, limit: HISTORY_PAGE } });
      return found.sort((a, b) => byAge(a.id, b.id));
    } catch (error) {
      // Who may write without reading what was written cannot know.
      if (error instanceof ApiError && error.status === 403) throw new Uncertain();
      throw error;
    }
  }

  async #request(pending: Pending): Promise<MessageData> {
    const { channelId, draft, nonce, abort } = pending;
    const isSure = pending.attempt !== null && this.#around.now() - pending.attempt.firstAt < NONCE_SURE_MS;
    if (!isSure) pending.attempt = { firstAt: this.#around.now(), afterId: this.#around.lastMessageId(channelId) ?? '0' };
    await this.#save(pending);
    const path = `/channels/${channelId}/messages`;
    const body: Record<string, unknown> = { content: draft.content, nonce, enforce_nonce: true };
    if (draft.flags !== undefined) body['flags'] = draft.flags;
    if (draft.replyTo) {
      body['message_reference'] = { message_id: draft.replyTo.messageId, fail_if_not_exists: false };
      body['allowed_mentions'] = { parse: ['users', 'roles', 'everyone'], replied_user: draft.replyTo.ping };
    }
    if (!draft.files || draft.files.length === 0) return this.#api.post<MessageData>(path, body, { signal: abort.signal, isPatient: false });
    const progress = (sent: number, total: number) => {
      pending.progress = total > 0 ? sent / total : 0;
    };
    return this.#api.upload<MessageData>('POST', path, body, draft.files, { signal: abort.signal, progress });
  }

  sink(): Sink<MessageEvents & { READY: { user: { id: string } } }> {
    return {
      READY: ({ user }) => void this.open(user.id),
      MESSAGE_CREATE: ({ id, channel_id, nonce, author }) => {
        if (author.id === this.#ownId) this.#lastSent.set(channel_id, this.#around.now());
        if (nonce == null || !this.in(channel_id).some((it) => it.nonce === String(nonce))) return;
        this.#confirmed.add(id);
        void this.#remove(channel_id, String(nonce));
      },
    };
  }
}

/** Nobody can say whether the message arrived. */
class Uncertain extends Error {}

function isSame(message: MessageData, draft: Draft): boolean {
  const files = draft.files?.length ?? 0;
  return message.content.trim() === draft.content.trim() && message.attachments.length === files && (message.message_reference?.message_id ?? null) === (draft.replyTo?.messageId ?? null);
}
