//! One message: an object per message, so that a reaction draws one row again and not the list.
import type { APIPartialEmoji } from 'discord-api-types/v10';

import type { MessageData } from '../gateway/events/messages';
import { MessageFlag } from '../gateway/events/words';

export class Message {
  data = $state.raw<MessageData>({} as MessageData);
  readonly sentAt: Date;

  constructor(data: MessageData) {
    this.data = data;
    this.sentAt = new Date(data.timestamp);
  }

  get id(): string {
    return this.data.id;
  }
  get channelId(): string {
    return this.data.channel_id;
  }
  get authorId(): string {
    return this.data.author.id;
  }
  get isEphemeral(): boolean {
    return this.has(MessageFlag.Ephemeral);
  }
  get isVoice(): boolean {
    return this.has(MessageFlag.IsVoiceMessage);
  }
  get isForward(): boolean {
    return (this.data.message_snapshots?.length ?? 0) > 0;
  }
  /** Whether a person or a bot wrote it; the others are told by the server. */
  get isWritten(): boolean {
    return isWritten(this.data.type);
  }

  has(flag: number): boolean {
    return ((this.data.flags ?? 0) & flag) !== 0;
  }

  /** Takes an edit in; what it does not name stays. */
  update(change: Partial<MessageData>): void {
    this.data = { ...this.data, ...change };
  }

  /** Whether the person reacted with an emoji. */
  reacted(emoji: APIPartialEmoji): boolean {
    return this.data.reactions?.find((it) => isSameEmoji(it.emoji, emoji))?.me ?? false;
  }

  /** Counts a reaction more or less. */
  react(emoji: APIPartialEmoji, by: 1 | -1, isOwn: boolean): void {
    const reactions = [...(this.data.reactions ?? [])];
    const index = reactions.findIndex((it) => isSameEmoji(it.emoji, emoji));
    const known = reactions[index];
    if (known === undefined) {
      if (by < 0) return;
      reactions.push({ emoji, count: 1, count_details: { burst: 0, normal: 1 }, me: isOwn, me_burst: false, burst_colors: [] });
    } else if (isOwn && known.me === by > 0) {
      return; // Counted already, when the person clicked.
    } else if (known.count + by <= 0) {
      reactions.splice(index, 1);
    } else {
      reactions[index] = { ...known, count: known.count + by, me: isOwn ? by > 0 : known.me };
    }
    this.update({ reactions });
  }

  clearReactions(emoji?: APIPartialEmoji): void {
    const reactions = this.data.reactions ?? [];
    this.update({ reactions: emoji ? reactions.filter((it) => !isSameEmoji(it.emoji, emoji)) : [] });
  }
}

const WRITTEN: ReadonlySet<number> = new Set([0, 19, 20, 23]);

/** Whether messages of a type are written by somebody: plain ones, replies, and answers to commands. */
export function isWritten(type: number): boolean {
  return WRITTEN.has(type);
}

export function isSameEmoji(a: APIPartialEmoji, b: APIPartialEmoji): boolean {
  return a.id != null || b.id != null ? a.id === b.id : a.name === b.name;
}
