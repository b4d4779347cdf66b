//! A group in the hands of who keeps it: by its private link, or by account as somebody who manages its guild.
import type { Api } from '../../api/client';
import { ApiError } from '../../api/error';
import { changesOf, type GroupDraft } from './group_draft';
import { MAP_PATH, type KeptGroup } from './words';

/** How somebody proves to keep a group. */
export type Key = { kind: 'receipt'; receipt: string } | { kind: 'account'; groupId: string; guildId: string | null };

/** Somebody who wants to come in. */
export interface JoinRequest {
  id: string;
  state: 'waiting' | 'accepted' | 'refused';
  answers: readonly string[];
  user: { id: string; username: string; global_name: string | null } | null;
  created_at: string;
}

export interface Voucher {
  code: string;
  expires_at: string;
}

export class Keeping {
  group = $state.raw<KeptGroup | null>(null);
  requests = $state.raw<readonly JoinRequest[]>([]);
  error = $state.raw<unknown>(null);
  loaded = $state(false);
  readonly key: Key;
  readonly #api: Api;

  constructor(api: Api, key: Key) {
    this.#api = api;
    this.key = key;
  }

  /** Those who look after the map hear from who holds the private link, and from who manages the guild. */
  get canWrite(): boolean {
    return (this.key.kind === 'receipt' || this.key.guildId !== null) && !this.isOver;
  }

  get isOver(): boolean {
    return this.group !== null && ['refused', 'withdrawn', 'merged', 'removed'].includes(this.group.state);
  }

  get listing(): NonNullable<KeptGroup['listing']> | null {
    return this.group?.proposed ?? this.group?.listing ?? null;
  }

  async load(): Promise<void> {
    try {
      this.group = await this.#read();
      this.error = null;
      if (this.group !== null && !this.isOver) await this.loadRequests();
    } catch (error) {
      this.error = error;
    } finally {
      this.loaded = true;
    }
  }

  async loadRequests(): Promise<void> {
    try {
      this.requests = (await this.#api.get<{ requests: JoinRequest[] }>(`${this.#path}/requests`)).requests;
    } catch (error) {
      // Those who look after the map do not see who wants to come in.
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
    }
  }

  /** Sends what changed; false when nothing did. */
  async edit(before: GroupDraft, after: GroupDraft): Promise<boolean> {
    const changes = changesOf(before, after);
    if (Object.keys(changes).length === 0) return false;
    this.group = await this.#api.patch<KeptGroup>(this.#path, changes);
    return true;
  }

  async setDark(dark: boolean): Promise<void> {
    if (dark) await this.#api.put(`${this.#path}/dark`, {});
    else await this.#api.delete(`${this.#path}/dark`);
    if (this.group) this.group = { ...this.group, dark };
  }

  async confirm(): Promise<void> {
    this.group = await this.#api.post<KeptGroup>(`${this.#path}/confirmation`, {});
  }

  async withdraw(): Promise<void> {
    await this.#api.delete(this.#path);
    if (this.group) this.group = { ...this.group, state: 'withdrawn', listing: null, proposed: null };
  }

  async decide(request: JoinRequest, state: 'accepted' | 'refused'): Promise<void> {
    await this.#api.patch(`${this.#path}/requests/${request.id}`, { state });
    this.requests = this.requests.filter((it) => it.id !== request.id);
  }

  vouch(): Promise<Voucher> {
    return this.#api.post<Voucher>(`${this.#path}/vouchers`, {});
  }

  async say(text: string): Promise<void> {
    this.group = await this.#api.post<KeptGroup>(`${this.#path}/messages`, { text });
  }

  get #path(): string {
    return this.key.kind === 'receipt' ? `${MAP_PATH}/receipts/${this.key.receipt}` : `${MAP_PATH}/groups/${this.key.groupId}`;
  }

  async #read(): Promise<KeptGroup | null> {
    const { key } = this;
    if (key.kind === 'receipt') return this.#api.get<KeptGroup>(this.#path);
    // Who looks after the map sees a group as it stands before them; who manages its guild finds it among the guild's.
    if (key.guildId === null) return this.#api.get<KeptGroup>(`${MAP_PATH}/submissions/${key.groupId}`);
    const { groups } = await this.#api.get<{ groups: KeptGroup[] }>(`${MAP_PATH}/guilds/${key.guildId}/groups`);
    return groups.find((it) => it.id === key.groupId) ?? null;
  }
}
