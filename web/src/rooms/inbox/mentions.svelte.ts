//! The messages that mean the person, over all places, the newest first, read or not.
import type { Api } from '../../api/client';
import type { Sink } from '../../gateway/dispatch';
import type { MessageData, MessageEvents } from '../../gateway/events/messages';
import { PagedMessages } from './paged_messages.svelte';

export interface MentioningMessage {
  guild_id: string | null;
  message: MessageData;
}

export class MentioningMessages extends PagedMessages<MentioningMessage> {
  readonly #isMeant: (message: MessageData) => boolean;

  /** `isMeant` says whether a message that is written now is one of them. */
  constructor(api: Pick<Api, 'get'>, isMeant: (message: MessageData) => boolean) {
    super(api, '/parvis/v1/users/@me/mentions', (it) => it.message.id);
    this.#isMeant = isMeant;
  }

  sink(): Sink<Pick<MessageEvents, 'MESSAGE_CREATE' | 'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'>> {
    return {
      MESSAGE_CREATE: (message) => {
        if (this.#isMeant(message)) this.put([{ guild_id: message.guild_id ?? null, message }]);
      },
      MESSAGE_DELETE: ({ id }) => this.remove([id]),
      MESSAGE_DELETE_BULK: ({ ids }) => this.remove(ids),
    };
  }
}
