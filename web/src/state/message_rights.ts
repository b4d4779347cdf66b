//! What the person may do with a message, as far as it is offered: the server decides.
import { ChannelType, MessageFlag } from '../gateway/events/words';
import type { Channel } from './channel.svelte';
import type { Guild } from './guild.svelte';
import type { Message } from './message.svelte';
import { Permission } from './permissions';

export interface MessageRights {
  reply: boolean;
  react: boolean;
  edit: boolean;
  delete: boolean;
  /** Only this person sees it: it can be put away, and nothing else. */
  dismiss: boolean;
  pin: boolean;
  forward: boolean;
  createThread: boolean;
  removeEmbeds: boolean;
  report: boolean;
  mentionAuthor: boolean;
  /** Everything that makes a message be found again: saving, link, unread mark. */
  keep: boolean;
}

/** What is looked at: the person's rights in the room, and the message. */
export interface RightsQuestion {
  message: Message;
  channel: Channel;
  guild: Guild | undefined;
  ownId: string;
}

// Notices of this kind belong to the room and stay.
const FIXED: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 21]);
const THREADED: ReadonlySet<number> = new Set([ChannelType.Text, ChannelType.Announcement]);

export function messageRights({ message, channel, guild, ownId }: RightsQuestion): MessageRights {
  const may = (permission: bigint) => guild === undefined || guild.may(permission, channel);
  const isOwn = message.authorId === ownId && message.data.webhook_id === undefined;
  const lasts = !message.isEphemeral;
  const maySend = guild === undefined || guild.maySend(channel);
  const moderates = guild !== undefined && may(Permission.ManageMessages);
  const suppressed = message.has(MessageFlag.SuppressEmbeds);
  return {
    reply: lasts && maySend && (message.isWritten || message.data.type === 7),
    react: lasts && may(Permission.AddReactions | Permission.ReadHistory) && !channel.isArchived,
    edit: lasts && isOwn && (message.data.type === 0 || message.data.type === 19) && !message.isForward && !message.isVoice,
    delete: lasts && (isOwn || moderates) && !FIXED.has(message.data.type),
    dismiss: !lasts,
    pin: lasts && message.isWritten && (guild === undefined || moderates || may(Permission.PinMessages)),
    forward: lasts && message.isWritten,
    createThread: lasts && guild !== undefined && THREADED.has(channel.type) && may(Permission.CreatePublicThreads) && !message.has(MessageFlag.HasThread) && message.isWritten,
    removeEmbeds: lasts && (isOwn || moderates) && message.data.embeds.length > 0 && !suppressed,
    report: lasts && !isOwn && message.isWritten,
    mentionAuthor: !isOwn && maySend && message.data.webhook_id === undefined,
    keep: lasts,
  };
}
