//! What the person wrote and the server has not confirmed: in order, with its state, never sent twice.
import { SvelteMap } from 'svelte/reactivity';

import type { Api, FileUpload } from '../api/client';
import { ApiError, wordsOf } from '../api/error';
import type { Sink } from '../gateway/dispatch';
import type { MessageData, MessageEvents } from '../gateway/events/messages';

export interface Draft {
  content: string;
  replyTo?: { messageId: string; ping: boolean };
  files?: readonly FileUpload[];
  flags?: number;
}

export type PendingState = 'sending' | 'waiting' | 'failed';

/** A message on its way. */
export class Pending {
  state = $state<PendingState>('waiting');
  /** Between 0 and 1, for files. */
  progress = $state(0);
  words = $state<string | null>(null);
  readonly abort = new AbortController();
  constructor(
    readonly nonce: string,
    readonly channelId: string,
    readonly draft: Draft,
    readonly writtenAt: Date,
  ) {}
}

export class Outbox {
  #waiting = new SvelteMap<string, readonly Pending[]>();
  // Channels in which something is being sent.
  #busy = new Set<string>();
  readonly #api: Api;
  #lastSent = new SvelteMap<string, number>();
  #ownId = '';
  /** Told of each message that the server confirmed by its answer. */
  onSent: ((message: MessageData) => void) | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  in(channelId: string): readonly Pending[] {
    return this.#waiting.get(channelId) ?? [];
  }

  /** When the person last wrote in a channel, as far as this page has seen it, in Unix milliseconds. */
  lastSentAt(channelId: string): number | null {
    return this.#lastSent.get(channelId) ?? null;
  }

  send(channelId: string, draft: Draft): void {
    // The server takes a nonce once, so that a repeated request is no second message.
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join('').slice(0, 25);
    this.#waiting.set(channelId, [...this.in(channelId), new Pending(nonce, channelId, draft, new Date())]);
    void this.#work(channelId);
  }

  retry(pending: Pending): void {
    pending.state = 'waiting';
    pending.words = null;
    void this.#work(pending.channelId);
  }

  discard(pending: Pending): void {
    pending.abort.abort();
    this.#remove(pending.channelId, pending.nonce);
  }

  /** The connection is back. */
  resume(): void {
    for (const channelId of this.#waiting.keys()) void this.#work(channelId);
  }

  #remove(channelId: string, nonce: string): void {
    this.#waiting.set(channelId, this.in(channelId).filter((it) => it.nonce !== nonce));
  }

  // One after the other in each channel, so that they arrive in the order in which they were written.
  async #work(channelId: string): Promise<void> {
    if (this.#busy.has(channelId)) return;
    this.#busy.add(channelId);
    try {
      for (;;) {
        const next = this.in(channelId).find((it) => it.state === 'waiting');
        if (!next || !(await this.#post(next))) return;
      }
    } finally {
      this.#busy.delete(channelId);
    }
  }

  /** False if nothing more can be sent now. */
  async #post(pending: Pending): Promise<boolean> {
    pending.state = 'sending';
    try {
      const message = await this.#request(pending);
      this.#remove(pending.channelId, pending.nonce);
      this.onSent?.(message);
      return true;
    } catch (error) {
      if (error instanceof DOMException) return true;
      const isPassing = error instanceof ApiError && (error.isOffline || error.status >= 500);
      pending.state = isPassing ? 'waiting' : 'failed';
      pending.words = isPassing ? null : wordsOf(error);
      return !isPassing;
    }
  }

  #request(pending: Pending): Promise<MessageData> {
    const { channelId, draft, nonce, abort } = pending;
    const path = `/channels/${channelId}/messages`;
    const body: Record<string, unknown> = { content: draft.content, nonce, enforce_nonce: true };
    if (draft.flags !== undefined) body['flags'] = draft.flags;
    if (draft.replyTo) {
      body['message_reference'] = { message_id: draft.replyTo.messageId, fail_if_not_exists: false };
      body['allowed_mentions'] = { parse: ['users', 'roles', 'everyone'], replied_user: draft.replyTo.ping };
    }
    if (!draft.files || draft.files.length === 0) return this.#api.post<MessageData>(path, body, { signal: abort.signal });
    const progress = (sent: number, total: number) => {
      pending.progress = total > 0 ? sent / total : 0;
    };
    return this.#api.upload<MessageData>('POST', path, body, draft.files, { signal: abort.signal, progress });
  }

  sink(): Sink<MessageEvents & { READY: { user: { id: string } } }> {
    return {
      READY: ({ user }) => {
        this.#ownId = user.id;
      },
      MESSAGE_CREATE: ({ channel_id, nonce, author }) => {
        if (author.id === this.#ownId) this.#lastSent.set(channel_id, Date.now());
        if (nonce != null) this.#remove(channel_id, String(nonce));
      },
    };
  }
}
