//! The part of a channel's history that is on the page: bounded, growing at both ends.
import type { MessageData } from '../gateway/events/messages';
import { Message } from './message.svelte';
import { byAge, isOlder } from './snowflake';

export const PAGE = 50;
/** Rows on the page at most; beyond that the far end is cut back. */
export const ROWS_MAX = 200;
/** New rows that are drawn in one frame: a burst is spread, and the more so the longer the frames of a machine take. */
const ROWS_PER_FRAME = { min: 1, first: 2, max: 8 };
/** After a shorter frame there may be a row more, after a longer one there are half as many. */
const FRAME_MS = { short: 40, long: 60 };

export interface HistoryQuery {
  before?: string;
  after?: string;
  around?: string;
  limit: number;
}
export type FetchHistory = (query: HistoryQuery) => Promise<MessageData[]>;
/** Does something soon, for example before the next frame. */
export type Schedule = (work: () => void) => void;
type Loading = 'all' | 'older' | 'newer';

export class MessageWindow {
  /** From old to new. */
  rows = $state.raw<readonly Message[]>([]);
  hasOlder = $state(true);
  hasNewer = $state(false);
  loading = $state<Loading | null>(null);
  /** What went wrong when loading, until it is tried again. */
  error = $state.raw<unknown>(null);
  /** Whether something was loaded at all. */
  loaded = $state(false);
  /** Whether the reader is at the end, so that the beginning may be cut. Set by the list. */
  followsEnd = true;
  readonly #fetch: FetchHistory;
  readonly #schedule: Schedule;
  // Answers that belong to an earlier wish are thrown away.
  #generation = 0;
  // What arrived and is not on the page yet: a burst is drawn once per frame, not once per message.
  #arriving: Message[] = [];
  #rowsPerFrame = ROWS_PER_FRAME.first;
  // What was deleted while something was loading, so that a late answer does not bring it back.
  #gone = new Set<string>();
  #opening: Promise<void> | null = null;

  constructor(fetch: FetchHistory, schedule: Schedule = (work) => work()) {
    this.#fetch = fetch;
    this.#schedule = schedule;
  }

  get newestId(): string | null {
    return this.rows.at(-1)?.id ?? null;
  }
  find(id: string): Message | undefined {
    return this.rows.find((it) => it.id === id) ?? this.#arriving.find((it) => it.id === id);
  }

  /** Loads what a room begins with, unless it is there or on its way: the surroundings of a message, or the end. */
  open(around: string | null): Promise<void> {
    if (this.loaded) return Promise.resolve();
    if (this.#opening !== null) return this.#opening;
    const opening = (around === null ? this.loadLatest() : this.loadAround(around)).finally(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    this.#opening = opening;
    return opening;
  }

  /** The end of the history. What is there already keeps its objects. */
  async loadLatest(): Promise<void> {
    await this.#load('all', { limit: PAGE }, (found) => {
      this.#join(found);
      this.hasNewer = false;
    });
  }

  /** After a time without connection: the end again, unless the reader is elsewhere and would lose the place. */
  async refresh(): Promise<void> {
    if (!this.loaded || this.hasNewer) return;
    if (this.followsEnd) await this.loadLatest();
    else this.hasNewer = true;
  }

