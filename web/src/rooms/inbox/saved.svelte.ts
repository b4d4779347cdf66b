//! The messages that the person kept, page by page, and kept up to date by events of other devices.
import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { MessageData, MessageEvents } from '../../gateway/events/messages';

export interface SavedMessage {
  saved_at: string;
  guild_id: string | null;
  message: MessageData;
}

const PAGE = 25;

export class SavedMessages {
  items = $state.raw<readonly SavedMessage[]>([]);
  hasMore = $state(true);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The next page; the first one to begin with. */
  async more(): Promise<void> {
    if (this.loading || !this.hasMore) return;
    this.loading = true;
    this.error = null;
    try {
      const query = { limit: PAGE, before: this.items.at(-1)?.saved_at };
      const page = await this.#api.get<{ items: SavedMessage[]; has_more: boolean }>('/parvis/v1/users/@me/saved-messages', { query });
      const known = new Set(this.items.map((it) => it.message.id));
      this.items = [...this.items, ...page.items.filter((it) => !known.has(it.message.id))];
      this.hasMore = page.has_more;
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  async forget(channelId: string, messageId: string): Promise<void> {
    await this.#api.delete(`/parvis/v1/users/@me/saved-messages/${channelId}/${messageId}`);
    this.#remove([messageId]);
  }

  #remove(ids: readonly string[]): void {
    this.items = this.items.filter((it) => !ids.includes(it.message.id));
  }

  // What is saved elsewhere meanwhile stands at the top: the first page is asked for again.
  async #refresh(): Promise<void> {
    try {
      const page = await this.#api.get<{ items: SavedMessage[]; has_more: boolean }>('/parvis/v1/users/@me/saved-messages', { query: { limit: PAGE } });
      const fresh = new Set(page.items.map((it) => it.message.id));
      this.items = [...page.items, ...this.items.filter((it) => !fresh.has(it.message.id))];
    } catch (error) {
      this.error = error;
    }
  }

  sink(): Sink {
    const sink: Sink<Pick<MessageEvents, 'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'> & { SAVED_MESSAGE_CREATE: unknown; SAVED_MESSAGE_DELETE: { message_id: string } }> = {
      SAVED_MESSAGE_CREATE: () => void this.#refresh(),
      SAVED_MESSAGE_DELETE: ({ message_id }) => this.#remove([message_id]),
      MESSAGE_DELETE: ({ id }) => this.#remove([id]),
      MESSAGE_DELETE_BULK: ({ ids }) => this.#remove(ids),
    };
    return sink as Sink;
  }
}
