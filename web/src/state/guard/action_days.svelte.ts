//! Action days of the house: many accounts decided in clusters, looked at by a second person, done, and taken back.
import type { Api } from '../../api/client';
import { GUARD_PATH, type Automated, type Category, type Decision, type Ground, type Measure, type Person, type Source } from './words';

export const DAY_STATES = ['draft', 'running', 'paused', 'done', 'undoing', 'undone'] as const;
export type DayState = (typeof DAY_STATES)[number];
export const ORIGINS = ['list', 'mirror', 'returned', 'hand'] as const;
export type Origin = (typeof ORIGINS)[number];
export const ROW_STATES = ['proposed', 'excluded', 'applied', 'skipped', 'undone'] as const;
export type RowState = (typeof ROW_STATES)[number];
export const OBSTACLES = ['gone', 'bot', 'protected', 'suspended', 'banned', 'owner', 'no_member'] as const;
export type Obstacle = (typeof OBSTACLES)[number];
export type RowCounts = Record<RowState, number>;

export interface Order {
  guild_id: string | null;
  measures: Measure[];
  ground: Ground;
  legal_ground: string | null;
  rule: string;
  facts: string;
  category: Category;
  source: Source;
  automated: Automated;
}

export interface Cluster {
  id: string;
  title: string;
  origin: Origin;
  reason: string;
  accounts: RowCounts;
  decided: boolean;
  /** Nothing is done where somebody decided without one. */
  order: Order | null;
  decided_by: Person | null;
  approved_by: Person | null;
}

export interface ActionDay {
  id: string;
  title: string;
  state: DayState;
  version: number;
  created_by: Person | null;
  created_at: string;
  started_by: Person | null;
  started_at: string | null;
  finished_at: string | null;
  undone_by: Person | null;
  undone_at: string | null;
  undo_reason: string | null;
  undo_until: string | null;
  /** Accounts to which something is done, was done, or could not be. */
  ordered: number;
  accounts: RowCounts;
  cluster_count: number;
  clusters: Cluster[] | null;
}

export interface Row {
  user_id: string;
  user: Person | null;
  evidence: { name: string; detail: string; told: boolean; cites: Decision['id'] | null }[];
  state: RowState;
  obstacle: Obstacle | null;
  decision_id: string | null;
  undone_at: string | null;
}

export interface Preview {
  version: number;
  accounts: number;
  skipped: Partial<Record<Obstacle, number>>;
  undecided: number;
  takes_two: boolean;
  waits_for: string[];
}

export interface Added {
  cluster: Cluster;
  left_out: { unknown: number; protected: number; listed: number };
}

const PATH = `${GUARD_PATH}/action-days`;
const PAGE = 50;

/** Accounts as somebody writes or pastes them: one in a line, or with commas between. */
export function accountsIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).map((it) => it.trim().replace(/^@/, '')).filter((it) => it !== ''))];
}

/** Whether something happens to it by itself. */
export const isAtWork = (day: Pick<ActionDay, 'state'>): boolean => day.state === 'running' || day.state === 'undoing';

/** How many rows are through, of how many: forwards, or backwards when it is taken back. */
export function progressOf(day: Pick<ActionDay, 'state' | 'accounts' | 'ordered'>): { done: number; all: number } {
  const { applied, skipped, undone } = day.accounts;
  if (day.state === 'undoing' || day.state === 'undone') return { done: undone, all: undone + applied };
  return { done: applied + skipped + undone, all: day.ordered };
}

/** What can be taken back still. */
export function canUndo(day: ActionDay, nowMs: number): boolean {
  return (day.state === 'done' || day.state === 'paused' || day.state === 'running') && day.undo_until !== null && Date.parse(day.undo_until) > nowMs;
}

export class ActionDays {
  all = $state.raw<readonly ActionDay[] | null>(null);
  hasMore = $state(false);
  open = $state.raw<ActionDay | null>(null);
  preview = $state.raw<Preview | null>(null);
  readonly #api: Pick<Api, 'get' | 'post' | 'put' | 'delete'>;

  constructor(api: Pick<Api, 'get' | 'post' | 'put' | 'delete'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const { action_days, has_more } = await this.#page(null);
    [this.all, this.hasMore] = [action_days, has_more];
  }

  async more(): Promise<void> {
    const { action_days, has_more } = await this.#page(this.all?.at(-1)?.id ?? null);
    [this.all, this.hasMore] = [[...(this.all ?? []), ...action_days], has_more];
  }

  async look(id: string): Promise<void> {
    await this.#take(this.#api.get<ActionDay>(`${PATH}/${id}`));
  }

  leave(): void {
    [this.open, this.preview] = [null, null];
  }

  async create(title: string): Promise<void> {
    await this.#take(this.#api.post<ActionDay>(PATH, { title }));
  }

  /** Puts accounts on a list of their own, and says who was left out. */
  async add(title: string, reason: string, accounts: readonly string[]): Promise<Added> {
    const added = await this.#api.post<Added>(`${this.#path}/clusters`, { title, origin: 'hand', reason, accounts: accounts.map((account) => ({ account })) });
    await this.look(this.#id);
    return added;
  }

  async rows(clusterId: string, after: string | null): Promise<{ rows: Row[]; has_more: boolean }> {
    return this.#api.get(`${this.#path}/clusters/${clusterId}/accounts`, { query: { after, limit: PAGE } });
  }

  async exclude(clusterId: string, userId: string, excluded: boolean): Promise<void> {
    await this.#take(this.#api.put<ActionDay>(`${this.#path}/clusters/${clusterId}/accounts/${userId}`, { excluded }));
  }

  async decide(clusterId: string, body: object): Promise<void> {
    await this.#take(this.#api.put<ActionDay>(`${this.#path}/clusters/${clusterId}/decision`, body));
  }

  async approve(version: number): Promise<void> {
    await this.#take(this.#api.post<ActionDay>(`${this.#path}/approval`, { version }));
  }

  async start(version: number): Promise<void> {
    await this.#take(this.#api.post<ActionDay>(`${this.#path}/start`, { version }));
  }

  async pause(isPaused: boolean): Promise<void> {
    await this.#take(isPaused ? this.#api.put<ActionDay>(`${this.#path}/pause`) : this.#api.delete<ActionDay>(`${this.#path}/pause`));
  }

  async undo(reason: string): Promise<void> {
    await this.#take(this.#api.post<ActionDay>(`${this.#path}/undo`, { reason }));
  }

  get #id(): string {
    return this.open?.id ?? '';
  }

  get #path(): string {
    return `${PATH}/${this.#id}`;
  }

  /** What a draft would do is asked again with every change of it. */
  async #take(answer: Promise<ActionDay>): Promise<void> {
    const day = await answer;
    this.open = day;
    this.preview = day.state === 'draft' ? await this.#api.get<Preview>(`${PATH}/${day.id}/preview`) : null;
  }

  #page(before: string | null): Promise<{ action_days: ActionDay[]; has_more: boolean }> {
    return this.#api.get(PATH, { query: { before, limit: PAGE } });
  }
}
