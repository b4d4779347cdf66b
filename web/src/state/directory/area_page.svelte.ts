//! One place of the map as a page shows it. List and map draw from here, so that they always show the same: without a
//! filter the places right below with the server's own counts and the groups of the place itself; with a filter the groups
//! that match, in the place and below it.
import type { Api } from '../../api/client';
import { MAP_PATH, type Activity, type Area, type Group, type JoinMode } from './words';

export interface Filters {
  language: string | null;
  tag: string | null;
  activity: Activity | null;
  join: JoinMode | null;
}

export const NO_FILTERS: Filters = { language: null, tag: null, activity: null, join: null };

const AREAS_PAGE = 100;
const GROUPS_PAGE = 50;

interface AreaList {
  areas: Area[];
  has_more: boolean;
}
interface GroupList {
  groups: Group[];
  has_more: boolean;
}

export class AreaPage {
  /** Null for the map as a whole. */
  readonly id: string | null;
  area = $state.raw<Area | null>(null);
  areas = $state.raw<readonly Area[]>([]);
  groups = $state.raw<readonly Group[]>([]);
  hasMoreAreas = $state(false);
  hasMoreGroups = $state(false);
  filters = $state.raw<Filters>(NO_FILTERS);
  loading = $state(true);
  error = $state.raw<unknown>(null);
  readonly #api: Pick<Api, 'get'>;
  #cancel: AbortController | null = null;

  constructor(api: Pick<Api, 'get'>, id: string | null) {
    this.#api = api;
    this.id = id;
  }

  get isFiltered(): boolean {
    return Object.values(this.filters).some((it) => it !== null);
  }

  /** What is shown of the places below: with a filter nothing, because their counts know no filter. */
  get shownAreas(): readonly Area[] {
    return this.isFiltered ? [] : this.areas;
  }

  async load(): Promise<void> {
    await this.#attempt(async (signal) => {
      const [area, areas, groups] = await Promise.all([this.#area(signal), this.#areas(null, signal), this.#groups(null, signal)]);
      this.area = area;
      [this.areas, this.hasMoreAreas] = [areas.areas, areas.has_more];
      [this.groups, this.hasMoreGroups] = [groups.groups, groups.has_more];
    });
  }

  /** Shows other groups; what was on its way no longer counts. */
  async filter(filters: Filters): Promise<void> {
    this.filters = filters;
    await this.#attempt(async (signal) => {
      const { groups, has_more } = await this.#groups(null, signal);
      [this.groups, this.hasMoreGroups] = [groups, has_more];
    });
  }

  async moreAreas(): Promise<void> {
    await this.#attempt(async (signal) => {
      const { areas, has_more } = await this.#areas(this.areas.at(-1)?.id ?? null, signal);
      [this.areas, this.hasMoreAreas] = [[...this.areas, ...areas], has_more];
    });
  }

  async moreGroups(): Promise<void> {
    await this.#attempt(async (signal) => {
      const { groups, has_more } = await this.#groups(this.groups.at(-1)?.id ?? null, signal);
      [this.groups, this.hasMoreGroups] = [[...this.groups, ...groups], has_more];
    });
  }

  close(): void {
    this.#cancel?.abort();
  }

  async #attempt(what: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#cancel?.abort();
    const cancel = (this.#cancel = new AbortController());
    this.loading = true;
    try {
      await what(cancel.signal);
      this.error = null;
    } catch (error) {
      if (!cancel.signal.aborted) this.error = error;
    } finally {
      if (this.#cancel === cancel) this.loading = false;
    }
  }

  async #area(signal: AbortSignal): Promise<Area | null> {
    if (this.id === null) return null;
    return this.#api.get<Area>(`${MAP_PATH}/areas/${this.id}`, { query: { shape: true }, signal });
  }

  #areas(after: string | null, signal: AbortSignal): Promise<AreaList> {
    return this.#api.get<AreaList>(`${MAP_PATH}/areas`, { query: { parent_id: this.id, after, limit: AREAS_PAGE, shape: true }, signal });
  }

  async #groups(after: string | null, signal: AbortSignal): Promise<GroupList> {
    if (this.id === null) return { groups: [], has_more: false };
    const query = { ...this.filters, direct: this.isFiltered ? null : true, after, limit: GROUPS_PAGE };
    return this.#api.get<GroupList>(`${MAP_PATH}/areas/${this.id}/groups`, { query, signal });
  }
}
