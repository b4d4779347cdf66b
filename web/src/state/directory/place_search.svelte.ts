//! Looking for places and groups while somebody types. The server knows the spellings; this knows when to ask.
import type { Api } from '../../api/client';
import { MAP_PATH, type Area, type Group } from './words';

/** After the last letter; long enough not to ask for each of them. */
const PAUSE_MS = 180;
const FOUND_MAX = 8;

export interface Found {
  areas: readonly Area[];
  groups: readonly Group[];
}

const NOTHING: Found = { areas: [], groups: [] };

export class PlaceSearch {
  query = $state('');
  found = $state.raw<Found>(NOTHING);
  /** What `found` answers; empty before the first answer. */
  answered = $state('');
  busy = $state(false);
  error = $state.raw<unknown>(null);
  readonly #api: Pick<Api, 'get'>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cancel: AbortController | null = null;

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api;
  }

  /** Takes what was typed; the answer follows. */
  type(text: string): void {
    this.query = text;
    clearTimeout(this.#timer);
    this.#cancel?.abort();
    const wanted = text.trim();
    this.busy = wanted !== '';
    if (wanted === '') {
      [this.found, this.answered] = [NOTHING, ''];
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(wanted), PAUSE_MS);
  }

  clear(): void {
    this.type('');
  }

  async #ask(wanted: string): Promise<void> {
    const cancel = (this.#cancel = new AbortController());
    try {
      this.found = await this.#api.get<Found>(`${MAP_PATH}/search`, { query: { q: wanted.slice(0, 100), limit: FOUND_MAX }, signal: cancel.signal });
      this.answered = wanted;
      this.error = null;
    } catch (error) {
      if (!cancel.signal.aborted) this.error = error;
    } finally {
      if (this.#cancel === cancel) this.busy = false;
    }
  }
}
