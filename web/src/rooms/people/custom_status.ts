//! The words that somebody puts beside their name, for as long as they want.
import type { PresenceData } from '../../gateway/events/presence';
import type { UserSettings } from '../../gateway/events/session';
import type { PartialEmoji } from '../../emoji/choice';

/** The kind of activity that carries a custom status. */
const CUSTOM = 4;

export type CustomStatus = NonNullable<UserSettings['custom_status']>;

/** What somebody says they are doing. */
export interface Doing {
  emoji: PartialEmoji | null;
  words: string;
}

/** Somebody's own words with their emoji, or nothing. */
export function customStatusOf(presence: PresenceData | undefined): Doing | null {
  const activity = presence?.activities.find((it) => it.type === CUSTOM);
  if (!activity) return null;
  const { emoji, state } = activity;
  return doing(emoji ? { id: emoji.id ?? null, name: emoji.name, animated: emoji.animated ?? false } : null, state);
}

/** The same, as one's own settings have it. */
export function doingOf(status: CustomStatus | null | undefined): Doing | null {
  if (!status) return null;
  return doing(status.emoji_name ? { id: status.emoji_id ?? null, name: status.emoji_name, animated: false } : null, status.text);
}

function doing(emoji: PartialEmoji | null, words: string | null | undefined): Doing | null {
  return emoji === null && !words ? null : { emoji, words: words ?? '' };
}

/** What one says one is doing, for lists: own words first, else what a program tells. */
export function activityOf(presence: PresenceData | undefined): Doing | null {
  return customStatusOf(presence) ?? doing(null, presence?.activities.find((it) => it.type !== CUSTOM)?.name);
}

/** Whether a custom status is over. */
export function isOver(status: CustomStatus | null, nowMs: number): boolean {
  return status?.expires_at != null && Date.parse(status.expires_at) <= nowMs;
}

/** The activities that tell others of one's custom status. */
export function activitiesOf(status: CustomStatus | null, nowMs: number): unknown[] {
  if (status === null || isOver(status, nowMs) || (!status.text && !status.emoji_name)) return [];
  const emoji = status.emoji_name ? { emoji: { name: status.emoji_name, ...(status.emoji_id ? { id: status.emoji_id } : {}) } } : {};
  return [{ type: CUSTOM, name: 'Custom Status', state: status.text ?? null, ...emoji }];
}
