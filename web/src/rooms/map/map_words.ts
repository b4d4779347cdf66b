//! The map in words: what the page says of a group's size, liveliness, languages and ways in.
import { i18n, t, type Key } from '../../i18n/i18n.svelte';
import type { Activity, Group, JoinMode, KeptGroup, Via, Visibility } from '../../state/directory/words';

export const JOIN_MODES: readonly JoinMode[] = ['open', 'request', 'voucher'];
export const ACTIVITIES: readonly Activity[] = ['week', 'month', 'quiet', 'unknown'];
export const VISIBILITIES: readonly Visibility[] = ['public', 'area', 'vouched'];

const JOIN: Record<JoinMode, Key> = { open: 'map.join_open', request: 'map.join_request', voucher: 'map.join_voucher' };
const JOIN_HINT: Record<JoinMode, Key> = { open: 'map.join_open_hint', request: 'map.join_request_hint', voucher: 'map.join_voucher_hint' };
const ACTIVITY: Record<Activity, Key> = { week: 'map.activity_week', month: 'map.activity_month', quiet: 'map.activity_quiet', unknown: 'map.activity_unknown' };
const VISIBILITY: Record<Visibility, Key> = { public: 'map.visible_public', area: 'map.visible_area', vouched: 'map.visible_vouched' };
const VISIBILITY_HINT: Record<Visibility, Key> = { public: 'map.visible_public_hint', area: 'map.visible_area_hint', vouched: 'map.visible_vouched_hint' };
const STATE: Record<KeptGroup['state'], Key> = {
  waiting: 'map.state_waiting', asked: 'map.state_asked', listed: 'map.state_listed', refused: 'map.state_refused', withdrawn: 'map.state_withdrawn', merged: 'map.state_merged', removed: 'map.state_removed',
};
/** The networks call themselves the same in every language. */
const NETWORK: Record<Via, string> = { parvis: 'Parvis', telegram: 'Telegram', signal: 'Signal', whatsapp: 'WhatsApp', matrix: 'Matrix', discord: 'Discord' };

export const joinWords = (mode: JoinMode): string => t(JOIN[mode]);
export const joinHint = (mode: JoinMode): string => t(JOIN_HINT[mode]);
export const activityWords = (activity: Activity): string => t(ACTIVITY[activity]);
export const visibilityWords = (visibility: Visibility): string => t(VISIBILITY[visibility]);
export const visibilityHint = (visibility: Visibility): string => t(VISIBILITY_HINT[visibility]);
export const stateWords = (state: KeptGroup['state']): string => t(STATE[state]);
export const networkName = (via: Via): string => NETWORK[via];

/** How many take part, as exactly as it is told; empty where it is not. */
export function membersWords(members: Group['members']): string {
  if (members.count !== null) return t('map.members', { count: members.count });
  if (members.at_least === null) return '';
  return members.at_least === 0 ? t('map.members_few') : t('map.members_at_least', { count: members.at_least });
}

/** The name of a language in the reader's own. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(i18n.locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Languages that are offered first, beside the reader's own. */
export const LANGUAGE_CODES: readonly string[] = ['fr', 'en', 'es', 'ru', 'be', 'ar', 'uk', 'pl', 'de', 'it', 'pt', 'tr', 'fa', 'ber', 'zh'];

export function distanceWords(metres: number): string {
  const far = metres >= 1000;
  const value = far ? Math.round(metres / 100) / 10 : Math.round(metres);
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: far ? 'kilometer' : 'meter', unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
}

export function dayWords(at: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' }).format(new Date(at));
}
