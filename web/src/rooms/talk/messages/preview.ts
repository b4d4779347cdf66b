//! A message in one line of words: for quotes, announcements and lists.
import { t } from '../../../i18n/i18n.svelte';
import type { MessageData } from '../../../gateway/events/messages';
import { parse } from '../../../markdown/parse';
import { plain } from '../../../markdown/plain';
import { isWritten } from '../../../state/message.svelte';
import type { Talk } from '../talk.svelte';
import { systemWords } from './system';

const LENGTH_MAX = 180;

export function preview(talk: Talk, message: MessageData): string {
  if (!isWritten(message.type)) return systemWords(message, (id) => talk.nameOf(id));
  const mention = (it: { kind: string; id?: string }): string | null => {
    if (it.kind === 'user' && it.id !== undefined) return `@${talk.nameOf(it.id)}`;
    if (it.kind === 'role' && it.id !== undefined) return `@${talk.guild?.roles.get(it.id)?.name ?? it.id}`;
    if (it.kind === 'channel' && it.id !== undefined) return `#${talk.instance.guilds.channel(it.id)?.name ?? it.id}`;
    return null;
  };
  const text = plain(parse(message.content.slice(0, 600)), { mention }).replace(/\s+/gu, ' ').trim();
  if (text !== '') return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
  return t(whatElse(message));
}

/** What a message without words holds. */
export function whatElse(message: MessageData): 'talk.a_forward' | 'talk.a_file' | 'talk.an_embed' | 'talk.a_message' {
  if ((message.message_snapshots?.length ?? 0) > 0) return 'talk.a_forward';
  if (message.attachments.length > 0) return 'talk.a_file';
  return message.embeds.length > 0 ? 'talk.an_embed' : 'talk.a_message';
}
