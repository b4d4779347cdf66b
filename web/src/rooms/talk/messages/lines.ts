//! From messages to lines: who continues whom, where a day begins, where the unread begins, what is collapsed.
import type { Message } from '../../../state/message.svelte';
import { isOlder } from '../../../state/snowflake';

/** Within so long somebody's next message stands under the same name. */
export const GROUP_MS = 7 * 60_000;

/** What stands before a message, and how it begins. */
export interface Line {
  message: Message;
  /** Given where a new day begins. */
  day: Date | null;
  /** Whether the unread messages begin here. */
  isFirstUnread: boolean;
  /** Whether it stands under the name of the one before. */
  continues: boolean;
  /** Messages of blocked people in a row, of which this is the first; 0 for what is shown. */
  hiddenCount: number;
}

export interface Arrangement {
  /** The last message that was read when the line was drawn; null for no line. */
  readUpTo: string | null;
  ownId: string;
  isHidden: (message: Message) => boolean;
  /** Whether older messages are not known yet: then nobody can say that a day begins with the first one. */
  hasOlder?: boolean;
}

/** Lines that say the same as before stay the same objects, so that their rows are not drawn again. */
export function arrangeAfter(before: readonly Line[], rows: readonly Message[], arrangement: Arrangement): Line[] {
  const known = new Map(before.map((it) => [it.message, it]));
  return arrange(rows, arrangement).map((line) => {
    const old = known.get(line.message);
    const isSame = old !== undefined && old.isFirstUnread === line.isFirstUnread && old.continues === line.continues && old.hiddenCount === line.hiddenCount && (old.day === null) === (line.day === null);
    return isSame ? old : line;
  });
}

export function arrange(rows: readonly Message[], { readUpTo, ownId, isHidden, hasOlder = false }: Arrangement): Line[] {
  const lines: Line[] = [];
  let previous: Message | undefined;
  let hidden: Line | null = null;
  let unreadSeen = readUpTo === null;
  for (const message of rows) {
    const beginsDay = previous === undefined ? !hasOlder : !isSameDay(previous.sentAt, message.sentAt);
    const day = beginsDay ? message.sentAt : null;
    const isFirstUnread = !unreadSeen && readUpTo !== null && isOlder(readUpTo, message.id) && message.authorId !== ownId;
    unreadSeen ||= isFirstUnread;
    const continues = previous !== undefined && day === null && !isFirstUnread && hidden === null && continuesAfter(previous, message);
    previous = message;
    const hides = isHidden(message);
    if (hides && hidden !== null && day === null && !isFirstUnread) {
      hidden.hiddenCount += 1;
      continue;
    }
    const line: Line = { message, day, isFirstUnread, continues: continues && !hides, hiddenCount: hides ? 1 : 0 };
    hidden = hides ? line : null;
    lines.push(line);
  }
  return lines;
}

/** Whether a message stands under the name of the one before it. */
export function continuesAfter(previous: Message, message: Message): boolean {
  return (
    previous.isWritten &&
    message.isWritten &&
    message.data.message_reference === undefined &&
    message.data.interaction_metadata === undefined &&
    previous.authorId === message.authorId &&
    previous.data.author.username === message.data.author.username &&
    previous.isEphemeral === message.isEphemeral &&
    message.sentAt.getTime() - previous.sentAt.getTime() < GROUP_MS
  );
}

export function isSameDay(a: Date, b: Date): boolean {
  return a.getDate() === b.getDate() && a.getMonth() === b.getMonth() && a.getFullYear() === b.getFullYear();
}
