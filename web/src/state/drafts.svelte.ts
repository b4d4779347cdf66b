//! What was begun and not sent, by channel: kept in this browser for each account, and given back after a reload.
import { SvelteMap } from 'svelte/reactivity';

export interface Draft {
  text: string;
  /** What the names in it stand for. */
  tokens: readonly { start: number; end: number; source: string }[];
  /** The message that it answers. */
  replyTo: string | null;
  /** When it was last touched, in Unix milliseconds. */
  touchedAt: number;
}

/** Drafts that are kept; beyond that the oldest go. */
export const DRAFTS_MAX = 100;
const WRITTEN_AFTER_MS = 400;

export class Drafts {
  readonly #drafts = new SvelteMap<string, Draft>();
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  #key: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage) {
    this.#storage = storage;
  }

  /** Reads those of an account. */
  open(userId: string): void {
    const key = `parvis.drafts.${userId}`;
    if (this.#key === key) return;
    this.#key = key;
    for (const [channelId, draft] of Object.entries(parsed(this.#storage.getItem(key)))) this.#drafts.set(channelId, draft);
    if (typeof window !== 'undefined') window.addEventListener('pagehide', () => this.write());
  }

  of(channelId: string): Draft | undefined {
    return this.#drafts.get(channelId);
  }

  /** Whether something was begun in a channel, for its line in the list. */
  has(channelId: string): boolean {
    return this.#drafts.has(channelId);
  }

  keep(channelId: string, draft: Omit<Draft, 'touchedAt'>, now = Date.now()): void {
    if (draft.text.trim() === '' && draft.replyTo === null) {
      this.forget(channelId);
      return;
    }
    this.#drafts.set(channelId, { ...draft, touchedAt: now });
    this.#writeSoon();
  }

  forget(channelId: string): void {
    if (this.#drafts.delete(channelId)) this.#writeSoon();
  }

  #writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.write(), WRITTEN_AFTER_MS);
  }

  /** Writes them down now. */
  write(): void {
    clearTimeout(this.#timer);
    if (this.#key === null) return;
    const latest = [...this.#drafts].sort(([, a], [, b]) => b.touchedAt - a.touchedAt).slice(0, DRAFTS_MAX);
    if (latest.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(Object.fromEntries(latest)));
  }
}

function parsed(text: string | null): Record<string, Draft> {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter((it): it is [string, Draft] => isDraft(it[1])));
  } catch {
    return {};
  }
}

function isDraft(value: unknown): value is Draft {
  const it = value as Draft | null;
  return typeof it?.text === 'string' && Array.isArray(it.tokens) && typeof it.touchedAt === 'number' && (it.replyTo === null || typeof it.replyTo === 'string');
}
