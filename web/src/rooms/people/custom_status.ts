//! The words that somebody puts beside their name, for as long as they want.
import type { PresenceData } from '../../gateway/events/presence';
import type { UserSettings } from '../../gateway/events/session';

/** The kind of activity that carries a custom status. */
const CUSTOM = 4;

export type CustomStatus = NonNullable<UserSettings['custom_status']>;

/** Somebody's own words with their emoji, or nothing. */
export function customStatusOf(presence: PresenceData | undefined): string {
  const activity = presence?.activities.find((it) => it.type === CUSTOM);
  if (!activity) return '';
  // Emoji of a guild are pictures: only those that are letters fit into a line of text.
  const emoji = activity.emoji && activity.emoji.id == null ? activity.emoji.name : '';
  return [emoji, activity.state ?? ''].filter((it) => it !== '').join(' ');
}

/** What one says one is doing, for lists: own words first, else what a program tells. */
export function activityOf(presence: PresenceData | undefined): string {
  const own = customStatusOf(presence);
  return own === '' ? (presence?.activities.find((it) => it.type !== CUSTOM)?.name ?? '') : own;
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
