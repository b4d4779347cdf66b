//! A small place and its people, as the gateway would tell of them. Every moment is fixed.
import type { APIRole, APIUser } from 'discord-api-types/v10';

import type { ChannelData } from '../gateway/events/channels';
import type { GuildCreate, MemberData } from '../gateway/events/guilds';
import type { PresenceData, PresenceStatus } from '../gateway/events/presence';
import type { GuildSettings, ReadyData, RelationshipData, UserSettings } from '../gateway/events/session';
import { ChannelType } from '../gateway/events/words';
import { ALL, Permission } from '../state/permissions';
import { idAt } from '../state/snowflake';

/** The moment at which all stories play: a Saturday afternoon in Paris. */
export const NOW_MS = Date.parse('2026-05-16T13:04:00Z');
const DAY_MS = 86_400_000;

/** An id of so many minutes ago. */
export function ago(minutes: number): string {
  return idAt(NOW_MS - minutes * 60_000);
}
export function timeAgo(minutes: number): string {
  return new Date(NOW_MS - minutes * 60_000).toISOString();
}

/** Ids tell when something was made; these are all from the first days of the place. */
function madeThen(number: number): string {
  return idAt(NOW_MS - 400 * DAY_MS + number * 3_600_000);
}

function user(number: number, username: string, name: string, more: Partial<APIUser> = {}): APIUser {
  return { id: madeThen(number), username, discriminator: '0', global_name: name, avatar: null, ...more };
}

export const USERS = {
  me: user(1, 'camille', 'Camille Martin', { avatar: '0c' }),
  ines: user(2, 'ines', 'Inès', { avatar: '1a' }),
  karim: user(3, 'karim', 'Karim', { avatar: '2b' }),
  layla: user(4, 'layla', 'ليلى بن عمر'),
  boris: user(5, 'boris', 'Борис Волков'),
  long: user(6, 'maximilienne', 'Maximilienne-Philippine de la Tour-du-Pin-Gouvernet'),
  blocked: user(7, 'grincheux', 'Grincheux'),
  bot: user(8, 'affichette', 'Affichette', { bot: true, avatar: '3d' }),
} as const;
export type Person = keyof typeof USERS;

export const GUILD_ID = madeThen(20);
export const ROLES = {
  everyone: role(GUILD_ID, '@everyone', 0, 0, Permission.ViewChannel | Permission.SendMessages | Permission.ReadHistory | Permission.AddReactions | Permission.AttachFiles | Permission.EmbedLinks | Permission.SendInThreads | Permission.CreatePublicThreads | Permission.UseCommands | Permission.SendVoiceMessages | Permission.Connect | Permission.CreateInvite),
  host: role(madeThen(21), 'Accueil', 0xb3263a, 3, ALL, true),
  logistics: role(madeThen(22), 'Logistique', 0x1f7a5c, 2, 0n, true),
  press: role(madeThen(23), 'Presse', 0xd9a300, 1, 0n),
} as const;

function role(id: string, name: string, color: number, position: number, permissions: bigint, hoist = false): APIRole {
  return { id, name, color, colors: { primary_color: color, secondary_color: null, tertiary_color: null }, hoist, position, permissions: String(permissions), managed: false, mentionable: position > 0, flags: 0 as APIRole['flags'] };
}

function member(person: Person, roles: readonly APIRole[] = [], more: Partial<MemberData> = {}): MemberData {
  return { user: USERS[person], roles: roles.map((it) => it.id), joined_at: timeAgo(60 * 24 * 300), deaf: false, mute: false, flags: 2, ...more };
}

export const MEMBERS: readonly MemberData[] = [
  member('me', [ROLES.host]),
  member('ines', [ROLES.logistics]),
  member('karim', [ROLES.press], { nick: 'Karim (photo)' }),
  member('layla'),
  member('boris'),
  member('long'),
  member('blocked', [], { communication_disabled_until: new Date(NOW_MS + DAY_MS).toISOString() }),
  member('bot'),
];

let channelCount = 30;
function channel(type: number, name: string, more: Partial<ChannelData> = {}): ChannelData {
  channelCount += 1;
  return { id: madeThen(channelCount), type, guild_id: GUILD_ID, name, position: channelCount, parent_id: null, permission_overwrites: [], ...more } as ChannelData;
}

