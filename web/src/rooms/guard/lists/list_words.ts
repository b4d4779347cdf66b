//! What the codes of lists mean, in the reader's words. What a newer server says is shown as it says it.
import { t } from '../../../i18n/i18n.svelte';
import { EVIDENCES, VERDICTS, type Gate } from '../../../state/guard/lists.svelte';

const COUNTED = [...VERDICTS, 'repeated', 'expired'] as const;
const DOUBTS = ['unstated', 'several_accounts', 'name_changed', 'pattern'] as const;
const FAULTS = ['no_handle', 'too_long', 'phone', 'mail', 'hashtag', 'no_account', 'short_link', 'unknown_service', 'wrong_name', 'role_or_channel', 'bare_number', 'disguised', 'hash', 'too_wide', 'not_compared'] as const;

const among = <T extends string>(all: readonly T[], code: string): code is T => (all as readonly string[]).includes(code);

export const verdictWords = (code: string): string => (among(COUNTED, code) ? t(`lists.verdict_${code}`) : code);
export const doubtWords = (code: string): string => (among(DOUBTS, code) ? t(`lists.doubt_${code}`) : code);
export const faultWords = (code: string): string => (among(FAULTS, code) ? t(`lists.fault_${code}`) : code);
export const evidenceWords = (code: string): string => (among(EVIDENCES, code) ? t(`lists.evidence_${code}`) : code);

/** Where the gate stands, in a sentence. */
export function gateWords(gate: Gate): string {
  if (gate.state === 'open') return t('lists.gate_open');
  if (gate.state === 'sampling') return t('lists.gate_sampling', { done: gate.labelled_by_me + gate.labelled_by_other, size: 2 * gate.sample_size });
  return gate.population < gate.needed ? t('lists.gate_short', { count: gate.population, needed: gate.needed }) : t('lists.gate_shut');
}
