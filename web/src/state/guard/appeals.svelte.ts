//! Appeals against what was decided in a place, and the log of its decisions.
import type { Api } from '../../api/client';
import { GUARD_PATH, type Appeal, type AppealOutcome, type Decision } from './words';

const PAGE = 50;
const DAY_MS = 86_400_000;
/** An appeal has to be answered in fourteen days; four days before that it is said loudly. */
const SOON_DAYS = 4;

/** How much time is left to answer. */
export function urgencyOf(appeal: Pick<Appeal, 'state' | 'due_at'>, nowMs: number): 'done' | 'calm' | 'soon' | 'overdue' {
  if (appeal.state === 'decided') return 'done';
  const leftMs = Date.parse(appeal.due_at) - nowMs;
  if (leftMs < 0) return 'overdue';
  return leftMs < SOON_DAYS * DAY_MS ? 'soon' : 'calm';
}

export class Appeals {
  state = $state<'open' | 'decided'>('open');
  all = $state.raw<readonly Appeal[] | null>(null);
  hasMore = $state(false);
  readonly #api: Pick<Api, 'get' | 'post'>;
  readonly #guildId: string | null;

  constructor(api: Pick<Api, 'get' | 'post'>, guildId: string | null) {
    this.#api = api;
    this.#guildId = guildId;
  }

  async load(state = this.state): Promise<void> {
    this.state = state;
    const { appeals, has_more } = await this.#page(null);
    if (this.state === state) [this.all, this.hasMore] = [appeals, has_more];
  }

  async more(): Promise<void> {
    const { appeals, has_more } = await this.#page(this.all?.at(-1)?.id ?? null);
    [this.all, this.hasMore] = [[...(this.all ?? []), ...appeals], has_more];
  }

  /** Answers one, which then leaves the list of those that wait. */
  async decide(id: string, outcome: AppealOutcome, text: string): Promise<void> {
    await this.#api.post(`${GUARD_PATH}/appeals/${id}/decision`, { outcome, text });
    this.all = this.all?.filter((it) => it.id !== id) ?? null;
  }

  #page(before: string | null): Promise<{ appeals: Appeal[]; has_more: boolean }> {
    return this.#api.get(`${GUARD_PATH}/appeals`, { query: { guild_id: this.#guildId, state: this.state, before, limit: PAGE } });
  }
}

export class DecisionLog {
  all = $state.raw<readonly Decision[] | null>(null);
  hasMore = $state(false);
  readonly #api: Pick<Api, 'get' | 'post'>;
  readonly #guildId: string | null;

  constructor(api: Pick<Api, 'get' | 'post'>, guildId: string | null) {
    this.#api = api;
    this.#guildId = guildId;
  }

  async load(): Promise<void> {
    const { decisions, has_more } = await this.#page(null);
    [this.all, this.hasMore] = [decisions, has_more];
  }

  async more(): Promise<void> {
    const { decisions, has_more } = await this.#page(this.all?.at(-1)?.id ?? null);
    [this.all, this.hasMore] = [[...(this.all ?? []), ...decisions], has_more];
  }

  async undo(id: string, reason: string): Promise<void> {
    await this.#api.post(`${GUARD_PATH}/decisions/${id}/undo`, { reason });
    await this.load();
  }

  #page(before: string | null): Promise<{ decisions: Decision[]; has_more: boolean }> {
    return this.#api.get(`${GUARD_PATH}/decisions`, { query: { guild_id: this.#guildId, before, limit: PAGE } });
  }
}

const UNDO_DAYS = 30;

/** Whether a decision can still be taken back: what is deleted is gone, and after thirty days it stands. */
export function canBeUndone(decision: Decision, nowMs: number): boolean {
  if (decision.may_undo !== undefined) return decision.may_undo;
  const undoable = decision.measures.some((it) => it.kind !== 'none' && it.kind !== 'delete_message');
  return decision.undone_at === null && undoable && nowMs - Date.parse(decision.decided_at) < UNDO_DAYS * DAY_MS;
}