const organise = channel(ChannelType.Category, 'S’organiser');
const hidden = [{ id: GUILD_ID, type: 0 as const, allow: '0', deny: String(Permission.ViewChannel) }];
export const CHANNELS = {
  organise,
  square: channel(ChannelType.Text, 'place-publique', { topic: 'La place de tout le monde : **bonjour**, nouvelles et petites annonces. Les règles : https://parvis.example/regles', last_message_id: ago(2) }),
  news: channel(ChannelType.Announcement, 'annonces', { last_message_id: ago(50) }),
  logistics: channel(ChannelType.Text, 'logistique', { parent_id: organise.id, last_message_id: ago(20) }),
  hosts: channel(ChannelType.Text, 'accueil-interne', { parent_id: organise.id, permission_overwrites: hidden, last_message_id: ago(300) }),
  quiet: channel(ChannelType.Text, 'bruits-de-couloir', { parent_id: organise.id, last_message_id: ago(10) }),
  slow: channel(ChannelType.Text, 'doucement', { parent_id: organise.id, rate_limit_per_user: 90 }),
  draft: channel(ChannelType.Text, 'brouillons-et-idées-pour-l’assemblée-générale-de-printemps', { parent_id: organise.id }),
  ideas: channel(ChannelType.Forum, 'idées', {
    parent_id: organise.id,
    topic: 'Une idée par sujet, un vote par personne.',
    available_tags: [
      { id: madeThen(90), name: 'Fête', moderated: false, emoji_id: null, emoji_name: '🎉' },
      { id: madeThen(91), name: 'Jardin', moderated: false, emoji_id: null, emoji_name: '🌿' },
    ],
  }),
  yard: channel(ChannelType.Voice, 'La cour', { user_limit: 8 }),
  stage: channel(ChannelType.Stage, 'Assemblée'),
} as const;
export type Room = keyof typeof CHANNELS;

function thread(name: string, parent: ChannelData, more: Partial<ChannelData> = {}): ChannelData {
  return channel(ChannelType.PublicThread, name, {
    parent_id: parent.id,
    owner_id: USERS.ines.id,
    message_count: 12,
    member_count: 4,
    last_message_id: ago(30),
    thread_metadata: { archived: false, auto_archive_duration: 1440, archive_timestamp: timeAgo(300), locked: false, create_timestamp: timeAgo(300) },
    ...more,
  });
}
export const THREADS = {
  lorry: thread('Qui conduit la camionnette ?', CHANNELS.logistics, { member: { flags: 0, join_timestamp: timeAgo(200) } as ChannelData['member'] & object }),
  party: thread('Un bal sur la place le 13 juillet', CHANNELS.ideas, { applied_tags: [madeThen(90)], message_count: 31 }),
  garden: thread('Des bacs de plantes aromatiques devant la mairie', CHANNELS.ideas, { applied_tags: [madeThen(91)], message_count: 3, owner_id: USERS.layla.id }),
  closed: thread('Horaires du local', CHANNELS.logistics, { thread_metadata: { archived: true, auto_archive_duration: 1440, archive_timestamp: timeAgo(3000), locked: true, create_timestamp: timeAgo(9000) } }),
} as const;

export const CONVERSATIONS = {
  ines: { id: madeThen(80), type: ChannelType.DM, recipients: [USERS.ines], last_message_id: ago(5) },
  group: { id: madeThen(81), type: ChannelType.GroupDM, name: '', recipients: [USERS.karim, USERS.layla, USERS.long], last_message_id: ago(90), owner_id: USERS.me.id },
  blocked: { id: madeThen(82), type: ChannelType.DM, recipients: [USERS.blocked], last_message_id: ago(9000) },
} satisfies Record<string, ChannelData>;

export const EMOJI_ID = madeThen(95);
const PRESENCES: readonly [Person, PresenceStatus, string?][] = [['ines', 'online', 'À l’atelier d’affiches 🎨'], ['karim', 'idle'], ['layla', 'dnd', 'اجتماع حتى الخامسة'], ['boris', 'offline'], ['bot', 'online']];
const presences = PRESENCES.map(([person, status, state]): PresenceData => ({ user: { id: USERS[person].id }, guild_id: GUILD_ID, status, activities: (state === undefined ? [] : [{ type: 4, name: 'Custom Status', id: 'custom', created_at: 0, state }]) as PresenceData['activities'] }));

