//! What Guard knows in the small place: cases of every kind, decisions, appeals in time and late, and rules.
import type { APIAutoModerationRule } from 'discord-api-types/v10';

import type { Appeal, Case, CasePage, Decision, OwnAppeal, OwnReport, Person, Statement, Watch } from '../state/guard/words';
import { NEWCOMER_PAGE, RAIDS } from './arrivals';
import { HELD_PAGE, POLICY_PAGE } from './policies';
import { ago, CHANNELS, GUILD_ID, ROLES, timeAgo, USERS } from './wire';

const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const DAY_S = 86_400;
const later = (minutes: number): string => timeAgo(-minutes);
const person = (it: object): Person => it as Person;

function decision(number: number, more: Partial<Decision>): Decision {
  return {
    id: ago(number), case_id: null, guild_id: GUILD_ID, actor: person(USERS.ines), user: person(USERS.blocked), measures: [{ kind: 'hide_message' }, { kind: 'timeout', seconds: DAY_S }],
    ground: 'rules', legal_ground: null, rule: 'Pas de publicité ni d’envois en masse.', facts: 'La même annonce dans trois salons.', category: 'scams_and_fraud', keywords: [],
    source: 'report', automated: 'none', decided_at: timeAgo(number), undone_at: null, undone_by: null, undo_reason: null, undo_until: later(29 * DAY_MIN), may_undo: true, appeal: null, ...more,
  };
}

const WAITS: OwnAppeal = { state: 'open', filed_at: timeAgo(2 * DAY_MIN), due_at: later(12 * DAY_MIN), outcome: null, text: 'C’était l’annonce de la fête, demandée par l’équipe.', answer: null };
const GRANTED: OwnAppeal = { ...WAITS, state: 'decided', outcome: 'overturned', answer: 'Vous avez raison, l’équipe l’avait demandée. Excusez-nous.' };
const REFUSED: OwnAppeal = { ...WAITS, state: 'decided', outcome: 'upheld', answer: 'L’annonce renvoyait à une boutique, ce que l’équipe n’avait pas demandé.' };

export const DECISIONS = {
  pause: decision(200, { appeal: WAITS }),
  warned: decision(4 * DAY_MIN, { measures: [{ kind: 'warn' }], may_undo: false, automated: 'detection', source: 'rule' }),
  undone: decision(9 * DAY_MIN, { measures: [{ kind: 'ban' }], undone_at: timeAgo(8 * DAY_MIN), undone_by: person(USERS.me), undo_reason: 'Une méprise sur le nom.', may_undo: false }),
} as const;

function found(number: number, more: Partial<Case>): Case {
  return {
    id: ago(number), guild_id: GUILD_ID, state: 'open', urgent: false, subject: { kind: 'message', channel_id: CHANNELS.square.id, message_id: ago(number + 1) }, user: person(USERS.blocked),
    message: { content: 'Gagnez **mille euros** par jour, sans rien faire.\nÉcrivez-moi en privé.', attachments: [] }, reasons: { spam: 2, other: 1 }, report_count: 3,
    reports: [
      { id: '1', reason: 'spam', text: 'C’est la troisième fois aujourd’hui.', reporter: person(USERS.ines), created_at: timeAgo(number) },
      { id: '2', reason: 'spam', text: '', reporter: person(USERS.layla), created_at: timeAgo(number - 2) },
      { id: '3', reason: 'other', text: '', reporter: null, created_at: timeAgo(number - 4) },
    ],
    labels: [], claimed_by: null, claimed_until: null, notes: [], earlier: { decisions: [], strikes: [] }, decision: null, opened_at: timeAgo(number), ...more,
  };
}

