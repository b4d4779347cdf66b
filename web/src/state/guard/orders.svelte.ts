//! Removal orders and referrals of authorities, for the moderators of the house: one hour, and what was done in it.
import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { GuardEvents } from '../../gateway/events/guard';
import { onceMore } from './once_more';
import { GUARD_PATH, type Decision, type Person, type Subject } from './words';

const PAGE = 50;
const MINUTE_MS = 60_000;

export const MATERIALS = ['incitement', 'solicitation', 'participation', 'instruction', 'threat'] as const;
export type Material = (typeof MATERIALS)[number];
export const METHODS = ['signature', 'platform', 'call_back', 'in_person'] as const;
export type Method = (typeof METHODS)[number];
export const GROUNDS = ['force_majeure', 'manifest_errors', 'missing_information'] as const;
export type Impossibility = (typeof GROUNDS)[number];
export type LinkRefusal = 'unreadable' | 'elsewhere' | 'not_content' | 'unknown' | 'private';
export type OrderState = 'received' | 'authentic' | 'executed' | 'not_executed' | 'forged' | 'answered';

export interface OrderLink {
  url: string;
  subject: Subject | null;
  refused: LinkRefusal | null;
  user: Person | null;
  case_id: string | null;
  decision: Decision | null;
}

export interface Order {
  id: string;
  kind: 'order' | 'referral';
  state: OrderState;
  authority: string;
  /** By ISO 3166-1. */
  member_state: string;
  reference: string;
  received_at: string;
  due_at: string | null;
  executed_at: string | null;
  undisclosed_until: string | null;
  first_contact: boolean;
  /** What a complete order has and this one lacks. */
  missing: ('reasons' | 'material' | 'redress' | 'signed' | 'issued_at' | 'urls')[];
  issued_at: string | null;
  contact: string;
  material: Material[];
  reasons: string;
  redress: string;
  signed: boolean;
  authentication: { method: Method; text: string } | null;
  impossibility: { ground: Impossibility; text: string } | null;
  answer: string | null;
  links: OrderLink[];
  acts: { id: string; act: string; user: Person | null; text: string; at: string }[];
}

/** What somebody enters. */
export interface OrderDraft {
  kind: 'order' | 'referral';
  authority: string;
  member_state: string;
  reference: string;
  received_at?: string;
  issued_at?: string;
  undisclosed_until?: string;
  contact: string;
  material: Material[];
  reasons: string;
  redress: string;
  signed: boolean;
  urls: string[];
}

/** Minutes that are left of the hour, which may be less than nothing; null while no clock runs. */
export function minutesLeft(order: Pick<Order, 'due_at'>, nowMs: number): number | null {
  return order.due_at === null ? null : Math.floor((Date.parse(order.due_at) - nowMs) / MINUTE_MS);
}

/** Addresses as they are pasted: one a line. */
export function addressesIn(text: string): string[] {
  return text.split(/\s+/).filter((it) => it !== '');
}

type OrdersApi = Pick<Api, 'get' | 'post' | 'put' | 'file'>;

export class Orders {
  state = $state<'open' | 'closed'>('open');
  all = $state.raw<readonly Order[] | null>(null);
  hasMore = $state(false);
  readonly #api: OrdersApi;

  constructor(api: OrdersApi) {
    this.#api = api;
  }

  async load(state = this.state): Promise<void> {
    this.state = state;
    const page = await this.#page(null);
    if (this.state === state) [this.all, this.hasMore] = [page.orders, page.has_more];
  }

  async more(): Promise<void> {
    const page = await this.#page(this.all?.at(-1)?.id ?? null);
    [this.all, this.hasMore] = [[...(this.all ?? []), ...page.orders], page.has_more];
  }

  async enter(draft: OrderDraft): Promise<void> {
    const entered = await this.#api.post<Order>(`${GUARD_PATH}/orders`, draft);
    if (this.state === 'open') this.all = [entered, ...(this.all ?? []).filter((it) => it.id !== entered.id)];
  }

  /** Does one thing about an order, which is shown as it is then. */
  async act(id: string, what: 'execution' | 'impossibility' | 'clarification' | 'answer', body: object): Promise<void> {
    this.#show(await this.#api.post<Order>(`${GUARD_PATH}/orders/${id}/${what}`, body));
  }

  async set(id: string, what: 'authentication' | 'disclosure', body: object): Promise<void> {
    this.#show(await this.#api.put<Order>(`${GUARD_PATH}/orders/${id}/${what}`, body));
  }

  /** Annex II or III, to be printed and signed. */
  annex(id: string, annex: 2 | 3, language: string): Promise<Blob> {
    return this.#api.file('GET', `${GUARD_PATH}/orders/${id}/annexes/${annex}`, { query: { form: 'page', language } });
  }

  sink(): Sink<Pick<GuardEvents, 'GUARD_ORDER_UPDATE'>> {
    const again = onceMore(() => this.load());
    return { GUARD_ORDER_UPDATE: again };
  }

  #show(order: Order): void {
    this.all = this.all?.map((it) => (it.id === order.id ? order : it)) ?? null;
  }

  #page(before: string | null): Promise<{ orders: Order[]; has_more: boolean }> {
    return this.#api.get(`${GUARD_PATH}/orders`, { query: { state: this.state, before, limit: PAGE } });
  }
}
