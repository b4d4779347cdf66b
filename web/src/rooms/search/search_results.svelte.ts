//! One search: its pages, and what went wrong.
import { ApiError } from '../../api/error';
import type { Api } from '../../api/client';
import type { MessageData } from '../../gateway/events/messages';
import { parametersOf, type Query } from './query';

export const PAGE = 25;

interface Answer {
  total_results: number;
  messages: MessageData[][];
}

export class SearchResults {
  /** Null before anything was searched for. */
  messages = $state.raw<readonly MessageData[] | null>(null);
  total = $state(0);
  offset = $state(0);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  /** Whether the server has no search. */
  missing = $state(false);
  readonly #api: Api;
  readonly #path: string;
  #cancel: AbortController | null = null;

  // A server without a search takes the word for the id of a message there, and refuses it.
  readonly #missingAs: readonly number[];

  constructor(api: Api, guildId: string | null, channelId: string) {
    this.#api = api;
    this.#missingAs = guildId === null ? [501, 400] : [501];
    this.#path = guildId === null ? `/channels/${channelId}/messages/search` : `/guilds/${guildId}/messages/search`;
  }

  async search(query: Query, order: 'desc' | 'asc', offset = 0): Promise<void> {
    this.#cancel?.abort();
    const cancel = (this.#cancel = new AbortController());
    const parameters = parametersOf(query);
    parameters.set('limit', String(PAGE));
    parameters.set('offset', String(offset));
    parameters.set('sort_order', order);
    this.loading = true;
    this.error = null;
    try {
      const answer = await this.#api.get<Answer>(`${this.#path}?${parameters}`, { signal: cancel.signal });
      // Each result may come with what stands around it: the one that was found is marked.
      this.messages = answer.messages.flatMap((group) => group.find((it) => (it as MessageData & { hit?: boolean }).hit) ?? group[0] ?? []);
      this.total = answer.total_results;
      this.offset = offset;
    } catch (error) {
      if (cancel.signal.aborted) return;
      this.missing = error instanceof ApiError && this.#missingAs.includes(error.status);
      this.error = this.missing ? null : error;
    } finally {
      if (this.#cancel === cancel) this.loading = false;
    }
  }

  clear(): void {
    this.#cancel?.abort();
    this.messages = null;
    this.error = null;
    this.loading = false;
  }
}