const PICTURE = { filename: 'liste.png', size: 88_000, url: '/attachments/5/1/liste-480x300.png', content_type: 'image/png' };
export const CASES = {
  spam: found(30, {
    state: 'claimed', claimed_by: person(USERS.me), claimed_until: later(12), labels: [{ name: 'répétition', by: 'règle « Envois en masse »', detail: '4 fois en 10 min, seuil 3' }, { name: 'ressemblance', by: 'textes connus', detail: 'J = 0,81, seuil 0,40' }],
    notes: [{ id: '1', author: person(USERS.karim), text: 'Déjà vu sur la place de la gare hier.', created_at: timeAgo(20) }],
    earlier: { decisions: [DECISIONS.warned], strikes: [{ at: timeAgo(4 * DAY_MIN), expires_at: later(86 * DAY_MIN), rule: 'Pas de publicité.' }] },
  }),
  urgent: found(12, { urgent: true, reasons: { self_harm: 1 }, report_count: 1, reports: [{ id: '4', reason: 'self_harm', text: 'J’ai peur pour elle.', reporter: person(USERS.karim), created_at: timeAgo(12) }], user: person(USERS.long), message: { content: 'Je n’en peux plus.', attachments: [] } }),
  taken: found(90, { state: 'claimed', claimed_by: person(USERS.karim), claimed_until: later(8), reasons: { personal_data: 1 }, report_count: 1, user: person(USERS.boris), message: { content: '', attachments: [PICTURE] } }),
  person: found(300, { subject: { kind: 'person', user_id: USERS.long.id, guild_id: GUILD_ID }, user: person(USERS.long), message: null, reasons: { impersonation: 2 }, report_count: 2 }),
  decided: found(400, { state: 'decided', decision: DECISIONS.pause }),
} as const;

const PAGE: CasePage = { cases: [CASES.urgent, CASES.person], has_more: true, counts: { open: 9, claimed_by_me: 1, oldest_opened_at: timeAgo(2 * DAY_MIN), appeals_open: 3, appeals_overdue: 1 } };

function appeal(number: number, dueInDays: number, more: Partial<Appeal> = {}): Appeal {
  return {
    id: ago(number), guild_id: GUILD_ID, state: 'open', by: 'person', user: person(USERS.blocked), text: WAITS.text, filed_at: timeAgo(number), due_at: later(dueInDays * DAY_MIN), decision: DECISIONS.pause, case_id: null,
    message: { content: 'Grande braderie samedi !', attachments: [] }, may_decide: true, outcome: null, answer: null, decided_at: null, ...more,
  };
}
export const APPEALS = {
  calm: appeal(3 * DAY_MIN, 11),
  soon: appeal(11 * DAY_MIN, 3, { may_decide: false }),
  late: appeal(15 * DAY_MIN, -1, { by: 'reporter', user: person(USERS.layla), text: 'Il recommence tous les soirs.', decision: decision(16 * DAY_MIN, { measures: [{ kind: 'none' }], facts: '', rule: '' }) }),
  answered: appeal(20 * DAY_MIN, -6, { state: 'decided', outcome: 'overturned', answer: GRANTED.answer ?? null, decided_at: timeAgo(9 * DAY_MIN) }),
} as const;

function statement(number: number, more: Partial<Statement>): Statement {
  return {
    id: `parvis-${number}`, guild: { id: GUILD_ID, name: 'Place commune' }, measures: [{ kind: 'timeout', seconds: DAY_S }, { kind: 'hide_message' }], ends_at: later(20 * HOUR_MIN), ground: 'rules', legal_ground: null,
    rule: 'Pas de publicité ni d’envois en masse.', facts: 'Vous avez envoyé plusieurs fois la même annonce, ou une publicité que personne n’avait demandée.', category: 'scams_and_fraud', source: 'report', automated: 'none',
    decided_at: timeAgo(number), undone_at: null, quote: 'Grande braderie samedi ! Tout à −50 %, écrivez-moi.', appeal: null, appeal_until: later(180 * DAY_MIN), ...more,
  };
}
export const STATEMENTS = {
  fresh: statement(240, {}),
  banned: statement(3 * DAY_MIN, { measures: [{ kind: 'ban' }], ends_at: null, appeal: WAITS, source: 'own' }),
  undone: statement(20 * DAY_MIN, { measures: [{ kind: 'hide_message' }], undone_at: timeAgo(9 * DAY_MIN), ends_at: null, appeal: GRANTED }),
  law: statement(40 * DAY_MIN, { ground: 'law', legal_ground: 'Article 24 de la loi du 29 juillet 1881', category: 'illegal_or_harmful_speech', automated: 'detection', source: 'rule', appeal: REFUSED }),
  late: statement(390 * DAY_MIN, { measures: [{ kind: 'warn' }], guild: null, ends_at: timeAgo(300 * DAY_MIN), appeal_until: timeAgo(200 * DAY_MIN), quote: null }),
} as const;

