//! Rides and mutual aid in the small place of the stories, as the server would tell of them: nobody is named before both agree.
import type { AidListing, AidMatch, AidReport, OwnAsk, OwnListing, ReceivedAsk } from '../state/aid/words';
import { AREAS } from './neighbourhood';
import { CONVERSATIONS, GUILD_ID, timeAgo, USERS } from './wire';

const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const id = (number: number) => String(1_320_000_000_000_000_000n + BigInt(number));
const at = (minutes: number) => timeAgo(-minutes);
const place = (area: (typeof AREAS)[keyof typeof AREAS]) => ({ area_id: area.id, path: [...(area.path ?? []), { id: area.id, level: area.level, kind: area.kind, name: area.name, names: area.names }] });

function listing(number: number, kind: AidListing['kind'], fromMin: number, lengthMin: number, more: Partial<AidListing> = {}): AidListing {
  return {
    id: id(number), kind, scope: 'map', guild_id: null, ...place(AREAS.canal), destination: null, via: [], from: at(fromMin), until: at(fromMin + lengthMin), total: 1, left: 1, category: null, conditions: [], cost_share: '', text: '',
    state: 'open', ends_at: at(fromMin + lengthMin + 7 * DAY_MIN), mine: false, my_ask: null, ...more,
  };
}

const asked = (state: 'asked' | 'accepted') => ({ id: id(90), state, channel_id: state === 'accepted' ? CONVERSATIONS.group.id : null });
export const LISTINGS = {
  ride: listing(1, 'ride_offer', 3 * HOUR_MIN, 60, { destination: place(AREAS.heights), via: [place(AREAS.station)], total: 3, left: 2, conditions: ['luggage', 'child_seat', 'non_smoking'], cost_share: '2 € pour l’essence', text: 'Je rentre du marché, coffre vide.' }),
  wanted: listing(2, 'ride_request', DAY_MIN, 120, { ...place(AREAS.station), destination: place(AREAS.city), total: 2, left: 2, conditions: ['wheelchair'], my_ask: asked('asked') }),
  drill: listing(3, 'lend', DAY_MIN, 3 * DAY_MIN, { category: 'tools', text: 'Perceuse à percussion et un jeu de forets, à rendre propre.', conditions: ['deposit', 'pick_up'] }),
  help: listing(4, 'help_request', 2 * DAY_MIN, 4 * HOUR_MIN, { category: 'paperwork', text: 'مساعدة في ملء استمارة باللغة الفرنسية', my_ask: asked('accepted') }),
  give: listing(5, 'give', -HOUR_MIN, 2 * DAY_MIN, { category: 'children', total: 12, left: 7, text: 'Vêtements de bébé, de la naissance à un an.', scope: 'guild', guild_id: GUILD_ID }),
  mine: { ...listing(6, 'ride_request', 2 * HOUR_MIN, 180, { destination: place(AREAS.heights), total: 2, left: 1, text: 'Avec une poussette.', mine: true }), asks_waiting: 1, dark: false, removed_because: null },
} satisfies Record<string, AidListing | OwnListing>;
export const REMOVED: OwnListing = { ...LISTINGS.mine, id: id(7), kind: 'need', category: 'medicine', destination: null, total: 1, text: 'Une boîte de comprimés', state: 'cancelled', asks_waiting: 0, removed_because: 'Les médicaments sur ordonnance ne se donnent pas ici.' };
const FULL: AidListing = { ...LISTINGS.drill, id: id(8), state: 'matched', left: 0 };

const ask = (number: number, state: ReceivedAsk['state'], more: Partial<ReceivedAsk> = {}): ReceivedAsk => ({ id: id(number), aid_id: LISTINGS.mine.id, state, amount: 1, text: '', created_at: timeAgo(number), listing: null, user: null, channel_id: null, ...more });
export const ASKS: readonly ReceivedAsk[] = [
  ask(91, 'asked', { amount: 2, text: 'Je passe par là à 16 h, il y a de la place pour la poussette.', listing: LISTINGS.ride }),
  ask(92, 'accepted', { user: USERS.layla, channel_id: CONVERSATIONS.group.id }),
  ask(93, 'declined', { text: 'Plutôt demain ?' }),
];
export const MATCHES: readonly AidMatch[] = [
  { listing: LISTINGS.ride, closeness: 'same', conditions_missing: [], apart_s: 3600 },
  { listing: { ...LISTINGS.ride, id: id(9), conditions: [] }, closeness: 'around', conditions_missing: ['wheelchair'], apart_s: 0 },
];
const OWN_ASKS: readonly OwnAsk[] = [
  { ...ask(95, 'asked', { aid_id: LISTINGS.wanted.id, listing: LISTINGS.wanted }), own_listing_id: null },
  { ...ask(96, 'accepted', { aid_id: LISTINGS.help.id, listing: LISTINGS.help, user: USERS.karim, channel_id: CONVERSATIONS.group.id }), own_listing_id: null },
  { ...ask(97, 'declined', { aid_id: id(10) }), own_listing_id: null },
];
const REPORTS: readonly AidReport[] = [{ id: id(98), aid_id: LISTINGS.give.id, guild_id: null, reason: 'unsafe', text: 'Ce sont des sièges auto accidentés.', state: 'open', created_at: timeAgo(70), listing: LISTINGS.give }];

const ALL: readonly AidListing[] = [...Object.values(LISTINGS), REMOVED, FULL];

type Page = (found: RegExpExecArray, query: URLSearchParams) => unknown;
/** What stands behind the paths of rides and mutual aid. */
export const AID_PAGES: readonly (readonly [RegExp, Page])[] = [
  [/^\/parvis\/v1\/directory\/aid$/, (_, query) => ({ listings: query.get('kind') === 'borrow' ? [] : ALL.filter((it) => !it.mine && it.state === 'open'), has_more: false })],
  [/^\/parvis\/v1\/directory\/aid\/mine$/, () => ({ listings: [LISTINGS.mine, REMOVED] })],
  [/^\/parvis\/v1\/directory\/aid\/asks$/, () => ({ asks: OWN_ASKS })],
  [/^\/parvis\/v1\/directory\/aid\/reports$/, () => ({ reports: REPORTS })],
  [/^\/parvis\/v1\/directory\/aid\/\d+\/asks$/, () => ({ asks: ASKS })],
  [/^\/parvis\/v1\/directory\/aid\/\d+\/matches$/, () => ({ matches: MATCHES })],
  [/^\/parvis\/v1\/directory\/aid\/(\d+)$/, ([, wanted]) => ALL.find((it) => it.id === wanted)],
];
