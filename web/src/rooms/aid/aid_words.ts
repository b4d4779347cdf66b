//! Rides and mutual aid in the reader's words.
import { ApiError, wordsOf } from '../../api/error';
import { i18n, t, type Key } from '../../i18n/i18n.svelte';
import type { AidProblem, AidStep } from '../../state/aid/aid_draft';
import type { AidKind, AidListing, AidMatch, AidState, AskState, Category, Condition } from '../../state/aid/words';
import { nameOf, type AreaRef } from '../../state/directory/words';

const KINDS: Record<AidKind, Key> = {
  ride_offer: 'aid.ride_offer', ride_request: 'aid.ride_request', lend: 'aid.lend', borrow: 'aid.borrow', help_offer: 'aid.help_offer', help_request: 'aid.help_request', give: 'aid.give', need: 'aid.need',
};
const KIND_HINTS: Record<AidKind, Key> = {
  ride_offer: 'aid.ride_offer_hint', ride_request: 'aid.ride_request_hint', lend: 'aid.lend_hint', borrow: 'aid.borrow_hint', help_offer: 'aid.help_offer_hint', help_request: 'aid.help_request_hint', give: 'aid.give_hint', need: 'aid.need_hint',
};
const CATEGORIES: Record<Category, Key> = {
  tools: 'aid.tools', household: 'aid.household', furniture: 'aid.furniture', clothing: 'aid.clothing', children: 'aid.children', food: 'aid.food', medicine: 'aid.medicine', electronics: 'aid.electronics', books: 'aid.books', repairs: 'aid.repairs',
  care: 'aid.care', errands: 'aid.errands', lessons: 'aid.lessons', translation: 'aid.translation', paperwork: 'aid.paperwork', animals: 'aid.animals', garden: 'aid.garden', shelter: 'aid.shelter', other: 'aid.other',
};
const CONDITIONS: Record<Condition, Key> = {
  child_seat: 'aid.child_seat', wheelchair: 'aid.wheelchair', women_only: 'aid.women_only', pets: 'aid.pets', luggage: 'aid.luggage', bicycle: 'aid.bicycle', non_smoking: 'aid.non_smoking', delivery: 'aid.delivery', pick_up: 'aid.pick_up', deposit: 'aid.deposit',
};
const STATES: Record<AidState, Key> = { open: 'aid.state_open', matched: 'aid.state_matched', done: 'aid.state_done', cancelled: 'aid.state_cancelled' };
const ASK_STATES: Record<AskState, Key> = { asked: 'aid.ask_asked', accepted: 'aid.ask_accepted', declined: 'aid.ask_declined', withdrawn: 'aid.ask_withdrawn', cancelled: 'aid.ask_cancelled' };
const STEPS: Record<AidStep, Key> = { what: 'aid.step_what', where: 'aid.step_where', when: 'aid.step_when', how: 'aid.step_how', preview: 'aid.step_preview' };
const PROBLEMS: Record<AidProblem, Key> = {
  kind: 'aid.problem_kind', category: 'aid.problem_category', area: 'aid.problem_area', destination: 'aid.problem_destination', window: 'aid.problem_window', order: 'aid.problem_order', past: 'aid.problem_past', far: 'aid.problem_far', total: 'aid.problem_total',
};
const CLOSENESS: Record<AidMatch['closeness'], Key> = { same: 'aid.close_same', inside: 'aid.close_inside', around: 'aid.close_around' };
export const AID_REASONS = ['wrong', 'unsafe', 'spam', 'other'] as const;
const REASONS: Record<(typeof AID_REASONS)[number], Key> = { wrong: 'aid.reason_wrong', unsafe: 'aid.reason_unsafe', spam: 'aid.reason_spam', other: 'aid.reason_other' };

/** What the server finds wrong, by its codes. */
const ERRORS: Record<string, Key> = {
  AID_WINDOW_PAST: 'aid.problem_past', AID_WINDOW_FAR: 'aid.problem_far', AID_WINDOW_ORDER: 'aid.problem_order', AID_CATEGORY_NEEDED: 'aid.problem_category', AID_DESTINATION_NEEDED: 'aid.problem_destination', AID_CONTACT_IN_TEXT: 'aid.error_contact',
  AID_TOO_MANY_OPEN: 'aid.error_too_many', AID_NOT_ENOUGH_LEFT: 'aid.error_not_enough', AID_ASKED_BEFORE: 'aid.error_asked_before', AID_OWN: 'aid.error_own', AID_NOT_OPEN: 'aid.error_not_open', AID_NOT_OPPOSITE: 'aid.error_not_opposite', AID_DECIDED_BEFORE: 'aid.error_decided',
  DIRECTORY_AREA_UNKNOWN: 'map.error_place',
};

export const kindWords = (kind: AidKind): string => t(KINDS[kind]);
export const kindHint = (kind: AidKind): string => t(KIND_HINTS[kind]);
export const categoryWords = (category: Category): string => t(CATEGORIES[category]);
export const conditionWords = (condition: Condition): string => t(CONDITIONS[condition]);
export const aidStateWords = (state: AidState): string => t(STATES[state]);
export const askStateWords = (state: AskState): string => t(ASK_STATES[state]);
export const stepWords = (step: AidStep): string => t(STEPS[step]);
export const aidProblemWords = (problem: AidProblem): string => t(PROBLEMS[problem]);
export const closenessWords = (match: AidMatch): string => t(CLOSENESS[match.closeness]);
export const reasonWords = (reason: string): string => t(REASONS[reason as (typeof AID_REASONS)[number]] ?? 'aid.reason_other');

/** What went wrong, in words that say what one can do about it. */
export function aidErrorWords(error: unknown): string {
  const known = error instanceof ApiError ? error.fields.map((it) => ERRORS[it.code]).find((it) => it !== undefined) : undefined;
  return known === undefined ? wordsOf(error) : t(known);
}

/** A place by its own name and that of what is around it. */
export function placeName(path: readonly AreaRef[]): string {
  return path.slice(-2).reverse().map((it) => nameOf(it, i18n.locale)).join(', ');
}

/** A place on the way from another one: what is around both is not said twice. */
export function onwardName(path: readonly AreaRef[], from: readonly AreaRef[]): string {
  return placeName(path.at(-2)?.id === from.at(-2)?.id ? path.slice(-1) : path);
}

/** What a listing is called, in one line: nobody gives it a title. */
export function listingTitle(listing: Pick<AidListing, 'kind' | 'category' | 'path' | 'destination'>): string {
  if (listing.destination) return t('aid.title_ride', { kind: kindWords(listing.kind), from: placeName(listing.path.slice(-1)), to: placeName(listing.destination.path.slice(-1)) });
  return listing.category === null ? kindWords(listing.kind) : t('aid.title', { kind: kindWords(listing.kind), category: categoryWords(listing.category) });
}

/** How much of it is left. */
export function leftWords(listing: Pick<AidListing, 'left' | 'total' | 'destination'>): string {
  if (listing.destination) return t('aid.seats', { count: listing.left });
  return listing.total > 1 ? t('aid.left', { count: listing.left, total: listing.total }) : '';
}

export function dayTimeWords(at: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}
export function dateWords(at: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'long' }).format(new Date(at));
}