const OWN_REPORTS: readonly OwnReport[] = [
  { id: '1', guild_id: GUILD_ID, subject: CASES.spam.subject, reason: 'spam', text: 'C’est la troisième fois aujourd’hui.', state: 'claimed', outcome: null, created_at: timeAgo(30), decided_at: null, appeal: null, appeal_until: null },
  { id: '2', guild_id: GUILD_ID, subject: CASES.person.subject, reason: 'impersonation', text: '', state: 'decided', outcome: 'none', created_at: timeAgo(2 * DAY_MIN), decided_at: timeAgo(DAY_MIN), appeal: null, appeal_until: later(180 * DAY_MIN) },
  { id: '3', guild_id: null, subject: { kind: 'guild', guild_id: '7' }, reason: 'illegal', text: '', state: 'decided', outcome: 'acted', created_at: timeAgo(9 * DAY_MIN), decided_at: timeAgo(8 * DAY_MIN), appeal: null, appeal_until: later(170 * DAY_MIN) },
];

export const WATCH: Watch = {
  on_watch: [{ user: person(USERS.karim), since: timeAgo(140) }, { user: person(USERS.layla), since: timeAgo(20) }],
  handover: { text: 'Deux comptes vendent des billets : attendre que Boris revienne avant de décider.\nInès attend une réponse pour samedi.', author: person(USERS.karim), written_at: timeAgo(300) },
};

export const PAUSED = { invites_disabled_until: later(300), dms_disabled_until: later(300) };
const rule = (number: number, more: object): APIAutoModerationRule => ({ id: ago(number), guild_id: GUILD_ID, creator_id: USERS.me.id, event_type: 1, enabled: true, exempt_roles: [], exempt_channels: [], trigger_metadata: {}, ...more }) as unknown as APIAutoModerationRule;
export const RULES = {
  words: rule(900, { name: 'Ventes', trigger_type: 1, trigger_metadata: { keyword_filter: ['braderie*', '*casino*', 'gain facile'], regex_patterns: ['(?i)t\\.me/\\w+'], allow_list: ['vide-grenier'] }, actions: [{ type: 1, metadata: { custom_message: 'Ici on ne vend pas : voyez le salon Entraide.' } }, { type: 2, metadata: { channel_id: CHANNELS.logistics.id } }, { type: 3, metadata: { duration_seconds: 600 } }], exempt_roles: [ROLES.press.id], exempt_channels: [CHANNELS.news.id] }),
  mentions: rule(800, { name: 'Pas tout le monde à la fois', trigger_type: 5, trigger_metadata: { mention_total_limit: 12, mention_raid_protection_enabled: true }, actions: [{ type: 1, metadata: {} }] }),
  presets: rule(700, { name: 'Injures', trigger_type: 4, enabled: false, trigger_metadata: { presets: [1, 3], allow_list: [] }, actions: [{ type: 2, metadata: { channel_id: CHANNELS.logistics.id } }] }),
} as const;

type Page = (found: RegExpExecArray, query: URLSearchParams) => unknown;
export const GUARD_PAGES: readonly (readonly [RegExp, Page])[] = [
  [/^\/parvis\/v1\/guard\/cases$/, (_, query) => {
    const state = query.get('state');
    return state === 'open' ? PAGE : { ...PAGE, cases: state === 'claimed' ? [CASES.spam, CASES.taken] : [CASES.decided], has_more: false };
  }],
  [/^\/parvis\/v1\/guard\/cases\/(\d+)$/, ([, id]) => Object.values(CASES).find((it) => it.id === id) ?? CASES.spam],
  [/^\/parvis\/v1\/guard\/appeals$/, (_, query) => ({ appeals: query.get('state') === 'decided' ? [APPEALS.answered] : [APPEALS.late, APPEALS.soon, APPEALS.calm], has_more: false })],
  [/^\/parvis\/v1\/guard\/decisions$/, () => ({ decisions: Object.values(DECISIONS), has_more: true })],
  [/^\/parvis\/v1\/guard\/watch$/, () => WATCH],
  [/^\/parvis\/v1\/guard\/policies$/, () => POLICY_PAGE],
  [/^\/parvis\/v1\/guard\/policies\/held$/, () => HELD_PAGE],
  [/^\/parvis\/v1\/guard\/guilds\/(\d+)\/raids$/, () => RAIDS.raid],
  [/^\/parvis\/v1\/guard\/guilds\/(\d+)\/raids\/newcomers$/, () => NEWCOMER_PAGE],
  [/^\/parvis\/v1\/guard\/statements\/@me$/, () => Object.values(STATEMENTS)],
  [/^\/parvis\/v1\/guard\/reports\/@me$/, () => OWN_REPORTS],
  [/^\/guilds\/(\d+)\/auto-moderation\/rules$/, () => Object.values(RULES)],
];
