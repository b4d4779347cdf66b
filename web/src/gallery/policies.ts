//! Rules of operators in the small place: one that runs dry, one that is on, what it holds, a list of domains and a line
//! about files.
import type { Act, DomainList, Held, MediaLine, Policy } from '../state/guard/policies.svelte';
import { ago, CHANNELS, GUILD_ID, timeAgo, USERS } from './wire';

const DAY_MIN = 24 * 60;
const plain: Pick<Policy, 'guild_id' | 'thresholds' | 'schedule' | 'channel_ids' | 'exempt_role_ids' | 'failed' | 'broken' | 'proven'> = { guild_id: GUILD_ID, thresholds: {}, schedule: {}, channel_ids: [], exempt_role_ids: [], failed: 0, broken: null, proven: null };

const DRY: Policy = {
  ...plain, id: ago(310), mode: 'dry', name: 'Liens de nouveaux comptes', when: 'author.account_hours < 24 && message.links > 0', labels: ['lien'], actions: [{ kind: 'hold' }], told: 'Un lien d’un compte tout neuf attend une personne.',
  gate: { days: 7, sample: 73, precision: 950 }, run_since: timeAgo(3 * DAY_MIN), days: 3, measured: { caught: 41, judged: 20, right: 19, precision: 950, proven: 764 }, refused: { of: 'days', has: 3, needed: 7 },
};
const ON: Policy = {
  ...plain, id: ago(320), mode: 'on', name: 'Même texte, encore et encore', when: 'history.same_text_10m >= 4', labels: [], actions: [{ kind: 'alert', channel_id: CHANNELS.logistics.id }], told: '',
  gate: { days: 3, sample: 30, precision: 800 }, run_since: timeAgo(20 * DAY_MIN), days: 20, measured: { caught: 112, judged: 96, right: 94, precision: 979, proven: 927 }, refused: null, proven: { caught: 60, judged: 60, right: 59, precision: 983, proven: 911 },
};
const LISTS: readonly DomainList[] = [{ name: 'fausses-petitions', effect: 'refuse', domains: ['petition-rapide.example', 'signez-vite.example'] }];
const MEDIA: readonly MediaLine[] = [{ channel_ids: [CHANNELS.logistics.id], exempt_role_ids: [], exempt_member_hours: 48, exempt_account_hours: null, refuses: ['video', 'program'], files_max: 3 }];
const ACTS: readonly Act[] = [{ policy_id: ON.id, name: ON.name, act: 'switched_on', user: USERS.karim, at: timeAgo(17 * DAY_MIN) }];
const HELD: readonly Held[] = [{ id: ago(40), guild_id: GUILD_ID, channel_id: CHANNELS.logistics.id, author: USERS.layla as unknown as Held['author'] & Held, rule: DRY.name, content: 'Signez ici : https://signez-vite.example/42', why: [{ feature: 'author.account_hours', value: 2 }], held_at: timeAgo(40), until: timeAgo(-6 * DAY_MIN) }];

export const POLICY_PAGE = { may_manage: true, policies: [DRY, ON], lists: LISTS, media: MEDIA, acts: ACTS };
export const HELD_PAGE = { held: HELD };
