//! What the pages of the stories read: an answer for each path, by the path.
import { NEW } from '../rooms/guild_settings/switches';
import { Permission } from '../state/permissions';
import { AGENDA_PAGES } from './agenda';
import { AID_PAGES } from './aid';
import { GUARD_PAGES } from './guard';
import { GUIDE_PAGES } from './guide_pages';
import { said, SAID, WITH_FILES } from './messages';
import { MAP_PAGES } from './neighbourhood';
import { ago, CHANNELS, CONVERSATIONS, GUILD_ID, MEMBERS, NOW_MS, ROLES, THREADS, timeAgo, USERS } from './wire';

const DAY_MIN = 60 * 24;
const later = (minutes: number): string => timeAgo(-minutes);

const SESSIONS = [
  { id: '1', created_at: timeAgo(DAY_MIN * 40), last_used_at: timeAgo(0), client_info: { os: 'Linux', client: 'Firefox' }, current: true },
  { id: '2', created_at: timeAgo(DAY_MIN * 9), last_used_at: timeAgo(DAY_MIN), client_info: { os: 'Android', client: 'Chrome' }, current: false },
  { id: '3', created_at: timeAgo(DAY_MIN * 90), last_used_at: timeAgo(DAY_MIN * 31), client_info: { os: null, client: null }, current: false },
];

const PROMPTS = [
  {
    id: '1', type: 0, title: 'Qu’est-ce qui vous amène ?', single_select: false, required: true, in_onboarding: true,
    options: [
      { id: '11', title: 'Donner un coup de main', description: 'Porter, monter, ranger', emoji: { id: null, name: '🏠', animated: false }, role_ids: [ROLES.logistics.id], channel_ids: [CHANNELS.logistics.id] },
      { id: '12', title: 'Photos et affiches', description: null, emoji: { id: null, name: '📷', animated: false }, role_ids: [ROLES.press.id], channel_ids: [] },
      { id: '13', title: 'Je regarde d’abord', description: 'Rien ne presse', emoji: null, role_ids: [], channel_ids: [CHANNELS.square.id] },
    ],
  },
  {
    id: '2', type: 1, title: 'De quel quartier venez-vous ?', single_select: true, required: false, in_onboarding: true,
    options: ['Le canal', 'La gare', 'Les hauteurs'].map((title, at) => ({ id: `2${at}`, title, description: null, emoji: null, role_ids: [], channel_ids: [CHANNELS.square.id] })),
  },
];

const AUDIT = {
  users: [USERS.me, USERS.ines],
  audit_log_entries: [
    { id: ago(12), user_id: USERS.me.id, target_id: CHANNELS.slow.id, action_type: 11, reason: 'Les débats étaient trop vifs', changes: [{ key: 'rate_limit_per_user', old_value: 0, new_value: 90 }] },
    { id: ago(300), user_id: USERS.ines.id, target_id: USERS.blocked.id, action_type: 24, changes: [{ key: 'communication_disabled_until', new_value: later(DAY_MIN) }] },
    { id: ago(4000), user_id: USERS.me.id, target_id: ROLES.press.id, action_type: 31, changes: [{ key: 'permissions', old_value: '0', new_value: '8192' }, { key: 'name', old_value: 'Photo', new_value: 'Presse' }] },
  ],
};

const NO_SWITCHES = { notices: null, media: null, newcomers: null, expiry: null };
const DONE = { user: null, signals: [], undone_at: null, can_be_undone: false };
const SWITCH_LOG = [
  { ...DONE, id: ago(20), done: 'newcomer_held', user: USERS.long, signals: [{ signal: 'young_account', hours: 2 }, { signal: 'no_avatar' }], count: 1, last_at: timeAgo(20), can_be_undone: true },
  { ...DONE, id: ago(50), done: 'newcomer_kicked', user: USERS.blocked, signals: [{ signal: 'together', members: 12, minutes: 5 }], count: 1, last_at: timeAgo(50), undone_at: timeAgo(30) },
  { ...DONE, id: ago(90), done: 'media_refused', user: USERS.boris, count: 3, last_at: timeAgo(80) },
  { ...DONE, id: ago(200), done: 'notices_deleted', count: 41, last_at: timeAgo(150) },
];

