//! A small map for the stories: a city, its quarters, and the groups in them, as the server would tell of them.
import type { Area, AreaRef, Group, GroupReport, KeptGroup, Listing, MapSummary, Removal, Submission } from '../state/directory/words';
import { GUILD_ID, timeAgo, USERS } from './wire';

const DAY_MIN = 60 * 24;
const id = (number: number) => String(1_300_000_000_000_000_000n + BigInt(number));

function ref(number: number, level: number, kind: string, name: string, names: Record<string, string>): AreaRef {
  return { id: id(number), level, kind, name, names };
}
const CITY = ref(1, 8, 'city', 'Villeneuve', { fr: 'Villeneuve', ar: 'المدينة الجديدة', be: 'Новы Горад' });
const QUARTERS = [
  ref(11, 9, 'quarter', 'Le Canal', { fr: 'Le Canal', ar: 'القناة' }),
  ref(12, 9, 'quarter', 'La Gare', { fr: 'La Gare', ar: 'المحطة' }),
  ref(13, 9, 'quarter', 'Les Hauteurs-de-Notre-Dame-des-Vignes', { fr: 'Les Hauteurs-de-Notre-Dame-des-Vignes', ar: 'المرتفعات' }),
  ref(14, 9, 'quarter', 'Le Faubourg', { fr: 'Le Faubourg', ar: 'الضاحية' }),
] as const;

function rectangle(west: number, south: number, east: number, north: number): Pick<Area, 'bounds' | 'centre' | 'shape'> {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { bounds: [west, south, east, north], centre: [(west + east) / 2, (south + north) / 2], shape: { type: 'Polygon', coordinates: [ring] } as unknown as NonNullable<Area['shape']> };
}

function area(it: AreaRef, box: readonly [number, number, number, number], counts: Pick<Area, 'areas' | 'groups' | 'groups_here' | 'members_at_least'>, path: AreaRef[] = []): Area {
  return { ...it, parent_id: path.at(-1)?.id ?? null, aliases: [], source: 'drawn', osm_id: null, ...rectangle(...box), ...counts, path };
}

export const AREAS = {
  city: area(CITY, [2.3, 48.8, 2.4, 48.87], { areas: 4, groups: 42, groups_here: 0, members_at_least: 1240 }),
  canal: area(QUARTERS[0], [2.3, 48.835, 2.35, 48.87], { areas: 0, groups: 27, groups_here: 27, members_at_least: 860 }, [CITY]),
  station: area(QUARTERS[1], [2.35, 48.835, 2.4, 48.87], { areas: 0, groups: 14, groups_here: 14, members_at_least: 380 }, [CITY]),
  heights: area(QUARTERS[2], [2.3, 48.8, 2.35, 48.835], { areas: 0, groups: 1, groups_here: 1, members_at_least: 0 }, [CITY]),
  suburb: area(QUARTERS[3], [2.35, 48.8, 2.4, 48.835], { areas: 0, groups: 0, groups_here: 0, members_at_least: 0 }, [CITY]),
};

function group(number: number, name: string, more: Partial<Group> = {}): Group {
  return {
    id: id(number), area_id: AREAS.canal.id, path: [CITY, QUARTERS[0]], name, description: { fr: 'On se prête une perceuse, on garde un double des clés, on se retrouve le premier dimanche du mois.', ar: 'نتعاون ونلتقي أول أحد من كل شهر.' },
    languages: ['fr', 'ar'], tags: ['entraide'], flag: null, place: { type: 'area', cell: null, centre: [2.325, 48.8525] }, join: { mode: 'open', via: 'parvis', url: '/invite/aB3-xK9q', questions: [] },
    visibility: 'public', members: { shown: 'exact', count: 57, at_least: null }, activity: 'week', changed_at: timeAgo(DAY_MIN), expires_at: null, version: 3, ...more,
  };
}

