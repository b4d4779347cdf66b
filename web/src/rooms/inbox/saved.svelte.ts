//! The messages that the person kept, kept up to date by events of other devices.
import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { MessageData, MessageEvents } from '../../gateway/events/messages';
import { PagedMessages } from './paged_messages.svelte';

export interface SavedMessage {
  saved_at: string;
  guild_id: string | null;
  message: MessageData;
}

const PATH = '/parvis/v1/users/@me/saved-messages';

export class SavedMessages extends PagedMessages<SavedMessage> {
  readonly #api: Api;

  constructor(api: Api) {
    super(api, PATH, (it) => it.saved_at);
    this.#api = api;
  }

  async forget(channelId: string, messageId: string): Promise<void> {
    await this.#api.delete(`${PATH}/${channelId}/${messageId}`);
    this.remove([messageId]);
  }

  sink(): Sink {
    const sink: Sink<Pick<MessageEvents, 'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'> & { SAVED_MESSAGE_CREATE: unknown; SAVED_MESSAGE_DELETE: { message_id: string } }> = {
      SAVED_MESSAGE_CREATE: () => void this.refresh(),
      SAVED_MESSAGE_DELETE: ({ message_id }) => this.remove([message_id]),
      MESSAGE_DELETE: ({ id }) => this.remove([id]),
      MESSAGE_DELETE_BULK: ({ ids }) => this.remove(ids),
    };
    return sink as Sink;
  }
}
