//! What the server tells in a room, in words: joins, pins, threads, and what happens to groups.
import { t } from '../../../i18n/i18n.svelte';
import type { MessageData } from '../../../gateway/events/messages';

/** How a person is called here. */
export type NameOf = (userId: string) => string;

/** The sentence of a notice. Kinds that this client does not know get neutral words. */
export function systemWords(message: MessageData, nameOf: NameOf): string {
  const name = nameOf(message.author.id);
  const other = message.mentions[0] ? nameOf(message.mentions[0].id) : '';
  const { content } = message;
  switch (message.type as number) {
    case 1:
      return t('talk.system_recipient_add', { name, other });
    case 2:
      return message.mentions[0]?.id === message.author.id ? t('talk.system_left', { name }) : t('talk.system_recipient_remove', { name, other });
    case 3:
      return t('talk.system_call', { name });
    case 4:
      return t('talk.system_renamed', { name, title: content });
    case 5:
      return t('talk.system_icon', { name });
    case 6:
      return t('talk.system_pin', { name });
    case 7:
      return t('talk.system_join', { name });
    case 12:
      return t('talk.system_follow', { name, title: content });
    case 18:
      return t('talk.system_thread', { name, title: content });
    case 21:
      return t('talk.system_thread_starter');
    case 24:
      return t('talk.system_moderation');
    case 46:
      return t('talk.system_poll_result');
    default:
      return message.content === '' ? t('talk.system_other', { name }) : content;
  }
}
