//! Whether a message is a notification for the person: a function of what was said, where, and what they want to hear.
//! The server decides the same for pushes.
import type { GuildSettings } from '../gateway/events/session';
import { isMuteActive, overrideOf } from '../state/muting';

/** What a message is to the person; `message` where all messages were asked for. */
export type Kind = 'direct' | 'reply' | 'mention' | 'message';

/** Levels of notification, in the platform's numbers. */
export const Level = { All: 0, Mentions: 1, Nothing: 2, Usual: 3 } as const;

/** What a member of a thread chose for it. */
const THREAD_LEVELS = [
  [1 << 3, Level.Nothing],
  [1 << 2, Level.Mentions],
  [1 << 1, Level.All],
] as const;

/** What was said. */
export interface Heard {
  isOwn: boolean;
  /** Its author is blocked, or asked that nobody is disturbed by it. */
  isSilent: boolean;
  /** It names the person. */
  names: boolean;
  /** It answers something that the person said. */
  answers: boolean;
  namesRole: boolean;
  namesEveryone: boolean;
}

/** Where it was said. */
export type HeardIn =
  | { kind: 'private'; channelId: string }
  | {
      kind: 'guild';
      /** The channel (of a thread the thread itself and its parent first), then its category. */
      chain: readonly (string | null)[];
      /** What members hear who chose nothing: 0 all, 1 mentions. */
      usual: number;
      /** In a thread: the person's flags there; null when they are not in it. */
      thread?: number | null;
    };

/** What the person wants. */
export interface Wishes {
  settings: GuildSettings | undefined;
  /** Not to be disturbed, or quiet hours. */
  wantsSilence: boolean;
  /** Somebody looks at exactly this room now. */
  isLooking: boolean;
  nowMs: number;
}

/** What the message is to the person; null when it is nothing to be notified of. */
export function decide(heard: Heard, where: HeardIn, wishes: Wishes): Kind | null {
  const { settings, nowMs } = wishes;
  if (heard.isOwn || heard.isSilent || wishes.wantsSilence || wishes.isLooking || isMuteActive(settings, nowMs)) return null;
  if (where.kind === 'private') {
    const override = overrideOf(settings, where.channelId);
    if (isMuteActive(override, nowMs)) return null;
    const level = chosen(override?.message_notifications) ?? chosen(settings?.message_notifications) ?? Level.All;
    return level === Level.Nothing || (level === Level.Mentions && !heard.names) ? null : 'direct';
  }
  const named = mention(heard, where, settings);
  // Who is not in a thread hears of it only by name.
  if (where.thread === null) return named;
  const overrides = where.chain.map((id) => overrideOf(settings, id));
  if (overrides.some((it) => isMuteActive(it, nowMs))) return null;
  const ofThread = where.thread === undefined ? undefined : THREAD_LEVELS.find(([flag]) => ((where.thread ?? 0) & flag) !== 0)?.[1];
  const ofChannels = overrides.map((it) => chosen(it?.message_notifications)).find((it) => it !== undefined);
  const level = ofThread ?? ofChannels ?? chosen(settings?.message_notifications) ?? where.usual;
  if (level === Level.Nothing) return null;
  return named ?? (level === Level.All ? 'message' : null);
}

function mention(heard: Heard, where: HeardIn & { kind: 'guild' }, settings: GuildSettings | undefined): Kind | null {
  if (heard.names) return heard.answers ? 'reply' : 'mention';
  if (where.thread === null) return null;
  const byRole = heard.namesRole && settings?.suppress_roles !== true;
  const withEverybody = heard.namesEveryone && settings?.suppress_everyone !== true;
  return byRole || withEverybody ? 'mention' : null;
}

function chosen(level: number | undefined): number | undefined {
  return level === Level.Usual ? undefined : level;
}