export const GUILD: GuildCreate = {
  id: GUILD_ID,
  name: 'Place commune',
  icon: null,
  description: 'Le quartier se parle, s’organise et fait la fête.',
  splash: null,
  banner: null,
  owner_id: USERS.me.id,
  features: ['COMMUNITY'],
  preferred_locale: 'fr',
  roles: Object.values(ROLES),
  emojis: [{ id: EMOJI_ID, name: 'parvis', animated: false, available: true, roles: [], require_colons: true, managed: false }],
  channels: Object.values(CHANNELS),
  threads: Object.values(THREADS),
  members: [...MEMBERS],
  presences,
  voice_states: [{ user_id: USERS.ines.id, channel_id: CHANNELS.yard.id, guild_id: GUILD_ID, session_id: '1', deaf: false, mute: false, self_deaf: false, self_mute: true, self_video: false, suppress: false, request_to_speak_timestamp: null }],
  member_count: MEMBERS.length,
  joined_at: timeAgo(60 * 24 * 300),
  large: false,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  system_channel_id: CHANNELS.square.id,
  system_channel_flags: 0,
  rules_channel_id: null,
} as unknown as GuildCreate;

const OTHER_GUILD = { ...GUILD, id: madeThen(25), name: 'Radio du canal', owner_id: USERS.karim.id, channels: [], threads: [], roles: [{ ...ROLES.everyone, id: madeThen(25) }], voice_states: [] } as GuildCreate;

const ACCOUNT: UserSettings = {
  locale: 'fr', theme: 'system', status: 'online', custom_status: { text: 'Sur la place', emoji_name: '🌻' }, message_display_compact: false, developer_mode: false,
  animate_emoji: true, gif_auto_play: true, inline_attachment_media: true, render_embeds: true, render_reactions: true, convert_emoticons: true, timezone_offset: -120,
  quiet_hours: { from: 1320, to: 420, days: [1, 2, 3, 4, 5], time_zone: 'Europe/Paris' },
  default_guilds_restricted: false, restricted_guilds: [], friend_source_flags: 14, guild_folders: [], followed_areas: [],
};

const guildSettings: GuildSettings = {
  guild_id: GUILD_ID, message_notifications: 3, muted: false, mute_config: null, suppress_everyone: false, suppress_roles: false, mobile_push: true, hide_muted_channels: false, flags: 0, version: 1,
  channel_overrides: [{ channel_id: CHANNELS.quiet.id, muted: true, mute_config: { end_time: null, selected_time_window: -1 }, message_notifications: 3, collapsed: false, flags: 0 }],
};

function relationship(person: Person, type: RelationshipData['type']): RelationshipData {
  return { id: USERS[person].id, type, nickname: null, since: timeAgo(60 * 24 * 30), user: USERS[person] };
}

const unread = (id: string, mentions: number, count: number, minutes: number) => ({ id, last_message_id: ago(minutes), mention_count: mentions, unread_count: count });

/** What the gateway says first. */
export const READY: ReadyData = {
  user: { ...USERS.me, bio: 'Je range les chaises après les fêtes.', mfa_enabled: false },
  guilds: [GUILD, OTHER_GUILD],
  session_id: 'gallery',
  resume_gateway_url: '',
  private_channels: Object.values(CONVERSATIONS),
  read_state: {
    entries: [
      unread(CHANNELS.square.id, 0, 0, 2), unread(CHANNELS.news.id, 0, 1, 100), unread(CHANNELS.logistics.id, 3, 7, 90), unread(CHANNELS.hosts.id, 0, 0, 300), unread(CHANNELS.quiet.id, 1, 4, 60),
      unread(CONVERSATIONS.ines.id, 2, 2, 45), unread(CONVERSATIONS.group.id, 0, 0, 90), unread(CONVERSATIONS.blocked.id, 0, 0, 9000), unread(THREADS.lorry.id, 0, 1, 60),
    ],
  },
  user_settings: ACCOUNT,
  user_guild_settings: { entries: [guildSettings] },
  relationships: [relationship('ines', 1), relationship('karim', 1), relationship('blocked', 2), relationship('layla', 3), relationship('boris', 4)],
  notes: { [USERS.ines.id]: 'A les clés du local.' },
  sessions: [],
  presences,
};
