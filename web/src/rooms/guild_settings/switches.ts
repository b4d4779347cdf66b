//! The switches of a channel as the server tells them, and what the page makes of them.

export interface Notices {
  on: boolean;
  after_minutes: number;
}
export interface Media {
  on: boolean;
  images: boolean;
  videos: boolean;
  act: 'refuse' | 'delete';
  after_minutes: number;
  exempt_role_ids: string[];
  exempt_account_hours: number | null;
}
export interface Together {
  members: number;
  minutes: number;
}
export interface Newcomers {
  on: boolean;
  act: 'hold' | 'kick';
  account_hours: number | null;
  no_avatar: boolean;
  together: Together | null;
  signals_needed: number;
  hold_hours: number;
}
export interface Expiry {
  on: boolean;
  after_hours: number;
  keep_pinned: boolean;
}
export interface SwitchSet {
  notices: Notices | null;
  media: Media | null;
  newcomers: Newcomers | null;
  expiry: Expiry | null;
}
export type SwitchName = keyof SwitchSet;
export interface ChannelSwitches {
  channel_id: string;
  parent_id: string | null;
  own: SwitchSet;
  effective: SwitchSet;
}
export type Done = 'notices_deleted' | 'media_refused' | 'media_deleted' | 'newcomer_held' | 'newcomer_kicked' | 'messages_expired';
export type Signal = { signal: 'young_account'; hours: number } | { signal: 'no_avatar' } | { signal: 'together'; members: number; minutes: number };

/** What a switch is when it is thrown for the first time: mild, and no surprise. */
export const NEW: { [Name in SwitchName]: NonNullable<SwitchSet[Name]> } = {
  notices: { on: true, after_minutes: 5 },
  media: { on: true, images: true, videos: true, act: 'refuse', after_minutes: 10, exempt_role_ids: [], exempt_account_hours: 24 },
  newcomers: { on: true, act: 'hold', account_hours: 24, no_avatar: true, together: null, signals_needed: 2, hold_hours: 24 },
  expiry: { on: true, after_hours: 24, keep_pinned: true },
};

/** What the list of a switch shows: a channel without a category has nothing to follow. */
export function chosenState(switches: ChannelSwitches, name: SwitchName): 'category' | 'on' | 'off' {
  const own = switches.own[name];
  if (own === null) return switches.parent_id === null ? 'off' : 'category';
  return own.on ? 'on' : 'off';
}

/** The same with no more signals needed than are looked at; where none is left, the picture is. */
export function withSignals(newcomers: Newcomers): Newcomers {
  const signals = Number(newcomers.account_hours !== null) + Number(newcomers.no_avatar) + Number(newcomers.together !== null);
  if (signals === 0) return { ...newcomers, no_avatar: true, signals_needed: 1 };
  return { ...newcomers, signals_needed: Math.min(newcomers.signals_needed, signals) };
}

/** `5/10`: five within ten minutes. Nothing: it is not looked at. */
export function togetherValue(together: Together | null): string {
  return together === null ? '' : `${together.members}/${together.minutes}`;
}

export function togetherOf(value: string): Together | null {
  const [members, minutes] = value.split('/').map(Number);
  return members === undefined || minutes === undefined || value === '' ? null : { members, minutes };
}
