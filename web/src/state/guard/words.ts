//! The words of Guard: reports, cases, decisions, statements of reasons and appeals, as the server tells of them.
import type { APIUser } from 'discord-api-types/v10';

export const GUARD_PATH = '/parvis/v1/guard';

export const REASONS = ['spam', 'harassment', 'hate', 'violence', 'self_harm', 'sexual', 'personal_data', 'impersonation', 'illegal', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** What is reported: something said, somebody, a whole place. */
export type Subject =
  | { kind: 'message'; channel_id: string; message_id: string }
  | { kind: 'person'; user_id: string; guild_id?: string | null }
  | { kind: 'guild'; guild_id: string };

/** In the order of their weight, which is the order of their keys. */
export const MEASURES = ['none', 'refuse_message', 'hide_message', 'delete_message', 'warn', 'timeout', 'kick', 'ban', 'suspend_account', 'withhold_guild'] as const;
export type MeasureKind = (typeof MEASURES)[number];

export interface Measure {
  kind: MeasureKind;
  /** How long, of what has an end. */
  seconds?: number | null;
  /** With a ban: how far back what was written goes too. */
  delete_message_seconds?: number | null;
}

/** The categories of the statements of reasons (Digital Services Act). */
export const CATEGORIES = [
  'illegal_or_harmful_speech', 'violence', 'cyber_violence', 'cyber_violence_against_women', 'scams_and_fraud', 'data_protection_and_privacy_violations',
  'self_harm', 'protection_of_minors', 'risk_for_public_security', 'negative_effects_on_civic_discourse_or_elections', 'unsafe_and_prohibited_products',
  'intellectual_property_infringements', 'consumer_information', 'animal_welfare', 'other_violation_tc', 'not_specified_notice',
] as const;
export type Category = (typeof CATEGORIES)[number];

export type Ground = 'rules' | 'law';
export type Source = 'report' | 'own' | 'rule';
export type Automated = 'none' | 'detection' | 'full';
export type CaseState = 'open' | 'claimed' | 'decided' | 'escalated';
export type AppealOutcome = 'upheld' | 'overturned';

/** Somebody as they are told of: what everybody may see of them. */
export type Person = APIUser;

/** How far an appeal has come, for who made it. */
export interface OwnAppeal {
  state: 'open' | 'decided';
  filed_at: string;
  due_at: string;
  outcome: AppealOutcome | null;
  /** What was asked. */
  text: string;
  /** What was answered. */
  answer?: string | null;
}

export interface Decision {
  id: string;
  case_id: string | null;
  guild_id: string | null;
  actor: Person | null;
  user?: Person | null;
  measures: Measure[];
  ground: Ground;
  legal_ground: string | null;
  rule: string;
  facts: string;
  category: Category;
  keywords: string[];
  source: Source;
  automated: Automated;
  decided_at: string;
  undone_at: string | null;
  undone_by?: Person | null;
  undo_reason?: string | null;
  undo_until?: string | null;
  may_undo?: boolean;
  appeal: OwnAppeal | null;
}

/** What was said when it was reported, also when it is gone since. */
export interface ReportedMessage {
  content: string;
  attachments: { filename: string; size: number; url?: string; content_type?: string | null }[];
}

export interface CaseReport {
  id: string;
  reason: Reason;
  text: string;
  reporter: Person | null;
  created_at: string;
}

/** Why something stands in the queue: what noticed it, and with which numbers. */
export interface Label {
  name: string;
  by: string;
  detail: string;
}

export interface CaseNote {
  id: string;
  author: Person | null;
  text: string;
  created_at: string;
}

export interface Strike {
  at: string;
  expires_at: string;
  rule: string;
}

export interface Case {
  id: string;
  guild_id: string | null;
  state: CaseState;
  urgent: boolean;
  subject: Subject;
  /** Whom it is about. */
  user: Person | null;
  message: ReportedMessage | null;
  reasons: Partial<Record<Reason, number>>;
  report_count: number;
  reports: CaseReport[];
  labels: Label[];
  claimed_by: Person | null;
  claimed_until: string | null;
  notes: CaseNote[];
  earlier: { decisions: Decision[]; strikes: Strike[] };
  decision: Decision | null;
  opened_at: string;
  /** Whether the house decides, which a guild may have asked it to. */
  house?: boolean;
  /** What the caller may decide here; nothing where it is for others. */
  may?: MeasureKind[];
}

export interface Counts {
  open: number;
  claimed_by_me: number;
  oldest_opened_at: string | null;
  appeals_open: number;
  appeals_overdue: number;
}

export interface CasePage {
  cases: Case[];
  has_more: boolean;
  counts: Counts;
}

export interface Appeal {
  id: string;
  guild_id: string | null;
  state: 'open' | 'decided';
  /** Whoever was decided about, or who reported and was told that nothing was done. */
  by: 'person' | 'reporter';
  user: Person | null;
  text: string;
  filed_at: string;
  due_at: string;
  decision: Decision;
  case_id: string | null;
  message: ReportedMessage | null;
  /** False for who took part in the decision. */
  may_decide: boolean;
  outcome: AppealOutcome | null;
  answer: string | null;
  decided_at: string | null;
}

/** What somebody is told about what was decided about them. */
export interface Statement {
  id: string;
  guild: { id: string; name: string } | null;
  measures: Measure[];
  ends_at: string | null;
  ground: Ground;
  legal_ground?: string | null;
  rule: string;
  facts: string;
  category: Category;
  source: Source;
  automated: Automated;
  /** What the moderators wrote to the person beside that. */
  text?: string | null;
  decided_at: string;
  undone_at: string | null;
  /** From their own message. */
  quote: string | null;
  appeal: OwnAppeal | null;
  appeal_until: string | null;
}

/** A report of one's own, and what came of it. */
export interface OwnReport {
  id: string;
  guild_id: string | null;
  subject: Subject;
  reason: Reason;
  text: string;
  state: 'open' | 'claimed' | 'decided';
  outcome: 'none' | 'acted' | null;
  created_at: string;
  decided_at: string | null;
  appeal: OwnAppeal | null;
  appeal_until: string | null;
}

export interface Watch {
  on_watch: { user: Person; since: string }[];
  handover: { text: string; author: Person | null; written_at: string } | null;
}
