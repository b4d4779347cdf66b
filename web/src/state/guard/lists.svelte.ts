//! Lists of accounts, domains and hashes that others made: what is kept of each here, the sample that two people judge
//! without seeing each other's answers, and the cases that come of it.
import type { Api } from '../../api/client';
import type { components } from '../../api/parvis';
import { GUARD_PATH, type Person } from './words';

type Schemas = components['schemas'];
export type Gate = Schemas['GuardListGate'];
export type ListRow = Omit<Schemas['GuardListRow'], 'user'> & { user: Person | null };
export type WatchList = Omit<Schemas['GuardList'], 'submitter'> & { submitter: Person | null };
export type ListPreview = Schemas['GuardListPreview'];
export type Verdict = ListRow['verdict'];
export type RowPlace = ListRow['places'][number];
export type SampleLabel = 'right' | 'wrong' | 'unsure';
export interface Sample {
  gate: Gate;
  rows: ListRow[];
}
export interface Proposal {
  gate: Gate;
  accounts: { number: number; user: Person | null; reason: string }[];
  digest: string;
  needs_action_day: boolean;
}

export const VERDICTS = ['exact', 'proven_link', 'ambiguous', 'protected', 'malformed', 'none'] as const satisfies readonly Verdict[];
export const EVIDENCES = ['alleged', 'reviewed', 'decided', 'ordered'] as const;
export const LIST_FORMATS = ['plain', 'csv', 'json', 'policy_list', 'mastodon'] as const;
/** Services that a list may be of; `here` is this house. */
export const SERVICES = ['here', 'telegram', 'x', 'facebook', 'instagram', 'youtube', 'tiktok', 'vk', 'matrix', 'fediverse', 'bluesky', 'reddit', 'discord'] as const;
export const LIST_BYTES_MAX = 8 * 1024 * 1024;
export const LIST_MAX = { title: 100, about: 500 } as const;
const DAY_MS = 86_400_000;
const PAGE = 50;

/** What somebody says of a list while they hand it in. */
export interface ListDraft {
  text: string;
  format: (typeof LIST_FORMATS)[number] | null;
  service: string | null;
  title: string;
  source: string;
  licence: string;
  compiler: string;
  appeal: string;
  evidence: (typeof EVIDENCES)[number];
  days: number;
}

export const LIST_DAYS = [30, 90, 183, 366] as const;

export function freshList(): ListDraft {
  return { text: '', format: null, service: null, title: '', source: '', licence: '', compiler: '', appeal: '', evidence: 'alleged', days: 90 };
}

export type MissingInList = 'text' | 'title' | 'source' | 'licence' | 'compiler' | 'appeal';

/** What has to be said before a list can be handed in. */
export function missingInList(draft: ListDraft): MissingInList[] {
  const said = (['text', 'title', 'source', 'licence', 'compiler'] as const).filter((it) => draft[it].trim() === '');
  return /^(https:\/\/|mailto:)\S/.test(draft.appeal.trim()) ? said : [...said, 'appeal'];
}

/** What rows came to, in the order in which they are shown, without those that there are none of. */
export function countsOf(counts: Record<string, number>): { verdict: string; count: number }[] {
  const known: readonly string[] = [...VERDICTS, 'repeated', 'expired'];
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => ({ verdict, count }))
    .sort((a, b) => known.indexOf(a.verdict) - known.indexOf(b.verdict));
}

type ListsApi = Pick<Api, 'get' | 'post' | 'put' | 'delete'>;

export class Lists {
  all = $state.raw<readonly WatchList[] | null>(null);
  open = $state.raw<WatchList | null>(null);
  rows = $state.raw<readonly ListRow[] | null>(null);
  hasMore = $state(false);
  verdict = $state<Verdict | null>(null);
  sample = $state.raw<Sample | null>(null);
  proposal = $state.raw<Proposal | null>(null);
  readonly guildId: string | null;
  readonly #api: ListsApi;

  constructor(api: ListsApi, guildId: string | null) {
    this.#api = api;
    this.guildId = guildId;
  }