const INVITES = [
  { code: 'aB3-xK9q', guild: { id: GUILD_ID, name: 'Place commune' }, channel: { id: CHANNELS.square.id, name: 'place-publique', type: 0 }, inviter: USERS.me, uses: 12, max_uses: 0, max_age: 0, temporary: false, created_at: timeAgo(9000), expires_at: null },
  { code: 'Zz71Lm0p', guild: { id: GUILD_ID, name: 'Place commune' }, channel: { id: CHANNELS.square.id, name: 'place-publique', type: 0 }, inviter: USERS.ines, uses: 3, max_uses: 25, max_age: 604800, temporary: false, created_at: timeAgo(900), expires_at: later(DAY_MIN * 6) },
];

const WEBHOOKS = [{ id: '44', type: 1, name: 'Gazette du quartier', avatar: null, channel_id: CHANNELS.news.id, guild_id: GUILD_ID, application_id: null, token: 'secret', user: USERS.me, url: 'https://parvis.example/api/webhooks/44/secret' }];

const DAYS = Array.from({ length: 30 }, (_, at) => ({ date: new Date(NOW_MS - (29 - at) * DAY_MIN * 60_000).toISOString().slice(0, 10), messages: Math.round(40 + 30 * Math.sin(at / 3) + (at % 7) * 4), joins: at % 5, leaves: at % 9 === 0 ? 1 : 0, members: 120 + at }));

/** Names of commands in the menu of a room. */
const COMMANDS = {
  applications: [{ id: USERS.bot.id, name: 'Affichette', description: 'Fait des affiches', icon: null, bot: USERS.bot }],
  application_commands: [
    {
      id: '901', application_id: USERS.bot.id, version: '1', type: 1, name: 'affiche', description: 'Fait une affiche pour la fête',
      options: [
        { type: 3, name: 'titre', description: 'Ce qui est écrit en grand', required: true, max_length: 80 },
        { type: 3, name: 'taille', description: 'Le format du papier', required: true, choices: [{ name: 'A3', value: 'a3' }, { name: 'A2', value: 'a2' }] },
        { type: 6, name: 'auteur', description: 'Qui la signe' },
      ],
    },
    { id: '902', application_id: USERS.bot.id, version: '1', type: 1, name: 'meteo', description: 'Le temps de samedi' },
    { id: '903', application_id: USERS.bot.id, version: '1', type: 3, name: 'Traduire', description: '' },
  ],
  version: '1',
};

/** Rights of somebody, with each way in which they are decided. */
const EXPLAINED = {
  permissions: '0',
  visible_channel_ids: [CHANNELS.square.id, CHANNELS.logistics.id],
  explained: Object.entries(Permission).map(([permission, bit], at) => {
    const reason = (['not_granted', 'role', 'role_overwrite', 'member_overwrite'] as const)[at % 4];
    return { permission, bits: String(bit), granted: at % 4 !== 0, reason, role_id: at % 4 === 1 ? GUILD_ID : at % 4 === 2 ? ROLES.logistics.id : null, needs: null };
  }),
};

const SHEETS = [
  { id: ago(20), guild_id: GUILD_ID, channel_id: CHANNELS.square.id, group_id: null, code: '7KQM2XTC4', url: 'https://parvis.example/j/7KQM2XTC4', kind: 'tear_off', label: 'Hall du 12', texts: [{ language: 'fr', title: null, line: null }, { language: 'ar', title: 'الساحة', line: null }], careful: false, maker_id: USERS.me.id, created_at: timeAgo(20), revoked_at: null, joins: 7 },
  { id: ago(9000), guild_id: GUILD_ID, channel_id: CHANNELS.square.id, group_id: null, code: '4DFT7HYP3', url: 'https://parvis.example/j/4DFT7HYP3', kind: 'cards', label: '', texts: [{ language: 'fr', title: null, line: null }], careful: true, maker_id: USERS.ines.id, created_at: timeAgo(9000), revoked_at: timeAgo(60), joins: 0 },
];

const FLAG_PARTS = {
  layouts: [{ name: 'horizontal', colours_min: 1, colours_max: 5 }, { name: 'cross', colours_min: 2, colours_max: 3 }],
  figures: [{ name: 'heart', paths: ['M50 28C58 10 92 10 92 40C92 62 66 78 50 93C34 78 8 62 8 40C8 10 42 10 50 28Z'] }, { name: 'fir', paths: ['M50 5L66 30L58 30L75 54L65 54L84 80L16 80L35 54L25 54L42 30L34 30Z', 'M45 80L55 80L55 95L45 95Z'] }],
  places: ['centre', 'hoist', 'canton'],
  plates: ['disc', 'shield'],
  size_min: 15,
  size_max: 90,
  letters_max: 10,
};

