//! Raids and newcomers, as the server tells of them: the alarm on joins, what is done, and what scores are made of.
import type { Person } from './words';

/** What can be done about a raid, each on or off. */
export const ANSWERS = ['quarantine', 'slow_mode', 'invitations', 'direct_messages'] as const;
export type Answer = (typeof ANSWERS)[number];
export type Answers = Record<Answer, boolean>;

export const SIGNALS = ['account_age', 'same_invitation', 'near_removed', 'alike_first_message', 'reads_members', 'writes_strangers', 'link_first', 'earlier_decision'] as const;
export type Signal = (typeof SIGNALS)[number];

export interface Wave {
  rang_at: string;
  minutes: number;
  observed: number;
  expected: number;
  threshold: number;
  verdict: 'quiet' | 'surge' | 'raid';
  newcomers: number;
  /** Those of them whose score is high. */
  conspicuous: number;
  ended_at: string | null;
}

export interface Mode {
  since: string;
  until: string;
  /** Null when it came by itself. */
  by: Person | null;
  confirmed_by: Person | null;
  answers: Answers;
  slowed_channels: number;
}

export interface RaidSettings {
  automatic: Answers;
  slow_mode_seconds: number;
  hours: number;
}

export interface Raids {
  ringing: boolean;
  /** Whether a week of joins is known, so that the stated rate of false alarms holds. */
  settled: boolean;
  /** Joins that are usual in a minute at this hour. */
  usual: number;
  threshold: number;
  false_alarms_per_1000_days: number;
  wave: Wave | null;
  mode: Mode | null;
  held: number;
  settings: RaidSettings;
  /** What the caller may have done. */
  may: Answers;
}

export interface Contribution {
  signal: Signal;
  observed: number;
  points: number;
  cap: number;
  lowers: 'age' | 'pause' | 'person' | 'appeal';
  seconds: number | null;
}

export interface Newcomer {
  user: Person;
  joined_at: string;
  score: { total: number; threshold: number; contributions: Contribution[] };
  hold: { state: 'held' | 'released' | 'confirmed'; held_at: string; until: string; by: Person | null } | null;
}

export interface NewcomerPage {
  newcomers: Newcomer[];
  total: number;
}
