//! The words of rides and mutual aid as they travel. No listing names its author: names are told once both agree.
import type { APIUser } from 'discord-api-types/v10';

import { MAP_PATH, type AreaRef } from '../directory/words';

export const AID_PATH = `${MAP_PATH}/aid`;

export const AID_KINDS = ['ride_offer', 'ride_request', 'lend', 'borrow', 'help_offer', 'help_request', 'give', 'need'] as const;
export type AidKind = (typeof AID_KINDS)[number];
export const CATEGORIES = ['tools', 'household', 'furniture', 'clothing', 'children', 'food', 'medicine', 'electronics', 'books', 'repairs', 'care', 'errands', 'lessons', 'translation', 'paperwork', 'animals', 'garden', 'shelter', 'other'] as const;
export type Category = (typeof CATEGORIES)[number];
export const CONDITIONS = ['child_seat', 'wheelchair', 'women_only', 'pets', 'luggage', 'bicycle', 'non_smoking', 'delivery', 'pick_up', 'deposit'] as const;
export type Condition = (typeof CONDITIONS)[number];
export type AidState = 'open' | 'matched' | 'done' | 'cancelled';
export type AskState = 'asked' | 'accepted' | 'declined' | 'withdrawn' | 'cancelled';

const OPPOSITES: Record<AidKind, AidKind> = { ride_offer: 'ride_request', ride_request: 'ride_offer', lend: 'borrow', borrow: 'lend', help_offer: 'help_request', help_request: 'help_offer', give: 'need', need: 'give' };

export const oppositeOf = (kind: AidKind): AidKind => OPPOSITES[kind];
export const isRide = (kind: AidKind): boolean => kind === 'ride_offer' || kind === 'ride_request';
export const isOffer = (kind: AidKind): boolean => kind === 'ride_offer' || kind === 'lend' || kind === 'help_offer' || kind === 'give';

export interface AidPlace {
  area_id: string;
  path: AreaRef[];
}

export interface AidListing {
  id: string;
  kind: AidKind;
  scope: 'map' | 'guild';
  guild_id: string | null;
  area_id: string;
  path: AreaRef[];
  destination: AidPlace | null;
  via: AidPlace[];
  from: string;
  until: string;
  total: number;
  left: number;
  category: Category | null;
  conditions: Condition[];
  cost_share: string;
  text: string;
  state: AidState;
  /** When all of it is deleted. */
  ends_at: string;
  mine: boolean;
  my_ask: { id: string; state: AskState; channel_id: string | null } | null;
}

export interface OwnListing extends AidListing {
  asks_waiting: number;
  dark: boolean;
  removed_because: string | null;
}

interface Ask {
  id: string;
  aid_id: string;
  state: AskState;
  amount: number;
  text: string;
  created_at: string;
  listing: AidListing | null;
  /** The other one; told once it was accepted. */
  user: APIUser | null;
  channel_id: string | null;
}
export type ReceivedAsk = Ask;
export type OwnAsk = Ask & { own_listing_id: string | null };

export interface AidMatch {
  listing: AidListing;
  closeness: 'same' | 'inside' | 'around';
  conditions_missing: Condition[];
  apart_s: number;
}

export interface AidReport {
  id: string;
  aid_id: string;
  guild_id: string | null;
  reason: string;
  text: string;
  state: 'open' | 'closed';
  created_at: string;
  listing: AidListing | null;
}
