//! What rules do, how they run and what is missing before they may be switched on, in the reader's words.
import { i18n, t } from '../../../i18n/i18n.svelte';
import type { Act, ActionKind, Measured, Mode, Policy, Sample } from '../../../state/guard/policies.svelte';

export function actionWords(kind: ActionKind): string {
  return t(`policies.action_${kind}`);
}

export function modeWords(mode: Mode): string {
  return t(`policies.mode_${mode}`);
}

export function actWords({ act, name, user }: Act): string {
  return t(`policies.act_${act}`, { name: user?.global_name ?? user?.username ?? t('policies.somebody'), rule: name });
}

/** Thousandths as people read them. */
export function percentWords(thousandths: number): string {
  return new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 1 }).format(thousandths / 1000);
}

export function measuredWords(measured: Measured): string {
  return t('policies.measured', { caught: measured.caught, judged: measured.judged, right: measured.right, proven: percentWords(measured.proven) });
}

/** What is still missing; null when it may be switched on. */
export function refusedWords(refused: Policy['refused']): string | null {
  if (refused === null) return null;
  if (refused.of === 'precision') return t('policies.refused_precision', { has: percentWords(refused.has), needed: percentWords(refused.needed) });
  return t(`policies.refused_${refused.of}`, { has: refused.has, needed: refused.needed });
}

/** What a rule asked of a message, with the values that may be shown. */
export function whyWords(why: Sample['why']): string {
  return why.map((it) => (it.value === null ? it.feature : `${it.feature} = ${it.value}`)).join(' · ');
}