  /** The surroundings of a message. */
  async loadAround(id: string): Promise<void> {
    if (this.rows.some((it) => it.id === id)) return;
    await this.#load('all', { around: id, limit: PAGE }, (found) => {
      this.#arriving = [];
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

  async #load(kind: Loading, query: HistoryQuery, take: (oldestFirst: MessageData[]) => void): Promise<void> {
    const generation = (this.#generation += 1);
    this.loading = kind;
    this.error = null;
    this.#gone.clear();
    try {
      const found = await this.#fetch(query);
      if (generation !== this.#generation) return;
      take(found.filter((it) => !this.#gone.has(it.id)).sort((a, b) => byAge(a.id, b.id)));
      this.loaded = true;
      this.#flush(Infinity);
    } catch (error) {
      if (generation === this.#generation) this.error = error;
    } finally {
      if (generation === this.#generation) this.loading = null;
    }
  }

  // After a while in the background it is cheaper to draw what remains than what passes by.
  get #isFarBehind(): boolean {
    return this.#arriving.length > ROWS_MAX;
  }

  // The newest page beside what is there: without a gap it is joined, else it replaces.
  #join(found: MessageData[]): void {
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
    this.hasOlder = older.length > 0 ? this.hasOlder : found.length === PAGE;
    this.rows = [...older, ...rows, ...ephemeral].sort((a, b) => byAge(a.id, b.id)).slice(-ROWS_MAX);
  }

  /** Takes a new message in: with the next frame, or at once. */
  receive(data: MessageData, atOnce = false): void {
    // While something loads it is kept, because the answer may be older than the message.
    if ((!this.loaded || this.hasNewer) && this.loading === null) return;
    if (this.find(data.id)) return;
    this.#arriving.push(new Message(data));
    if (atOnce) this.#flush(Infinity);
    else if (this.#arriving.length === 1) this.#flushSoon();
  }

  #flushSoon(): void {
    const askedAtMs = performance.now();
    this.#schedule(() => {
      const tookMs = performance.now() - askedAtMs;
      const { min, max } = ROWS_PER_FRAME;
      if (tookMs > FRAME_MS.long) this.#rowsPerFrame = Math.max(min, this.#rowsPerFrame >> 1);
      else if (tookMs < FRAME_MS.short) this.#rowsPerFrame = Math.min(max, this.#rowsPerFrame + 1);
      this.#flush(this.#rowsPerFrame);
      if (this.loaded && this.#arriving.length > 0) this.#flushSoon();
      else this.#rowsPerFrame = ROWS_PER_FRAME.first;
    });
  }

  #flush(rowsMax: number): void {
    if (!this.loaded || this.#arriving.length === 0) return;
    const arrived = this.#arriving.filter((it) => !this.rows.some((row) => row.id === it.id)).slice(0, this.#isFarBehind ? Infinity : rowsMax);
    this.#arriving = this.hasNewer ? [] : this.#arriving.filter((it) => !arrived.includes(it) && !this.rows.some((row) => row.id === it.id));
    if (this.hasNewer || arrived.length === 0) return;
    const last = this.newestId;
    const rows = [...this.rows, ...arrived];
    if (arrived.length > 1 || (last !== null && arrived.some((it) => isOlder(it.id, last)))) rows.sort((a, b) => byAge(a.id, b.id));
    if (rows.length > ROWS_MAX) {
      if (!this.followsEnd) {
        // The reader is at the other end: the new ones are loaded when they are wanted.
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
    for (const id of ids) this.#gone.add(id);
    this.#arriving = this.#arriving.filter((it) => !gone.has(it.id));
    if (this.rows.some((it) => gone.has(it.id))) this.rows = this.rows.filter((it) => !gone.has(it.id));
  }

  /** What was hidden and is shown again takes its old place, if that is on the page. */
  bringBack(data: MessageData): void {
    this.#gone.delete(data.id);
    if (!this.loaded) return;
    const [first, newest] = [this.rows[0], this.newestId];
    if (this.hasOlder && first !== undefined && isOlder(data.id, first.id)) return;
    if (this.hasNewer && newest !== null && isOlder(newest, data.id)) return;
    this.rows = [...this.rows, new Message(data)].sort((a, b) => byAge(a.id, b.id));
  }

  /** The channel was left: what stays is the newest page, or nothing if the reader was elsewhere. */
  rest(): void {
    this.followsEnd = true;
    this.#generation += 1;
    this.#opening = null;
    this.loading = null;
    if (this.hasNewer || !this.loaded) {
      this.loaded = false;
      this.rows = [];
      this.#arriving = [];
      this.hasNewer = false;
      this.hasOlder = true;
    } else if (this.rows.length > PAGE) {
      this.rows = this.rows.slice(-PAGE);
      this.hasOlder = true;
    }
  }
}