  async load(): Promise<void> {
    const { lists } = await this.#api.get<{ lists: WatchList[] }>(`${GUARD_PATH}/lists`, { query: { guild_id: this.guildId } });
    this.all = lists;
  }

  preview(draft: ListDraft): Promise<ListPreview> {
    return this.#api.post(`${GUARD_PATH}/lists/preview`, this.#fileOf(draft));
  }

  /** Hands a list in, and opens it. */
  async handIn(draft: ListDraft, nowMs: number): Promise<void> {
    const { title, source, licence, compiler, appeal, evidence, days } = draft;
    const said = { title, source, licence, compiler, appeal: appeal.trim(), evidence, expires_at: new Date(nowMs + days * DAY_MS - 60_000).toISOString() };
    const list = await this.#api.post<WatchList>(`${GUARD_PATH}/lists`, { ...this.#fileOf(draft), ...said });
    this.all = [list, ...(this.all ?? [])];
    this.show(list);
  }

  show(list: WatchList | null): void {
    [this.open, this.rows, this.sample, this.proposal, this.verdict] = [list, null, null, null, null];
  }

  async remove(): Promise<void> {
    const open = this.open;
    if (open === null) return;
    await this.#api.delete(this.#path(''));
    this.all = this.all?.filter((it) => it.id !== open.id) ?? null;
    this.show(null);
  }

  async loadRows(verdict: Verdict | null): Promise<void> {
    this.verdict = verdict;
    const page = await this.#rows(0);
    if (this.verdict === verdict) [this.rows, this.hasMore] = [page.rows, page.has_more];
  }

  async moreRows(): Promise<void> {
    const page = await this.#rows(this.rows?.at(-1)?.number ?? 0);
    [this.rows, this.hasMore] = [[...(this.rows ?? []), ...page.rows], page.has_more];
  }

  /** Opens a case from a row, and says which. */
  async openCase(row: ListRow, place: RowPlace | null): Promise<string> {
    const { case_ids } = await this.#api.post<{ case_ids: string[] }>(this.#path(`/rows/${row.number}/case`), { place });
    const id = case_ids[0] ?? null;
    this.rows = this.rows?.map((it) => (it.number === row.number ? { ...it, case_id: id } : it)) ?? null;
    return id ?? '';
  }

  async loadSample(): Promise<void> {
    this.sample = await this.#api.get<Sample>(this.#path('/sample'));
    this.#gate(this.sample.gate);
  }

  /** Says what one thinks of a row; the next ones are fetched when these are done. */
  async label(row: ListRow, label: SampleLabel): Promise<void> {
    const gate = await this.#api.put<Gate>(this.#path(`/sample/${row.number}`), { label });
    const left = this.sample?.rows.filter((it) => it.number !== row.number) ?? [];
    this.sample = { gate, rows: left };
    this.#gate(gate);
    if (left.length === 0 && gate.may_label) await this.loadSample();
  }

  async loadProposal(): Promise<void> {
    this.proposal = await this.#api.get<Proposal>(this.#path('/proposal'));
    this.#gate(this.proposal.gate);
  }

  /** Opens the cases that were shown; how many. */
  async propose(): Promise<number> {
    const { case_ids } = await this.#api.post<{ case_ids: string[] }>(this.#path('/proposal'), { digest: this.proposal?.digest ?? '' });
    await this.loadProposal();
    return case_ids.length;
  }

  /** Puts those whom the list names on an action day, which takes two people. */
  async beginDay(): Promise<void> {
    await this.#api.post(this.#path('/action-day'), {});
  }

  #gate(gate: Gate): void {
    const open = this.open;
    if (open === null) return;
    this.open = { ...open, gate };
    this.all = this.all?.map((it) => (it.id === open.id ? { ...it, gate } : it)) ?? null;
  }

  #path(rest: string): string {
    return `${GUARD_PATH}/lists/${this.open?.id ?? ''}${rest}`;
  }

  #fileOf({ text, format, service }: ListDraft): object {
    return { guild_id: this.guildId, text, format, service };
  }

  #rows(after: number): Promise<{ rows: ListRow[]; has_more: boolean }> {
    return this.#api.get(this.#path('/rows'), { query: { verdict: this.verdict, after, limit: PAGE } });
  }
}
