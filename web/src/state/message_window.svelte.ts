//! The part of a channel's history that is on the page: bounded, growing at both ends.
import type { MessageData } from '../gateway/events/messages';
import { Message } from './message.svelte';
import { byAge, isOlder } from './snowflake';

export const PAGE = 50;
/** Rows on the page at most; beyond that the far end is cut back. */
export const ROWS_MAX = 200;

export interface HistoryQuery {
  before?: string;
  after?: string;
  around?: string;
  limit: number;
}
export type FetchHistory = (query: HistoryQuery) => Promise<MessageData[]>;

export class MessageWindow {
  /** From old to new. */
  rows = $state.raw<readonly Message[]>([]);
  hasOlder = $state(true);
  hasNewer = $state(false);
  loading = $state<'all' | 'older' | 'newer' | null>(null);
  /** What went wrong when loading, until it is tried again. */
  error = $state.raw<unknown>(null);
  /** Whether something was loaded at all. */
  loaded = $state(false);
  /** Whether the reader is at the end, so that the beginning may be cut. Set by the list. */
  followsEnd = true;
  readonly #fetch: FetchHistory;
  // Answers that belong to an earlier wish are thrown away.
  #generation = 0;

  constructor(fetch: FetchHistory) {
    this.#fetch = fetch;
  }

  get newestId(): string | null {
    return this.rows.at(-1)?.id ?? null;
  }
  find(id: string): Message | undefined {
    return this.rows.find((it) => it.id === id);
  }

  /** The end of the history. What is there already keeps its objects. */
  async loadLatest(): Promise<void> {
    await this.#load('all', { limit: PAGE }, (found) => {
      this.#merge(found);
      this.hasNewer = false;
      this.hasOlder = found.length === PAGE || this.rows.length > found.length;
    });
  }

  /** The surroundings of a message. */
  async loadAround(id: string): Promise<void> {
    if (this.find(id)) return;
    await this.#load('all', { around: id, limit: PAGE }, (found) => {
      this.rows = found.map((it) => new Message(it));
      this.hasOlder = true;
      this.hasNewer = true;
    });
  }

  async loadOlder(): Promise<void> {
    const first = this.rows[0];
    if (!first || !this.hasOlder || this.loading !== null) return;
    await this.#load('older', { before: first.id, limit: PAGE }, (found) => {
      this.hasOlder = found.length === PAGE;
      const rows = [...found.map((it) => new Message(it)), ...this.rows];
      if (rows.length > ROWS_MAX) this.hasNewer = true;
      this.rows = rows.slice(0, ROWS_MAX);
    });
  }

  async loadNewer(): Promise<void> {
    const last = this.rows.at(-1);
    if (!last || !this.hasNewer || this.loading !== null) return;
    await this.#load('newer', { after: last.id, limit: PAGE }, (found) => {
      this.hasNewer = found.length === PAGE;
      const rows = [...this.rows, ...found.map((it) => new Message(it))];
      if (rows.length > ROWS_MAX) this.hasOlder = true;
      this.rows = rows.slice(-ROWS_MAX);
    });
  }

  async #load(kind: 'all' | 'older' | 'newer', query: HistoryQuery, take: (oldestFirst: MessageData[]) => void): Promise<void> {
    const generation = (this.#generation += 1);
    this.loading = kind;
    this.error = null;
    try {
      const found = await this.#fetch(query);
      if (generation !== this.#generation) return;
      take(found.sort((a, b) => byAge(a.id, b.id)));
      this.loaded = true;
    } catch (error) {
      if (generation === this.#generation) this.error = error;
    } finally {
      if (generation === this.#generation) this.loading = null;
    }
  }

  // The newest page beside what is there: without a gap it is joined, else it replaces.
  #merge(found: MessageData[]): void {
    const first = found[0];
    const known = new Map(this.rows.map((it) => [it.id, it]));
    const joins = first !== undefined && !this.hasNewer && this.newestId !== null && !isOlder(this.newestId, first.id);
    const older = joins ? this.rows.filter((it) => isOlder(it.id, first.id)) : [];
    const ephemeral = this.rows.filter((it) => it.isEphemeral && first !== undefined && !isOlder(it.id, first.id));
    const rows = found.map((data) => {
      const message = known.get(data.id);
      message?.update(data);
      return message ?? new Message(data);
    });
    this.rows = [...older, ...rows, ...ephemeral].sort((a, b) => byAge(a.id, b.id)).slice(-ROWS_MAX);
  }

  /** Takes a new message, if the window reaches the end of the history. */
  receive(data: MessageData): void {
    if (!this.loaded || this.hasNewer || this.find(data.id)) return;
    const last = this.newestId;
    const rows = [...this.rows, new Message(data)];
    if (last !== null && isOlder(data.id, last)) rows.sort((a, b) => byAge(a.id, b.id));
    if (rows.length > ROWS_MAX) {
      if (!this.followsEnd) {
        this.hasNewer = true;
        return;
      }
      this.hasOlder = true;
      rows.splice(0, rows.length - ROWS_MAX);
    }
    this.rows = rows;
  }

  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    if (this.rows.some((it) => gone.has(it.id))) this.rows = this.rows.filter((it) => !gone.has(it.id));
  }
}