export const GROUPS = {
  open: group(101, 'Cour aux Tilleuls', { flag: { type: 'picture', url: '/avatars/flag/1' } }),
  asking: group(102, 'ساحة الزيتون', { join: { mode: 'request', via: 'telegram', url: null, questions: ['Dans quelle rue habitez-vous ?', 'Qui vous a parlé de nous ?'] }, members: { shown: 'bucket', count: null, at_least: 50 }, tags: ['jardin', 'fête'], place: { type: 'cell', cell: '89', centre: [2.34, 48.86] } }),
  vouched: group(103, 'Двор на Прытыцкага', { join: { mode: 'voucher', via: 'signal', url: null, questions: [] }, visibility: 'vouched', members: { shown: 'hidden', count: null, at_least: null }, activity: 'unknown', languages: ['be', 'ru'] }),
  elsewhere: group(104, 'Les voisins du 14, du 16 et de toute la rue des Maraîchers', { join: { mode: 'open', via: 'telegram', url: 'https://t.me/maraichers', questions: [] }, members: { shown: 'bucket', count: null, at_least: 0 }, activity: 'quiet', expires_at: timeAgo(-DAY_MIN * 90) }),
  closed: group(105, 'Escalier B', { join: { mode: 'open', via: 'parvis', url: null, questions: [] }, description: {} }),
  own: group(106, 'Place commune', { guild_id: GUILD_ID }),
};

export const LISTING: Listing = {
  name: 'Cour aux Tilleuls', description: { fr: 'On se prête une perceuse.', ar: 'نتعاون.' }, languages: ['fr', 'ar'], tags: ['entraide', 'jardin'], area_id: AREAS.canal.id, cell: null, target: { type: 'link', via: 'telegram', url: 'https://t.me/tilleuls' },
  join: { mode: 'request', questions: ['Dans quelle rue habitez-vous ?'] }, visibility: 'public', members: { shown: 'bucket', declared: 60 }, flag: null, expires_at: null,
};

export function kept(number: number, more: Partial<KeptGroup> = {}): KeptGroup {
  return {
    id: id(number), state: 'listed', dark: false, version: 2, created_at: timeAgo(DAY_MIN * 40), changed_at: timeAgo(DAY_MIN), confirmed_at: timeAgo(DAY_MIN * 20), confirm_by: timeAgo(-DAY_MIN * 70), stale: false,
    listing: LISTING, proposed: null, messages: [], merged_into: null, ...more,
  };
}

export const SIMILAR = [{ id: GROUPS.open.id, area_id: AREAS.canal.id, name: 'Cour des Tilleuls', similarity: 0.93, distance_m: 300 }, { id: GROUPS.asking.id, area_id: AREAS.station.id, name: 'Двор Ліпавы', similarity: 0.71, distance_m: 2400 }];
const SUBMISSIONS: readonly Submission[] = [
  { ...kept(201, { state: 'waiting', listing: null, proposed: LISTING, version: 0, messages: [{ from: 'moderator', text: 'Êtes-vous bien du quartier du Canal ?', at: timeAgo(300) }, { from: 'keeper', text: 'Oui, entre le pont et l’école.', at: timeAgo(200) }] }), similar: SIMILAR },
  { ...kept(202, { proposed: { ...LISTING, name: 'La Cour aux Tilleuls', tags: ['entraide', 'vélo'] } }), similar: [] },
];
const REPORTS: readonly GroupReport[] = [
  { id: id(301), group_id: GROUPS.open.id, reason: 'unsafe', text: 'On y publie des numéros de téléphone.', state: 'open', created_at: timeAgo(90) },
  { id: id(302), group_id: GROUPS.closed.id, reason: 'closed', text: '', state: 'open', created_at: timeAgo(900) },
];
const REMOVALS: readonly Removal[] = [
  { id: id(401), at: timeAgo(300), proposer_id: USERS.ines.id, group_ids: [GROUPS.closed.id, GROUPS.elsewhere.id], reason: 'Plus personne n’y répond depuis l’hiver.' },
  { id: id(402), at: timeAgo(600), proposer_id: USERS.me.id, group_ids: [GROUPS.closed.id], reason: 'Doublon.' },
];
const REQUESTS = [
  { id: id(501), state: 'waiting', answers: ['Rue des Maraîchers'], user: USERS.layla, created_at: timeAgo(50) },
  { id: id(502), state: 'waiting', answers: ['Je viens d’arriver au 12, et la gardienne m’a parlé de vous.'], user: null, created_at: timeAgo(80) },
];
export const SUMMARY: MapSummary = {
  open: true, version: '1', areas: 5, groups: 42, members_at_least: 1240, levels: [], languages: [{ name: 'fr', groups: 40 }, { name: 'ar', groups: 12 }], tags: [{ name: 'entraide', groups: 30 }, { name: 'jardin', groups: 4 }], tiles: false, tiles_attribution: null, tiles_style: false, moderates: true,
};

