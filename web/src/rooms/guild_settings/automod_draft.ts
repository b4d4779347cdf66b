//! A rule of automatic moderation while it is edited: lists as lines of text, actions as switches; and what is sent. The
//! limits are the platform's.
import type { APIAutoModerationAction, APIAutoModerationRule } from 'discord-api-types/v10';

export const RULE_MAX = { name: 100, keywords: 1000, keywordChars: 60, regexes: 10, regexChars: 260, allowed: 100, allowedForPresets: 1000, mentions: 50, roles: 20, channels: 50, text: 150, timeoutS: 2_419_200 } as const;

/** By the platform's numbers. */
export const TRIGGERS = ['keyword', 'spam', 'preset', 'mentions', 'profile'] as const;
export type Trigger = (typeof TRIGGERS)[number];
const NUMBER: Record<Trigger, number> = { keyword: 1, spam: 3, preset: 4, mentions: 5, profile: 6 };
/** So many rules of each kind a guild can have. */
export const RULES_MAX: Record<Trigger, number> = { keyword: 6, spam: 1, preset: 1, mentions: 1, profile: 1 };
export const PRESETS = ['profanity', 'sexual', 'slurs'] as const;
const ACTION = { block: 1, alert: 2, timeout: 3, interaction: 4 } as const;
const EVENT = { message: 1, member: 2 } as const;
export type ActionName = keyof typeof ACTION;

export interface RuleDraft {
  /** Null for one that is new. */
  id: string | null;
  name: string;
  trigger: Trigger;
  enabled: boolean;
  keywords: string;
  regexes: string;
  allowed: string;
  /** By number, from 1. */
  presets: readonly number[];
  mentions: number;
  raids: boolean;
  block: { on: boolean; text: string };
  alert: { on: boolean; channelId: string | null };
  timeout: { on: boolean; seconds: number };
  interaction: boolean;
  exemptRoles: readonly string[];
  exemptChannels: readonly string[];
}

const MINUTE_S = 60;
export const TIMEOUTS_S = [MINUTE_S, 5 * MINUTE_S, 10 * MINUTE_S, 3600, 86_400, 604_800, RULE_MAX.timeoutS];

export function triggerOf(rule: Pick<APIAutoModerationRule, 'trigger_type'>): Trigger {
  return TRIGGERS.find((it) => NUMBER[it] === (rule.trigger_type as number)) ?? 'keyword';
}

/** What a rule of a kind can do. */
export function actionsOf(trigger: Trigger): readonly ActionName[] {
  if (trigger === 'profile') return ['interaction', 'alert'];
  return trigger === 'keyword' || trigger === 'mentions' ? ['block', 'alert', 'timeout'] : ['block', 'alert'];
}

export function freshRule(trigger: Trigger): RuleDraft {
  return {
    id: null, name: '', trigger, enabled: true, keywords: '', regexes: '', allowed: '', presets: [1, 2, 3], mentions: 20, raids: trigger === 'mentions',
    block: { on: trigger !== 'profile', text: '' }, alert: { on: false, channelId: null }, timeout: { on: false, seconds: 10 * MINUTE_S }, interaction: trigger === 'profile', exemptRoles: [], exemptChannels: [],
  };
}

export function draftOf(rule: APIAutoModerationRule): RuleDraft {
  const { trigger_metadata: metadata } = rule;
  const lines = (list: readonly string[] | undefined) => (list ?? []).join('\n');
  const found = (name: ActionName) => rule.actions.find((it) => (it.type as number) === ACTION[name]);
  return {
    id: rule.id, name: rule.name, trigger: triggerOf(rule), enabled: rule.enabled,
    keywords: lines(metadata.keyword_filter), regexes: lines(metadata.regex_patterns), allowed: lines(metadata.allow_list),
    presets: (metadata.presets ?? []) as number[], mentions: metadata.mention_total_limit ?? 20, raids: metadata.mention_raid_protection_enabled ?? false,
    block: { on: found('block') !== undefined, text: found('block')?.metadata?.custom_message ?? '' },
    alert: { on: found('alert') !== undefined, channelId: found('alert')?.metadata?.channel_id ?? null },
    timeout: { on: found('timeout') !== undefined, seconds: found('timeout')?.metadata?.duration_seconds ?? 10 * MINUTE_S },
    interaction: found('interaction') !== undefined,
    exemptRoles: rule.exempt_roles, exemptChannels: rule.exempt_channels,
  };
}

