//! What the numbers of arrivals mean, in the reader's words. What a newer server says is shown as it says it.
import { i18n, t } from '../../i18n/i18n.svelte';
import { SIGNALS, type Answer, type Contribution, type Raids, type Signal } from '../../state/guard/raid_words';
import { spanWords } from './guard_words';

const isKnown = (code: string): code is Signal => (SIGNALS as readonly string[]).includes(code);

/** What somebody did, with the number that was counted. */
export function signalWords({ signal, observed }: Contribution): string {
  if (!isKnown(signal)) return signal;
  if (signal === 'account_age') return t('guard.signal_account_age', { span: spanWords(Math.max(60, observed)) });
  return t(`guard.signal_${signal}`, { count: observed });
}

/** What takes the points away again. */
export function lowersWords({ lowers, seconds }: Contribution): string {
  if (lowers === 'age') return t('guard.lowers_age', { span: spanWords(Math.max(60, seconds ?? 0)) });
  if (lowers === 'pause') return t('guard.lowers_pause', { span: spanWords(seconds ?? 600) });
  return t(lowers === 'appeal' ? 'guard.lowers_appeal' : 'guard.lowers_person');
}

export function answerWords(answer: Answer): string {
  return t(`guard.answer_${answer}`);
}

export function answerHint(answer: Answer): string {
  return t(`guard.answer_${answer}_hint`);
}

export function oneOf(number: number): string {
  return new Intl.NumberFormat(i18n.locale, { maximumSignificantDigits: 2 }).format(number);
}

/** One sentence on what goes on. */
export function alarmWords({ ringing, wave }: Raids): string {
  if (wave === null) return t('guard.alarm_quiet');
  const values = { count: wave.newcomers, conspicuous: wave.conspicuous };
  if (!ringing || wave.ended_at !== null) return t('guard.alarm_over', { count: wave.newcomers });
  return wave.verdict === 'raid' ? t('guard.alarm_raid', values) : t('guard.alarm_surge', values);
}
