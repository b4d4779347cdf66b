//! A decision while it is written: what belongs together, what is missing, and what is sent.
import { MEASURES, type Case, type Category, type Ground, type Measure, type MeasureKind, type Reason } from './words';

export const DECISION_MAX = { legalGround: 500, rule: 500, facts: 5000, toPerson: 2000 } as const;
const HOUR_S = 3600;
const DAY_S = 86_400;
/** For how long a pause can last; the server takes no longer one. */
export const TIMEOUT_SPANS = [HOUR_S, 6 * HOUR_S, DAY_S, 3 * DAY_S, 7 * DAY_S, 28 * DAY_S];
/** For how long an account can be shut; null until a person opens it again. */
export const SUSPENSION_SPANS = [7 * DAY_S, 30 * DAY_S, 90 * DAY_S, null];
/** How far back a ban takes what was written. */
export const ERASED_SPANS = [0, HOUR_S, DAY_S, 7 * DAY_S];

export interface DecisionDraft {
  kinds: readonly MeasureKind[];
  timeoutS: number;
  suspensionS: number | null;
  erasedS: number;
  ground: Ground;
  legalGround: string;
  rule: string;
  facts: string;
  category: Category;
  contextConsidered: boolean;
  /** A word to the person beside the reasons. */
  toPerson: string;
}

/** Where a report of this kind usually belongs. */
const CATEGORY_OF: Record<Reason, Category> = {
  spam: 'scams_and_fraud',
  harassment: 'cyber_violence',
  hate: 'illegal_or_harmful_speech',
  violence: 'violence',
  self_harm: 'self_harm',
  sexual: 'other_violation_tc',
  personal_data: 'data_protection_and_privacy_violations',
  impersonation: 'scams_and_fraud',
  illegal: 'not_specified_notice',
  other: 'other_violation_tc',
};

/** The reason that most of the reports give. */
export function mainReason(of: Pick<Case, 'reasons'>): Reason {
  const sorted = Object.entries(of.reasons).sort(([, a], [, b]) => (b ?? 0) - (a ?? 0)) as [Reason, number][];
  return sorted[0]?.[0] ?? 'other';
}

export function freshDraft(of: Pick<Case, 'reasons'>): DecisionDraft {
  return { kinds: [], timeoutS: DAY_S, suspensionS: 7 * DAY_S, erasedS: 0, ground: 'rules', legalGround: '', rule: '', facts: '', category: CATEGORY_OF[mainReason(of)], contextConsidered: false, toPerson: '' };
}

// Of what does the same to one thing, one remains; nothing excludes everything.
const EXCLUDING: readonly (readonly MeasureKind[])[] = [['hide_message', 'delete_message'], ['kick', 'ban'], ['timeout', 'ban'], ['timeout', 'kick']];

/** Puts a measure in or takes it out, with what it excludes. */
export function toggled(kinds: readonly MeasureKind[], kind: MeasureKind): MeasureKind[] {
  if (kinds.includes(kind)) return kinds.filter((it) => it !== kind);
  if (kind === 'none') return ['none'];
  const excluded = EXCLUDING.flatMap((pair) => (pair.includes(kind) ? pair : []));
  const kept = kinds.filter((it) => it !== 'none' && !excluded.includes(it));
  return MEASURES.filter((it) => it === kind || kept.includes(it));
}

/** What of the measures fits what is reported and the caller's rights, in the order of their keys. */
export function offered(of: Pick<Case, 'subject' | 'guild_id' | 'may' | 'user'>): MeasureKind[] {
  const isMessage = of.subject.kind === 'message';
  const isOfHouse = of.guild_id === null;
  const fits: Record<MeasureKind, boolean> = {
    none: true,
    // Rules alone refuse messages, and people what a rule holds.
    refuse_message: false,
    hide_message: isMessage,
    delete_message: isMessage,
    warn: of.user !== null,
    timeout: !isOfHouse && of.user !== null,
    kick: !isOfHouse && of.user !== null,
    ban: !isOfHouse && of.user !== null,
    suspend_account: of.may?.includes('suspend_account') ?? (isOfHouse && of.user !== null),
    withhold_guild: of.subject.kind === 'guild' && (of.may?.includes('withhold_guild') ?? false),
  };
  return MEASURES.filter((it) => fits[it] && (of.may === undefined || of.may.includes(it)));
}

export type Missing = 'measure' | 'rule' | 'facts' | 'legal_ground' | 'context';

/** What has to be there before it can be sent, in the order of the page. "Nothing to do" needs no rule. */
export function missingIn(draft: DecisionDraft): Missing[] {
  const restricts = draft.kinds.some((it) => it !== 'none');
  const missing: [Missing, boolean][] = [
    ['measure', draft.kinds.length === 0],
    ['rule', restricts && draft.ground === 'rules' && draft.rule.trim() === ''],
    ['legal_ground', restricts && draft.ground === 'law' && draft.legalGround.trim() === ''],
    ['facts', restricts && draft.facts.trim() === ''],
    ['context', !draft.contextConsidered],
  ];
  return missing.flatMap(([what, isMissing]) => (isMissing ? [what] : []));
}

function measureOf(kind: MeasureKind, draft: DecisionDraft): Measure {
  if (kind === 'timeout') return { kind, seconds: draft.timeoutS };
  if (kind === 'suspend_account' && draft.suspensionS !== null) return { kind, seconds: draft.suspensionS };
  if (kind === 'ban' && draft.erasedS > 0) return { kind, delete_message_seconds: draft.erasedS };
  return { kind };
}

/** What is sent. Where nothing is done, `nothing` says so in place of a rule and of what happened. */
export function bodyOf(draft: DecisionDraft, nothing: string): object {
  const isNothing = draft.kinds.every((it) => it === 'none');
  const written = (text: string) => (text.trim() === '' && isNothing ? nothing : text.trim());
  return {
    measures: draft.kinds.map((it) => measureOf(it, draft)),
    ground: isNothing ? 'rules' : draft.ground,
    ...(!isNothing && draft.ground === 'law' && { legal_ground: draft.legalGround.trim() }),
    rule: written(draft.rule),
    facts: written(draft.facts),
    category: draft.category,
    keywords: [],
    context_considered: draft.contextConsidered,
    ...(draft.toPerson.trim() !== '' && { text_to_person: draft.toPerson.trim() }),
  };
}
