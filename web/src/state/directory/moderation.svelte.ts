//! What those who look after the map have before them: what waits to be decided, reports, groups of which nobody has
//! heard for long, removals that need a second person, and the log.
import type { Api } from '../../api/client';
import { MAP_PATH, type GroupReport, type KeptGroup, type Removal, type Submission } from './words';

export type Decision = 'accept' | 'ask' | 'merge' | 'refuse';

export interface LogEntry {
  id: string;
  at: string;
  actor_id: string | null;
  action: string;
  target_id: string | null;
  text: string;
}

const PAGE = 50;

export class ReviewQueue {
  state = $state<'waiting' | 'asked'>('waiting');
  all = $state.raw<readonly Submission[]>([]);
  hasMore = $state(false);
  /** Which one is open. */
  at = $state(0);
  loading = $state(true);
  error = $state.raw<unknown>(null);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get open(): Submission | null {
    return this.all[this.at] ?? null;
  }

  async load(state = this.state): Promise<void> {
    this.state = state;
    this.loading = true;
    try {
      const { submissions, has_more } = await this.#page(null);
      if (this.state !== state) return;
      [this.all, this.hasMore, this.at, this.error] = [submissions, has_more, 0, null];
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  async more(): Promise<void> {
    const { submissions, has_more } = await this.#page(this.all.at(-1)?.id ?? null);
    [this.all, this.hasMore] = [[...this.all, ...submissions], has_more];
  }

  /** Goes to the next or the one before; at the ends it stays. */
  step(by: -1 | 1): void {
    this.at = Math.max(0, Math.min(this.all.length - 1, this.at + by));
  }

  /** Decides on one, which then leaves the queue; the next one takes its place. */
  async decide(id: string, decision: Decision, more: { text?: string; into_id?: string } = {}): Promise<KeptGroup> {
    const group = await this.#api.post<KeptGroup>(`${MAP_PATH}/submissions/${id}/decision`, { decision, ...more });
    this.all = this.all.filter((it) => it.id !== id);
    this.at = Math.max(0, Math.min(this.at, this.all.length - 1));
    if (this.all.length === 0 && this.hasMore) await this.load();
    return group;
  }

  #page(after: string | null): Promise<{ submissions: Submission[]; has_more: boolean }> {
    return this.#api.get(`${MAP_PATH}/submissions`, { query: { state: this.state, after, limit: PAGE } });
  }
}

/** Lists that are read whole, each when its page is opened. */
export class Moderation {
  reports = $state.raw<readonly GroupReport[] | null>(null);
  stale = $state.raw<readonly KeptGroup[] | null>(null);
  removals = $state.raw<readonly Removal[] | null>(null);
  log = $state.raw<readonly LogEntry[] | null>(null);
  hasMoreLog = $state(false);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async loadReports(): Promise<void> {
    this.reports = (await this.#api.get<{ reports: GroupReport[] }>(`${MAP_PATH}/reports`, { query: { state: 'open' } })).reports;
  }

  async closeReport(id: string): Promise<void> {
    await this.#api.patch(`${MAP_PATH}/reports/${id}`, { state: 'closed' });
    this.reports = this.reports?.filter((it) => it.id !== id) ?? null;
  }

  async loadStale(): Promise<void> {
    this.stale = (await this.#api.get<{ groups: KeptGroup[] }>(`${MAP_PATH}/stale-groups`)).groups;
  }

  async loadRemovals(): Promise<void> {
    this.removals = (await this.#api.get<{ removals: Removal[] }>(`${MAP_PATH}/removals`)).removals;
  }

  async proposeRemoval(groupIds: readonly string[], reason: string): Promise<void> {
    const removal = await this.#api.post<Removal>(`${MAP_PATH}/removals`, { group_ids: groupIds, reason });
    this.removals = [removal, ...(this.removals ?? [])];
  }

  async approveRemoval(id: string): Promise<void> {
    await this.#api.put(`${MAP_PATH}/removals/${id}/approval`, {});
    this.#forgetRemoval(id);
  }

  async cancelRemoval(id: string): Promise<void> {
    await this.#api.delete(`${MAP_PATH}/removals/${id}`);
    this.#forgetRemoval(id);
  }

  async loadLog(): Promise<void> {
    const entries = await this.#logBefore(null);
    [this.log, this.hasMoreLog] = [entries, entries.length === PAGE];
  }

  async moreLog(): Promise<void> {
    const entries = await this.#logBefore(this.log?.at(-1)?.id ?? null);
    [this.log, this.hasMoreLog] = [[...(this.log ?? []), ...entries], entries.length === PAGE];
  }

  async setMapDark(dark: boolean): Promise<void> {
    if (dark) await this.#api.put(`${MAP_PATH}/dark`, {});
    else await this.#api.delete(`${MAP_PATH}/dark`);
  }

  async setAreaDark(areaId: string, dark: boolean): Promise<void> {
    if (dark) await this.#api.put(`${MAP_PATH}/areas/${areaId}/dark`, {});
    else await this.#api.delete(`${MAP_PATH}/areas/${areaId}/dark`);
  }

  #forgetRemoval(id: string): void {
    this.removals = this.removals?.filter((it) => it.id !== id) ?? null;
  }

  async #logBefore(before: string | null): Promise<LogEntry[]> {
    return (await this.#api.get<{ entries: LogEntry[] }>(`${MAP_PATH}/log`, { query: { before, limit: PAGE } })).entries;
  }
}
