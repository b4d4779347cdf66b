//! What a rule of automatic moderation looks for and does, in one line of the reader's words.
import type { APIAutoModerationRule } from 'discord-api-types/v10';

import { i18n, t } from '../../i18n/i18n.svelte';
import { type ActionName, actionsOf, draftOf, linesOf, PRESETS } from './automod_draft';

/** Names of presets by their numbers. */
export function presetWords(number: number): string {
  const name = PRESETS[number - 1];
  return name === undefined ? String(number) : t(`guard.preset_${name}`);
}

/** What a rule does, where it begins a line. */
export function doesWords(action: ActionName): string {
  const words = t(`guard.does_${action}`);
  return words.charAt(0).toLocaleUpperCase(i18n.locale) + words.slice(1);
}

export function summaryOf(rule: APIAutoModerationRule): string {
  const draft = draftOf(rule);
  const list = new Intl.ListFormat(i18n.locale, { type: 'conjunction' });
  const looks = {
    keyword: () => t('guard.sum_words', { words: linesOf(draft.keywords).length, patterns: linesOf(draft.regexes).length }),
    profile: () => t('guard.sum_words', { words: linesOf(draft.keywords).length, patterns: linesOf(draft.regexes).length }),
    preset: () => list.format(draft.presets.map(presetWords)),
    mentions: () => t('guard.sum_mentions', { count: draft.mentions }),
    spam: () => t('guard.sum_spam'),
  }[draft.trigger]();
  const isOn = { block: draft.block.on, alert: draft.alert.on, timeout: draft.timeout.on, interaction: draft.interaction };
  const does = actionsOf(draft.trigger).filter((it) => isOn[it]).map((it) => t(`guard.does_${it}`));
  return `${looks} → ${does.length === 0 ? '—' : list.format(does)}`;
}