const LOG = ['group.submit', 'group.accept', 'area.dark', 'map.light', 'removal.approve'].map((action, at) => ({ id: id(601 + at), at: timeAgo(at * 100), actor_id: at === 0 ? null : USERS.me.id, action, target_id: id(at), text: at === 4 ? 'Plus personne n’y répond.' : '' }));
const below = (parent: string | null) => (parent === null ? [AREAS.city] : parent === AREAS.city.id ? [AREAS.canal, AREAS.station, AREAS.heights, AREAS.suburb] : []);
const oneOf = <It extends { id: string }>(all: readonly It[], wanted: string | undefined): It | undefined => all.find((it) => it.id === wanted);

type Page = (found: RegExpExecArray, query: URLSearchParams) => unknown;
/** What stands behind the path of the map. */
export const MAP_PAGES: readonly (readonly [RegExp, Page])[] = [
  [/^\/parvis\/v1\/directory$/, () => SUMMARY],
  [/^\/parvis\/v1\/directory\/areas$/, (_, query) => ({ areas: below(query.get('parent_id')), has_more: false })],
  [/^\/parvis\/v1\/directory\/areas\/(\d+)$/, ([, wanted]) => oneOf(Object.values(AREAS), wanted)],
  [/^\/parvis\/v1\/directory\/areas\/(\d+)\/groups$/, ([, wanted]) => ({ groups: wanted === AREAS.canal.id ? Object.values(GROUPS) : [], has_more: wanted === AREAS.canal.id })],
  [/^\/parvis\/v1\/directory\/search$/, () => ({ areas: [AREAS.canal, AREAS.heights], groups: [GROUPS.open, GROUPS.asking] })],
  [/^\/parvis\/v1\/directory\/groups\/(\d+)$/, ([, wanted]) => oneOf(Object.values(GROUPS), wanted)],
  [/^\/parvis\/v1\/directory\/(?:receipts\/\w*|groups\/\d+)\/requests$/, () => ({ requests: REQUESTS })],
  [/^\/parvis\/v1\/directory\/receipts\/\w*$/, () => kept(203, { proposed: { ...LISTING, name: 'La Cour aux Tilleuls' }, messages: SUBMISSIONS[0]?.messages ?? [] })],
  [/^\/parvis\/v1\/directory\/requests\/\w*$/, () => ({ id: id(501), group_id: GROUPS.asking.id, state: 'waiting', url: null, created_at: timeAgo(50) })],
  [/^\/parvis\/v1\/directory\/guilds\/\d+\/groups$/, () => ({ groups: [kept(204), kept(205, { state: 'waiting', proposed: LISTING, listing: null, dark: true })] })],
  [/^\/parvis\/v1\/directory\/submissions$/, () => ({ submissions: SUBMISSIONS, has_more: true })],
  [/^\/parvis\/v1\/directory\/reports$/, () => ({ reports: REPORTS })],
  [/^\/parvis\/v1\/directory\/stale-groups$/, () => ({ groups: [kept(206, { stale: true, confirmed_at: timeAgo(DAY_MIN * 120) }), kept(207, { stale: true, confirmed_at: timeAgo(DAY_MIN * 170) })] })],
  [/^\/parvis\/v1\/directory\/removals$/, () => ({ removals: REMOVALS })],
  [/^\/parvis\/v1\/directory\/log$/, () => ({ entries: LOG })],
];
