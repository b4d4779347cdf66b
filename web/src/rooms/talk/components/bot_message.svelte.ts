//! One message of an application while somebody uses what is under it.
import { getContext, setContext } from 'svelte';

import { interactionWords, InteractionType } from '../../../state/interactions.svelte';
import type { Message } from '../../../state/message.svelte';
import type { Talk } from '../talk.svelte';

export class BotMessage {
  /** The part that is being used, by its name. */
  busy = $state<string | null>(null);
  error = $state<string | null>(null);

  constructor(
    readonly talk: Talk,
    readonly message: Message,
  ) {}

  async use(part: { type: number; custom_id: string }, values?: readonly string[]): Promise<void> {
    if (this.busy !== null) return;
    const { data } = this.message;
    this.busy = part.custom_id;
    this.error = null;
    try {
      await this.talk.instance.interactions.use({
        type: InteractionType.Component,
        applicationId: data.application_id ?? data.author.id,
        channelId: data.channel_id,
        guildId: this.talk.guild?.id ?? null,
        messageId: data.id,
        data: { component_type: part.type, custom_id: part.custom_id, ...(values === undefined ? {} : { values }) },
      });
    } catch (error) {
      this.error = interactionWords(error);
    } finally {
      this.busy = null;
    }
  }
}

const KEY = Symbol('bot message');

export function provideBotMessage(it: BotMessage): BotMessage {
  setContext(KEY, it);
  return it;
}

export function useBotMessage(): BotMessage {
  return getContext<BotMessage>(KEY);
}
