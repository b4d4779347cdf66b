//! Messages that the server lists page by page over all places.
import type { Api } from '../../api/client';
import type { MessageData } from '../../gateway/events/messages';

const PAGE = 25;

interface Page<Item> {
  items: Item[];
  has_more: boolean;
}

export class PagedMessages<Item extends { message: MessageData }> {
  items = $state.raw<readonly Item[]>([]);
  hasMore = $state(true);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  readonly #api: Pick<Api, 'get'>;
  readonly #path: string;
  readonly #placeOf: (item: Item) => string;

  /** `placeOf` says behind what the next page begins. */
  constructor(api: Pick<Api, 'get'>, path: string, placeOf: (item: Item) => string) {
    this.#api = api;
    this.#path = path;
    this.#placeOf = placeOf;
  }

  /** The next page; the first one to begin with. */
  async more(): Promise<void> {
    if (this.loading || !this.hasMore) return;
    this.loading = true;
    this.error = null;
    const last = this.items.at(-1);
    try {
      const page = await this.#api.get<Page<Item>>(this.#path, { query: { limit: PAGE, before: last && this.#placeOf(last) } });
      const known = new Set(this.items.map((it) => it.message.id));
      this.items = [...this.items, ...page.items.filter((it) => !known.has(it.message.id))];
      this.hasMore = page.has_more;
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  /** Puts what is new to the top: the first page is asked for again. */
  async refresh(): Promise<void> {
    try {
      const page = await this.#api.get<Page<Item>>(this.#path, { query: { limit: PAGE } });
      this.put(page.items);
    } catch (error) {
      this.error = error;
    }
  }

  /** Puts these to the top, wherever they stood. */
  put(items: readonly Item[]): void {
    const fresh = new Set(items.map((it) => it.message.id));
    this.items = [...items, ...this.items.filter((it) => !fresh.has(it.message.id))];
  }

  remove(ids: readonly string[]): void {
    this.items = this.items.filter((it) => !ids.includes(it.message.id));
  }
}
