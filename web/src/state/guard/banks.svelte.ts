//! What a place knows and wants to meet no more, and what is done there about leaked credentials.
import type { Api } from '../../api/client';
import { GUARD_PATH, type Person } from './words';

const PAGE = 50;
/** For how long something is known: days. */
export const KNOWN_DAYS = [7, 30, 90, 180, 366] as const;
export const NAME_MAX = 100;
export const REASON_MAX = 500;
export const ORIGIN_MAX = 200;
export const TEXT_MAX = 10_000;
/** Bytes of a file that is looked at; a request holds no more. */
export const FILE_MAX = 8 * 1024 * 1024;

export const LEAK_SETTINGS = ['off', 'review', 'refuse'] as const;
export type LeakSetting = (typeof LEAK_SETTINGS)[number];

export interface KnownItem {
  id: string;
  guild_id: string | null;
  kind: 'text' | 'image' | 'file';
  name: string;
  origin: string;
  origin_name: string;
  licence: string;
  reason: string;
  added_by: Person | null;
  added_at: string;
  case_id: string | null;
  expires_at: string;
  enabled: boolean;
  hits: number;
  replay: { state: 'running' | 'done'; looked_at: number; in_all: number; hits: number } | null;
}

/** What is said about something that is to be known. */
export interface About {
  name: string;
  reason: string;
  origin_name: string;
  licence: string;
  expires_in_days: number;
}

interface Page {
  items: KnownItem[];
  has_more: boolean;
  leaks: LeakSetting | null;
  may_set_leaks: boolean;
}

/** The bytes of a file, as they travel. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Makes what a case is about known: its text, or with a number one of its files. */
export function remember(api: Pick<Api, 'post'>, caseId: string, file: number | null, about: About): Promise<KnownItem> {
  return api.post(`${GUARD_PATH}/cases/${caseId}/known-items`, file === null ? about : { ...about, file });
}

export class Bank {
  all = $state.raw<readonly KnownItem[] | null>(null);
  hasMore = $state(false);
  leaks = $state<LeakSetting | null>(null);
  maySetLeaks = $state(false);
  readonly #api: Pick<Api, 'get' | 'post' | 'patch' | 'put'>;
  readonly #guildId: string | null;

  constructor(api: Pick<Api, 'get' | 'post' | 'patch' | 'put'>, guildId: string | null) {
    this.#api = api;
    this.#guildId = guildId;
  }

  async load(): Promise<void> {
    const page = await this.#page(null);
    [this.all, this.hasMore, this.leaks, this.maySetLeaks] = [page.items, page.has_more, page.leaks, page.may_set_leaks];
  }

  async more(): Promise<void> {
    const page = await this.#page(this.all?.at(-1)?.id ?? null);
    [this.all, this.hasMore] = [[...(this.all ?? []), ...page.items], page.has_more];
  }

  async add(what: { text: string } | { file: Blob }, about: About): Promise<void> {
    const form = 'text' in what ? { text: what.text } : { file: await base64Of(what.file) };
    const added = await this.#api.post<KnownItem>(`${GUARD_PATH}/banks/items`, { ...about, ...form, guild_id: this.#guildId });
    this.all = [added, ...(this.all ?? [])];
  }

  async change(id: string, change: { enabled?: boolean; expires_in_days?: number }): Promise<void> {
    this.#put(await this.#api.patch<KnownItem>(`${GUARD_PATH}/banks/items/${id}`, change));
  }

  /** Has the past looked through. */
  async replay(id: string): Promise<void> {
    this.#put(await this.#api.post<KnownItem>(`${GUARD_PATH}/banks/items/${id}/replay`, {}));
  }

  async setLeaks(leaks: LeakSetting): Promise<void> {
    await this.#api.put(`${GUARD_PATH}/banks/leaks`, { guild_id: this.#guildId, leaks });
    this.leaks = leaks;
  }

  #put(changed: KnownItem): void {
    this.all = this.all?.map((it) => (it.id === changed.id ? changed : it)) ?? null;
  }

  #page(before: string | null): Promise<Page> {
    return this.#api.get<Page>(`${GUARD_PATH}/banks`, { query: { guild_id: this.#guildId, before, limit: PAGE } });
  }
}