type Page = (found: RegExpExecArray, query: URLSearchParams) => unknown;
const PAGES: readonly (readonly [RegExp, Page])[] = [
  ...AGENDA_PAGES,
  ...AID_PAGES,
  ...MAP_PAGES,
  ...GUARD_PAGES,
  ...GUIDE_PAGES,
  [/^\/parvis\/v1\/instance$/, () => ({ name: 'La maison', registration: 'open', languages: ['fr', 'ar'], password: { length_min: 8, bytes_max: 512 }, push: true, totp: true, passkeys: true, limits: { attachment_size_bytes_max: 25_000_000, request_size_bytes_max: 101_000_000, message_files_max: 10, message_content_chars_max: 2000, attachment_description_chars_max: 1024 } })],
  [/^\/channels\/(\d+)\/messages$/, ([, id]) => historyOf(id ?? '')],
  [/^\/channels\/(\d+)\/messages\/pins$/, ([, id]) => ({ items: (id === CHANNELS.square.id ? [SAID.pinned, WITH_FILES.one] : []).map((message) => ({ pinned_at: timeAgo(5), message })), has_more: false })],
  [/^\/channels\/(\d+)\/messages\/(\d+)$/, ([, , id]) => said('ines', 300, id === THREADS.party.id ? 'On pourrait danser sur la place, avec un vrai orchestre et des lampions jusque tard.' : 'De la menthe, du thym, et un banc entre les deux.', { reactions: [{ emoji: { id: null, name: '👍' }, count: 14, me: true }] as never })],
  [/^\/channels\/(\d+)\/messages\/(\d+)\/reactions\//, () => [USERS.ines, USERS.karim, USERS.layla, USERS.long]],
  [/^\/channels\/(\d+)\/messages\/search/, () => SEARCHED],
  [/^\/channels\/(\d+)\/application-command-index$/, () => COMMANDS],
  [/^\/channels\/(\d+)\/threads\/archived/, () => ({ threads: [THREADS.closed], members: [], has_more: false })],
  [/^\/guilds\/(\d+)\/threads\/active$/, () => ({ threads: Object.values(THREADS), members: [] })],
  [/^\/guilds\/(\d+)\/messages\/search/, () => SEARCHED],
  [/^\/guilds\/(\d+)\/members\/search$/, () => MEMBERS.slice(0, 3)],
  [/^\/guilds\/(\d+)\/members$/, () => MEMBERS],
  [/^\/guilds\/(\d+)\/onboarding$/, () => ({ guild_id: GUILD_ID, enabled: true, mode: 0, default_channel_ids: [CHANNELS.square.id], prompts: PROMPTS, responses: ['11'] })],
  [/^\/guilds\/(\d+)\/welcome-screen$/, () => ({ description: 'Ici, le quartier se parle.', welcome_channels: [{ channel_id: CHANNELS.square.id, description: 'Dites bonjour', emoji_id: null, emoji_name: '👋' }, { channel_id: CHANNELS.ideas.id, description: 'Proposez quelque chose', emoji_id: null, emoji_name: '🌿' }] })],
  [/^\/guilds\/(\d+)\/audit-logs$/, () => AUDIT],
  [/^\/guilds\/(\d+)\/bans$/, () => [{ user: USERS.blocked, reason: 'Insultes répétées, après deux avertissements' }, { user: USERS.boris, reason: null }]],
  [/^\/guilds\/(\d+)\/invites$/, () => INVITES],
  [/^\/parvis\/v1\/guilds\/(\d+)\/sheets$/, () => ({ sheets: SHEETS })],
  [/^\/parvis\/v1\/directory\/flags\/parts$/, () => FLAG_PARTS],
  [/^\/guilds\/(\d+)\/webhooks$/, () => WEBHOOKS],
  [/^\/guilds\/(\d+)\/prune$/, () => ({ pruned: 4 })],
  [/^\/parvis\/v1\/channels\/(\d+)\/switches$/, () => ({ channel_id: CHANNELS.square.id, parent_id: '1', own: { ...NO_SWITCHES, media: NEW.media, newcomers: NEW.newcomers }, effective: { notices: NEW.notices, media: NEW.media, newcomers: NEW.newcomers, expiry: null } })],
  [/^\/parvis\/v1\/guilds\/(\d+)\/switches\/log$/, () => ({ entries: SWITCH_LOG, has_more: false })],
  [/^\/parvis\/v1\/guilds\/(\d+)\/permissions$/, () => EXPLAINED],
  [/^\/parvis\/v1\/guilds\/(\d+)\/statistics$/, (_, query) => ({ days: DAYS.slice(-Number(query.get('days') ?? 30)), channels: [{ channel_id: CHANNELS.square.id, messages: 412 }, { channel_id: CHANNELS.logistics.id, messages: 98 }] })],
  [/^\/applications$/, () => [{ id: USERS.bot.id, name: 'Affichette', description: 'Fait des affiches', icon: null, bot: USERS.bot }]],
  [/^\/oauth2\/tokens$/, () => [{ id: '1', application: { id: '5', name: 'Agenda partagé', description: 'Met les rendez-vous dans votre agenda.' }, scopes: ['identify', 'guilds'] }]],
  [/^\/oauth2\/authorize$/, () => ({ application: { id: USERS.bot.id, name: 'Affichette', description: 'Fait des affiches à partir d’une phrase.' }, user: USERS.me, guilds: [{ id: GUILD_ID, name: 'Place commune' }], scopes: ['bot', 'applications.commands'] })],
  [/^\/auth\/sessions$/, () => ({ user_sessions: SESSIONS })],
  [/^\/users\/@me\/mfa\/webauthn\/credentials$/, () => [{ id: '1', name: 'Téléphone de Camille', created_at: timeAgo(DAY_MIN * 60), last_used_at: timeAgo(DAY_MIN) }]],
  [/^\/parvis\/v1\/users\/@me\/security$/, () => ({ mfa_enabled: true, totp: true, passkeys: 1, backup_codes_left: 7 })],
  [/^\/parvis\/v1\/users\/@me\/export$/, () => ({ state: 'ready', progress: 100, expires_at: later(DAY_MIN), size_bytes: 12_400_000, url: '/download/1' })],
  [/^\/parvis\/v1\/users\/@me\/push-subscriptions$/, () => []],
  [/^\/parvis\/v1\/users\/@me\/mentions$/, () => ({ items: [{ guild_id: GUILD_ID, message: SAID.pinned }], has_more: false })],
  [/^\/parvis\/v1\/users\/@me\/saved-messages$/, () => ({ items: [WITH_FILES.one, SAID.pinned].map((message, at) => ({ saved_at: timeAgo(at + 1), guild_id: GUILD_ID, message })), has_more: false })],
  [/^\/users\/(\d+)\/profile$/, ([, id]) => ({ user: Object.values(USERS).find((it) => it.id === id) ?? USERS.ines, user_profile: { bio: 'J’imprime, je colle, je photographie.\nToujours sur la place le samedi.' }, mutual_guilds: [{ id: GUILD_ID, nick: null }] })],
  [/^\/invites\/aB3-xK9q$/, () => ({ ...INVITES[0], guild: { id: GUILD_ID, name: 'Place commune', icon: null, description: 'Le quartier se parle, s’organise et fait la fête.' }, approximate_member_count: 218, approximate_presence_count: 37 })],
];

const SEARCHED = { total_results: 3, messages: [SAID.first, SAID.long, WITH_FILES.document].map((it) => [{ ...it, hit: true }]) };

function historyOf(channelId: string): unknown[] {
  if (channelId === CHANNELS.logistics.id) return [said('ines', 20, `<@${USERS.me.id}> la camionnette est trop petite, il faut deux voyages.`, { mentions: [USERS.me] as never }), said('karim', 60, 'Je peux prêter une remorque.')].map((it) => ({ ...it, channel_id: channelId }));
  if (channelId === CONVERSATIONS.ines.id) return [said('ines', 5, 'Tu passes par le local ce soir ?'), said('ines', 6, 'Coucou')].map((it) => ({ ...it, channel_id: channelId, guild_id: undefined }));
  if (channelId === CHANNELS.news.id) return [said('me', 50, 'La fête est **autorisée** par la mairie.')].map((it) => ({ ...it, channel_id: channelId }));
  if (channelId === CHANNELS.square.id) return [...Object.values(SAID)].reverse();
  return [];
}

/** Undefined for what the small place does not have. */
export function pages(path: string, query: URLSearchParams): unknown {
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(path);
    if (found) return page(found, query);
  }
  return undefined;
}
