//! Who wants to hear what from where: the levels and mutes of a place, decided from the person's settings alone.
import type { GuildSettings } from '../gateway/events/session';

export type ChannelSettings = GuildSettings['channel_overrides'][number];

interface Mute {
  muted: boolean;
  mute_config: { end_time: string | null } | null;
}

/** Whether a mute is in force; one with an end ends by itself. */
export function isMuteActive(mute: Mute | undefined, nowMs: number): boolean {
  if (mute === undefined || !mute.muted) return false;
  const end = mute.mute_config?.end_time;
  return end == null || Date.parse(end) > nowMs;
}

export function overrideOf(settings: GuildSettings | undefined, channelId: string | null): ChannelSettings | undefined {
  return channelId === null ? undefined : settings?.channel_overrides.find((it) => it.channel_id === channelId);
}

/** Whether one of the given channels (a thread, its channel, its category) is muted. */
export function isChannelMuted(settings: GuildSettings | undefined, chain: readonly (string | null)[], nowMs: number): boolean {
  return chain.some((id) => isMuteActive(overrideOf(settings, id), nowMs));
}

/** What may be chosen to mute for, in minutes; null is for good, `tomorrow` ends at eight in the morning. */
export const MUTE_SPANS = [15, 60, 480, 'tomorrow', null] as const;
export type MuteSpan = (typeof MUTE_SPANS)[number];

/** When a mute that begins now ends. */
export function muteEnd(span: MuteSpan, now: Date): Date | null {
  if (span === null) return null;
  if (span !== 'tomorrow') return new Date(now.getTime() + span * 60_000);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8);
}

/** A mute as the server takes it. */
export function muteChange(span: MuteSpan, now: Date): Pick<GuildSettings, 'muted' | 'mute_config'> {
  const end = muteEnd(span, now);
  const seconds = end === null ? -1 : Math.round((end.getTime() - now.getTime()) / 1000);
  return { muted: true, mute_config: { end_time: end?.toISOString() ?? null, selected_time_window: seconds } };
}
