//! Who came into the small place: a raid, and on another day nothing unusual.
import type { Contribution, Newcomer, NewcomerPage, Raids } from '../state/guard/raid_words';
import type { Person } from '../state/guard/words';
import { timeAgo, USERS } from './wire';

const DAY_MIN = 24 * 60;
const person = (it: object): Person => it as Person;
const all = { quarantine: true, slow_mode: true, invitations: true, direct_messages: true };
const none = { quarantine: false, slow_mode: false, invitations: false, direct_messages: false };

const QUIET: Raids = {
  ringing: false, settled: true, usual: 0.02, threshold: 5, false_alarms_per_1000_days: 10, wave: null, mode: null, held: 0,
  settings: { automatic: none, slow_mode_seconds: 30, hours: 24 }, may: all,
};
const WAVE = { rang_at: timeAgo(4), minutes: 1, observed: 23, expected: 0.02, threshold: 5, verdict: 'raid', newcomers: 41, conspicuous: 36, ended_at: null } as const;
export const RAIDS = {
  quiet: QUIET,
  fresh: { ...QUIET, settled: false, usual: 0.05, threshold: 6 },
  raid: { ...QUIET, ringing: true, wave: WAVE, held: 2, mode: { since: timeAgo(3), until: timeAgo(-DAY_MIN), by: person(USERS.karim), confirmed_by: null, answers: { ...all, direct_messages: false }, slowed_channels: 4 } },
  moderator: { ...QUIET, ringing: true, wave: { ...WAVE, verdict: 'surge', conspicuous: 1 }, may: { ...none, quarantine: true } },
} satisfies Record<string, Raids>;

const part = (signal: Contribution['signal'], observed: number, points: number, cap: number, lowers: Contribution['lowers'], seconds: number | null = null): Contribution => ({ signal, observed, points, cap, lowers, seconds });
const SCRIPTED = [part('alike_first_message', 35, 4, 4, 'pause', 600), part('account_age', 1_200, 2, 2, 'age', 2_400), part('same_invitation', 40, 1, 1, 'person'), part('link_first', 1, 1, 1, 'person')];
const score = (contributions: Contribution[]) => ({ total: contributions.reduce((sum, it) => sum + it.points, 0), threshold: 6, contributions });
export const NEWCOMERS = {
  held: { user: person(USERS.blocked), joined_at: timeAgo(5), score: score(SCRIPTED), hold: { state: 'held', held_at: timeAgo(4), until: timeAgo(-DAY_MIN), by: null } },
  back: { user: person(USERS.long), joined_at: timeAgo(6), score: score([part('writes_strangers', 12, 4, 4, 'pause', 600), part('near_removed', 2, 3, 3, 'person'), part('earlier_decision', 1, 2, 3, 'appeal')]), hold: { state: 'held', held_at: timeAgo(4), until: timeAgo(-DAY_MIN), by: null } },
  released: { user: person(USERS.boris), joined_at: timeAgo(30), score: score(SCRIPTED), hold: { state: 'released', held_at: timeAgo(25), until: timeAgo(-DAY_MIN), by: person(USERS.ines) } },
  guest: { user: person(USERS.layla), joined_at: timeAgo(90), score: score([part('account_age', 7_200, 1, 2, 'age', 79_200)]), hold: null },
  known: { user: person(USERS.ines), joined_at: timeAgo(600), score: score([]), hold: null },
} satisfies Record<string, Newcomer>;
export const NEWCOMER_PAGE: NewcomerPage = { newcomers: Object.values(NEWCOMERS), total: 44 };