/** Lines without what is empty or stands there twice. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((it) => it.trim()).filter((it) => it !== ''))];
}

function metadataOf(draft: RuleDraft): object {
  const [keywords, regexes, allowed] = [linesOf(draft.keywords), linesOf(draft.regexes), linesOf(draft.allowed)];
  switch (draft.trigger) {
    case 'keyword':
    case 'profile':
      return { keyword_filter: keywords, regex_patterns: regexes, allow_list: allowed };
    case 'preset':
      return { presets: draft.presets, allow_list: allowed };
    case 'mentions':
      return { mention_total_limit: draft.mentions, mention_raid_protection_enabled: draft.raids };
    case 'spam':
      return {};
  }
}

function actionsIn(draft: RuleDraft): APIAutoModerationAction[] {
  const possible = actionsOf(draft.trigger);
  const wanted: [ActionName, boolean, object][] = [
    ['block', draft.block.on, draft.block.text.trim() === '' ? {} : { custom_message: draft.block.text.trim() }],
    ['alert', draft.alert.on && draft.alert.channelId !== null, { channel_id: draft.alert.channelId }],
    ['timeout', draft.timeout.on, { duration_seconds: draft.timeout.seconds }],
    ['interaction', draft.interaction, {}],
  ];
  return wanted.filter(([name, on]) => on && possible.includes(name)).map(([name, , metadata]) => ({ type: ACTION[name] as number as APIAutoModerationAction['type'], metadata }));
}

/** What is sent. A rule of profiles looks at members, every other one at messages. */
export function bodyOf(draft: RuleDraft): object {
  return {
    name: draft.name.trim(), event_type: draft.trigger === 'profile' ? EVENT.member : EVENT.message,
    ...(draft.id === null && { trigger_type: NUMBER[draft.trigger] }),
    trigger_metadata: metadataOf(draft), actions: actionsIn(draft), enabled: draft.enabled, exempt_roles: draft.exemptRoles, exempt_channels: draft.exemptChannels,
  };
}

export type RuleMissing = 'name' | 'words' | 'presets' | 'action' | 'alert_channel' | 'too_many' | 'too_long';

/** What has to be mended before it can be sent. */
export function missingIn(draft: RuleDraft): RuleMissing[] {
  const [keywords, regexes, allowed] = [linesOf(draft.keywords), linesOf(draft.regexes), linesOf(draft.allowed)];
  const hasWords = draft.trigger === 'keyword' || draft.trigger === 'profile';
  const allowedMax = draft.trigger === 'preset' ? RULE_MAX.allowedForPresets : RULE_MAX.allowed;
  const chars = (it: string) => [...it].length;
  const found: [RuleMissing, boolean][] = [
    ['name', draft.name.trim() === ''],
    ['words', hasWords && keywords.length === 0 && regexes.length === 0],
    ['presets', draft.trigger === 'preset' && draft.presets.length === 0],
    ['too_many', keywords.length > RULE_MAX.keywords || regexes.length > RULE_MAX.regexes || allowed.length > allowedMax],
    ['too_long', [...keywords, ...allowed].some((it) => chars(it) > RULE_MAX.keywordChars) || regexes.some((it) => chars(it) > RULE_MAX.regexChars)],
    ['alert_channel', draft.alert.on && draft.alert.channelId === null],
    ['action', actionsIn(draft).length === 0 && !(draft.alert.on && draft.alert.channelId === null)],
  ];
  return found.flatMap(([what, isMissing]) => (isMissing ? [what] : []));
}
