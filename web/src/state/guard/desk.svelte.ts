//! What those who look after a place have before them: one queue, the case that is open, and what was decided last so
//! that it can be taken back. It asks for one case at a time: a claim keeps two people from the same work.
import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { CaseChange, GuardEvents } from '../../gateway/events/guard';
import { onceMore } from './once_more';
import { GUARD_PATH, type Case, type CasePage, type Counts, type Decision, type Person } from './words';

const PAGE = 50;
/** What is shown of the queue: what waits, what the house has, what is done. */
export type QueueView = 'open' | 'escalated' | 'decided';

const NO_COUNTS: Counts = { open: 0, claimed_by_me: 0, oldest_opened_at: null, appeals_open: 0, appeals_overdue: 0 };

type DeskApi = Pick<Api, 'get' | 'post' | 'put' | 'delete'>;

export class Desk {
  view = $state<QueueView>('open');
  cases = $state.raw<readonly Case[]>([]);
  hasMore = $state(false);
  counts = $state.raw<Counts>(NO_COUNTS);
  /** The case before the moderator, with all that is known of it. */
  open = $state.raw<Case | null>(null);
  /** What the moderator decided last, on this page. */
  last = $state.raw<Decision | null>(null);
  loading = $state(true);
  error = $state.raw<unknown>(null);
  readonly #api: DeskApi;
  /** The guild, or null for the house. */
  readonly guildId: string | null;
  readonly #ownId: string;
  /** Called for everybody who is named, so that their names and pictures are known. */
  readonly #know: (user: Person) => void;

  constructor(api: DeskApi, guildId: string | null, ownId: string, know: (user: Person) => void = () => undefined) {
    this.#api = api;
    this.guildId = guildId;
    this.#ownId = ownId;
    this.#know = know;
  }

  /** Whether the moderator holds the open case, so that nobody else decides on it meanwhile. */
  get isMine(): boolean {
    return this.open?.claimed_by?.id === this.#ownId;
  }

  /** Whether somebody else works on a case. */
  isTaken(it: Case): boolean {
    return it.claimed_by !== null && it.claimed_by.id !== this.#ownId;
  }

  async load(view = this.view): Promise<void> {
    this.view = view;
    this.loading = true;
    try {
      // What somebody is at stands above what waits, so that everybody sees it.
      const [page, taken] = await Promise.all([this.#page(view, null), view === 'open' ? this.#page('claimed', null) : null]);
      if (this.view !== view) return;
      [this.cases, this.hasMore, this.counts, this.error] = [urgentFirst([...(taken?.cases ?? []), ...page.cases]), page.has_more, page.counts, null];
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  async more(): Promise<void> {
    const page = await this.#page(this.view, this.cases.at(-1)?.id ?? null);
    [this.cases, this.hasMore] = [[...this.cases, ...page.cases], page.has_more];
  }

  /** Opens one of the list, as it is now. */
  async look(id: string): Promise<void> {
    this.#show(await this.#api.get<Case>(`${GUARD_PATH}/cases/${id}`));
  }

  /** Gives the caller the case that needs somebody most; false when none waits. */
  async next(): Promise<boolean> {
    const found = await this.#api.post<Case | null>(`${GUARD_PATH}/cases/next`, { guild_id: this.guildId });
    if (found === null) {
      this.open = null;
      return false;
    }
    this.#show(found);
    return true;
  }

  /** The case after or before the open one in the list. */
  async step(by: -1 | 1): Promise<void> {
    const at = this.cases.findIndex((it) => it.id === this.open?.id);
    const target = this.cases[at === -1 ? 0 : Math.max(0, Math.min(this.cases.length - 1, at + by))];
    if (target && target.id !== this.open?.id) await this.look(target.id);
  }

  async claim(): Promise<void> {
    if (this.open) this.#show(await this.#api.put<Case>(`${GUARD_PATH}/cases/${this.open.id}/claim`, {}));
  }

  async release(): Promise<void> {
    const open = this.open;
    if (open === null) return;
    await this.#api.delete(`${GUARD_PATH}/cases/${open.id}/claim`);
    this.#show({ ...open, state: open.state === 'claimed' ? 'open' : open.state, claimed_by: null, claimed_until: null });
  }

  async note(text: string): Promise<void> {
    const open = this.open;
    if (open === null) return;
    await this.#api.post(`${GUARD_PATH}/cases/${open.id}/notes`, { text });
    await this.look(open.id);
  }

  /** Hands the case to the moderators of the house. */
  async escalate(text: string): Promise<void> {
    const open = this.open;
    if (open === null) return;
    await this.#api.post(`${GUARD_PATH}/cases/${open.id}/escalation`, { text });
    this.#leave(open.id);
  }

  async decide(body: object): Promise<Decision | null> {
    const open = this.open;
    if (open === null) return null;
    const decision = await this.#api.post<Decision>(`${GUARD_PATH}/cases/${open.id}/decision`, body);
    this.last = { ...decision, user: decision.user ?? open.user };
    this.#leave(open.id);
    return decision;
  }

  async undo(id: string, reason: string): Promise<void> {
    await this.#api.post(`${GUARD_PATH}/decisions/${id}/undo`, { reason });
    if (this.last?.id === id) this.last = null;
    await this.load();
  }

  /** What happens elsewhere is shown at once; who looks at a case that somebody else took sees that. */
  sink(): Sink<Pick<GuardEvents, 'GUARD_CASE_CREATE' | 'GUARD_CASE_UPDATE'>> {
    const again = onceMore(() => this.load());
    const lookAgain = onceMore(async () => {
      // What is gone for the caller stays before them as it was; deciding on it says what happened.
      if (this.open) await this.look(this.open.id).catch(() => undefined);
    });
    const take = (change: CaseChange): void => {
      // The house is told of what its guilds have as well, because they may ask it to decide.
      if (this.guildId !== null && change.guild_id !== this.guildId) return;
      again();
      if (this.open?.id === change.id) lookAgain();
    };
    return { GUARD_CASE_CREATE: take, GUARD_CASE_UPDATE: take };
  }

  #show(found: Case): void {
    for (const user of peopleIn(found)) this.#know(user);
    this.open = found;
    this.cases = this.cases.map((it) => (it.id === found.id ? found : it));
  }

  #leave(id: string): void {
    this.cases = this.cases.filter((it) => it.id !== id);
    if (this.view === 'open') this.counts = { ...this.counts, open: Math.max(0, this.counts.open - 1) };
    this.open = null;
  }

  async #page(state: QueueView | 'claimed', before: string | null): Promise<CasePage> {
    const page = await this.#api.get<CasePage>(`${GUARD_PATH}/cases`, { query: { guild_id: this.guildId, state, before, limit: PAGE } });
    for (const it of page.cases) for (const user of peopleIn(it)) this.#know(user);
    return page;
  }
}

function urgentFirst(cases: readonly Case[]): Case[] {
  return [...cases].sort((a, b) => Number(b.urgent) - Number(a.urgent));
}

function peopleIn(it: Case): Person[] {
  const found = [it.user, it.claimed_by, ...it.reports.map((report) => report.reporter), ...it.notes.map((note) => note.author)];
  return found.filter((user) => user !== null);
}
