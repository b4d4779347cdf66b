//! The addresses of the client, both ways: path → place, place → path.

export type SettingsPage = string;

/** Pages of the map. `keep`, `request` and `voucher` find their secret behind the hash, which no server ever sees. */
export type MapPage = 'area' | 'group' | 'submit' | 'courtyard' | 'mine' | 'aid' | 'aid-offer' | 'aid-mine' | 'aid-reports' | 'keep' | 'request' | 'voucher' | 'review' | 'reports' | 'stale' | 'removals' | 'areas' | 'log';

/** Pages of the desk at which reports are decided. */
export type DeskPage = 'cases' | 'known' | 'appeals' | 'lists' | 'log' | 'watch' | 'days' | 'mirrors' | 'policies' | 'orders' | 'arrivals';

/** Where somebody is. `guild` is null in private conversations, in the guide of the map, and at the desk of the house. */
export type Place =
  | { name: 'start' }
  | { name: 'door'; mode: 'login' | 'register' }
  | { name: 'join'; code: string }
  | { name: 'consent' }
  | { name: 'home' }
  | { name: 'channel'; guild: string | null; channel: string; message: string | null }
  | { name: 'guild'; guild: string }
  | { name: 'browse'; guild: string }
  | { name: 'welcome'; guild: string }
  | { name: 'agenda'; guild: string; event: string | null }
  | { name: 'desk'; guild: string | null; page: DeskPage }
  | { name: 'inbox' }
  | { name: 'saved' }
  | { name: 'map'; page: MapPage; id: string | null }
  | { name: 'guide'; guild: string | null; slug: string | null }
  | { name: 'settings'; page: SettingsPage | null }
  | { name: 'guildSettings'; guild: string; page: SettingsPage | null }
  | { name: 'unknown' };

const ID = '(\\d{1,20})';
const WORD = '([a-z-]{1,40})';
const SLUG = '([a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?)';

const PATTERNS: readonly (readonly [RegExp, (...parts: string[]) => Place])[] = [
  [/^\/$/, () => ({ name: 'start' })],
  [/^\/login$/, () => ({ name: 'door', mode: 'login' })],
  [/^\/register$/, () => ({ name: 'door', mode: 'register' })],
  [/^\/join\/([A-Za-z0-9-]{1,64})$/, (code = '') => ({ name: 'join', code })],
  [/^\/oauth2\/authorize$/, () => ({ name: 'consent' })],
  [/^\/channels\/@me$/, () => ({ name: 'home' })],
  [new RegExp(`^/channels/@me/${ID}(?:/${ID})?$`), (channel = '', message) => ({ name: 'channel', guild: null, channel, message: message ?? null })],
  [new RegExp(`^/channels/${ID}$`), (guild = '') => ({ name: 'guild', guild })],
  [new RegExp(`^/channels/${ID}/browse$`), (guild = '') => ({ name: 'browse', guild })],
  [new RegExp(`^/channels/${ID}/welcome$`), (guild = '') => ({ name: 'welcome', guild })],
  [new RegExp(`^/channels/${ID}/agenda(?:/${ID})?$`), (guild = '', event) => ({ name: 'agenda', guild, event: event ?? null })],
  [new RegExp(`^/channels/${ID}/desk(?:/(appeals|lists|log|watch|arrivals|known))?$`), (guild = '', page) => ({ name: 'desk', guild, page: (page ?? 'cases') as DeskPage })],
  [/^\/desk(?:\/(appeals|lists|log|watch|days|mirrors|policies|orders|known))?$/, (page) => ({ name: 'desk', guild: null, page: (page ?? 'cases') as DeskPage })],
  [new RegExp(`^/channels/${ID}/${ID}(?:/${ID})?$`), (guild = '', channel = '', message) => ({ name: 'channel', guild, channel, message: message ?? null })],
  [/^\/inbox$/, () => ({ name: 'inbox' })],
  [/^\/saved$/, () => ({ name: 'saved' })],
  [new RegExp(`^/channels/${ID}/guide(?:/${SLUG})?$`), (guild = '', slug) => ({ name: 'guide', guild, slug: slug ?? null })],
  [new RegExp(`^/app/map/guide(?:/${SLUG})?$`), (slug) => ({ name: 'guide', guild: null, slug: slug ?? null })],
  [/^\/app\/map$/, () => ({ name: 'map', page: 'area', id: null })],
  [new RegExp(`^/app/map/(area|group|keep|aid)/${ID}$`), (page, id = '') => ({ name: 'map', page: page as MapPage, id })],
  [/^\/app\/map\/(submit|courtyard|mine|aid|aid-offer|aid-mine|aid-reports|keep|request|voucher|review|reports|stale|removals|areas|log)$/, (page) => ({ name: 'map', page: page as MapPage, id: null })],
  [new RegExp(`^/settings(?:/${WORD})?$`), (page) => ({ name: 'settings', page: page ?? null })],
  [new RegExp(`^/guilds/${ID}/settings(?:/${WORD})?$`), (guild = '', page) => ({ name: 'guildSettings', guild, page: page ?? null })],
];

/** The place that a path names. */
export function placeOf(path: string): Place {
  for (const [pattern, make] of PATTERNS) {
    const match = pattern.exec(path);
    if (match) return make(...match.slice(1));
  }
  return { name: 'unknown' };
}

/** The path that leads to a place. */
export function pathTo(place: Place): string {
  switch (place.name) {
    case 'start':
    case 'unknown':
      return '/';
    case 'door':
      return `/${place.mode}`;
    case 'join':
      return `/join/${place.code}`;
    case 'consent':
      return '/oauth2/authorize';
    case 'home':
      return '/channels/@me';
    case 'channel':
      return `/channels/${place.guild ?? '@me'}/${place.channel}${place.message === null ? '' : `/${place.message}`}`;
    case 'guild':
      return `/channels/${place.guild}`;
    case 'browse':
      return `/channels/${place.guild}/browse`;
    case 'welcome':
      return `/channels/${place.guild}/welcome`;
    case 'agenda':
      return `/channels/${place.guild}/agenda${place.event === null ? '' : `/${place.event}`}`;
    case 'desk':
      return `${place.guild === null ? '' : `/channels/${place.guild}`}/desk${place.page === 'cases' ? '' : `/${place.page}`}`;
    case 'inbox':
      return '/inbox';
    case 'saved':
      return '/saved';
    case 'map':
      if (place.id !== null) return `/app/map/${place.page}/${place.id}`;
      return place.page === 'area' ? '/app/map' : `/app/map/${place.page}`;
    case 'guide':
      return `${place.guild === null ? '/app/map' : `/channels/${place.guild}`}/guide${place.slug === null ? '' : `/${place.slug}`}`;
    case 'settings':
      return place.page === null ? '/settings' : `/settings/${place.page}`;
    case 'guildSettings':
      return `/guilds/${place.guild}/settings${place.page === null ? '' : `/${place.page}`}`;
  }
}
