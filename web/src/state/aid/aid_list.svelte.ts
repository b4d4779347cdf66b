//! What people offer and look for, as a page lists it: by place, kind, category and day.
import type { Api } from '../../api/client';
import { AID_KINDS, AID_PATH, CATEGORIES, type AidKind, type AidListing, type Category } from './words';

export interface AidFilters {
  area: string | null;
  kind: AidKind | null;
  category: Category | null;
  /** Days as a form's fields hold them, in the reader's zone. */
  from: string | null;
  until: string | null;
  /** Only among the members of one guild. */
  guild: string | null;
}

export const NO_AID_FILTERS: AidFilters = { area: null, kind: null, category: null, from: null, until: null, guild: null };

const PAGE = 30;
const ID = /^\d{1,20}$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

export function filtersIn(query: URLSearchParams): AidFilters {
  const oneOf = <Word extends string>(words: readonly Word[], name: string): Word | null => words.find((it) => it === query.get(name)) ?? null;
  const like = (shape: RegExp, name: string): string | null => (shape.test(query.get(name) ?? '') ? query.get(name) : null);
  return { area: like(ID, 'area'), kind: oneOf(AID_KINDS, 'kind'), category: oneOf(CATEGORIES, 'category'), from: like(DAY, 'from'), until: like(DAY, 'until'), guild: like(ID, 'guild') };
}

export function queryOf(filters: AidFilters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).flatMap(([name, value]) => (value === null ? [] : [[name, value as string]])));
}

/** What the server is asked: whole days of the reader. */
export function askedOf(filters: AidFilters): Record<string, string | null> {
  const moment = (day: string | null, time: string) => (day === null ? null : new Date(`${day}T${time}`).toISOString());
  return {
    area_id: filters.area, kind: filters.kind, category: filters.category, from: moment(filters.from, '00:00:00'), until: moment(filters.until, '23:59:59'),
    guild_id: filters.guild, scope: filters.guild === null ? null : 'guild',
  };
}

interface Answer {
  listings: AidListing[];
  has_more: boolean;
}

export class AidList {
  listings = $state.raw<readonly AidListing[]>([]);
  hasMore = $state(false);
  loading = $state(true);
  error = $state.raw<unknown>(null);
  filters = $state.raw<AidFilters>(NO_AID_FILTERS);
  readonly #api: Pick<Api, 'get'>;
  #cancel: AbortController | null = null;

  constructor(api: Pick<Api, 'get'>, filters: AidFilters) {
    this.#api = api;
    this.filters = filters;
  }

  /** Lists from the beginning; what was on its way no longer counts. */
  async load(filters = this.filters): Promise<void> {
    this.filters = filters;
    await this.#take(null);
  }

  async more(): Promise<void> {
    await this.#take(this.listings.at(-1)?.id ?? null);
  }

  close(): void {
    this.#cancel?.abort();
  }

  async #take(after: string | null): Promise<void> {
    this.#cancel?.abort();
    const cancel = (this.#cancel = new AbortController());
    this.loading = true;
    try {
      const answer = await this.#api.get<Answer>(AID_PATH, { query: { ...askedOf(this.filters), after, limit: PAGE }, signal: cancel.signal });
      this.listings = after === null ? answer.listings : [...this.listings, ...answer.listings];
      this.hasMore = answer.has_more;
      this.error = null;
    } catch (error) {
      if (!cancel.signal.aborted) this.error = error;
    } finally {
      if (this.#cancel === cancel) this.loading = false;
    }
  }
}
