//! The places of the map that somebody follows, and what is new there. Which ones they are stands among the settings of
//! the account, the same on all devices; what is new is asked for when somebody looks.
import type { Api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Settings } from '../settings.svelte';
import { MAP_PATH, type Area, type Group } from './words';

/** As many as the server keeps of one account. */
export const FOLLOWED_MAX = 30;
const GROUPS_SHOWN = 20;

export interface PlaceNews {
  area: Area;
  /** Groups that are new or have changed since somebody looked. */
  groups: readonly Group[];
  hasMore: boolean;
}

export class AreaNews {
  places = $state.raw<readonly PlaceNews[]>([]);
  loaded = $state(false);
  error = $state.raw<unknown>(null);
  readonly #api: Pick<Api, 'get'>;
  readonly #settings: Pick<Settings, 'account' | 'change'>;

  constructor(api: Pick<Api, 'get'>, settings: Pick<Settings, 'account' | 'change'>) {
    this.#api = api;
    this.#settings = settings;
  }

  get followed(): readonly { area_id: string; seen_at: string }[] {
    return this.#settings.account?.followed_areas ?? [];
  }

  get count(): number {
    return this.places.reduce((sum, it) => sum + it.groups.length, 0);
  }

  isFollowed(id: string): boolean {
    return this.followed.some((it) => it.area_id === id);
  }

  async follow(id: string, wanted: boolean): Promise<void> {
    const others = this.followed.filter((it) => it.area_id !== id);
    await this.#settings.change({ followed_areas: wanted ? [...others, { area_id: id, seen_at: new Date().toISOString() }] : [...others] });
    if (!wanted) this.places = this.places.filter((it) => it.area.id !== id);
  }

  /** Nothing of a place is new any more, as of what was shown. */
  async seen(id: string): Promise<void> {
    const shown = this.places.find((it) => it.area.id === id)?.groups ?? [];
    const last = shown.map((it) => it.changed_at).sort().at(-1);
    if (last === undefined) return;
    await this.#settings.change({ followed_areas: this.followed.map((it) => (it.area_id === id ? { ...it, seen_at: last } : it)) });
    this.places = this.places.map((it) => (it.area.id === id ? { ...it, groups: [], hasMore: false } : it));
  }

  async load(): Promise<void> {
    try {
      const all = await Promise.all(this.followed.map((it) => this.#newsOf(it.area_id, it.seen_at)));
      this.places = all.filter((it) => it !== null);
      this.error = null;
    } catch (error) {
      this.error = error;
    } finally {
      this.loaded = true;
    }
  }

  // A place that is gone, or dark, says nothing.
  async #newsOf(id: string, since: string): Promise<PlaceNews | null> {
    try {
      const [area, { groups, has_more }] = await Promise.all([
        this.#api.get<Area>(`${MAP_PATH}/areas/${id}`),
        this.#api.get<{ groups: Group[]; has_more: boolean }>(`${MAP_PATH}/areas/${id}/groups`, { query: { changed_since: since, limit: GROUPS_SHOWN } }),
      ]);
      return { area, groups, hasMore: has_more };
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }
}
