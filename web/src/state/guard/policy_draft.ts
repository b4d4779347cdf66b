//! A rule while somebody writes it, as the form has it: lines of text for lists and numbers.
import type { ActionKind, Gate, Policy } from './policies.svelte';

export const ACTIONS = ['label', 'alert', 'hold', 'block', 'timeout'] as const satisfies readonly ActionKind[];
export const POLICY_MAX = { name: 100, when: 2000, labels: 5, label: 50, told: 500, ids: 250, thresholds: 20 } as const;
/** What the research asks before something is taken from somebody without a person: 73 of 73, or 109 of 110. */
export const GATE: Gate = { days: 7, sample: 73, precision: 950 };
const RESTRICTING: readonly ActionKind[] = ['hold', 'block', 'timeout'];

export interface PolicyDraft {
  id: string | null;
  name: string;
  when: string;
  /** One `name = number` a line. */
  thresholds: string;
  /** Separated by commas. */
  labels: string;
  told: string;
  actions: readonly ActionKind[];
  alertChannel: string | null;
  timeoutSeconds: number;
  channelIds: readonly string[];
  exemptRoleIds: readonly string[];
  schedule: Policy['schedule'];
  gate: Gate;
}

export function freshPolicy(): PolicyDraft {
  return { id: null, name: '', when: '', thresholds: '', labels: '', told: '', actions: ['label'], alertChannel: null, timeoutSeconds: 3600, channelIds: [], exemptRoleIds: [], schedule: {}, gate: GATE };
}

export function draftOfPolicy(policy: Policy): PolicyDraft {
  const of = (kind: ActionKind) => policy.actions.find((it) => it.kind === kind);
  return {
    id: policy.id,
    name: policy.name,
    when: policy.when,
    thresholds: Object.entries(policy.thresholds).map(([name, value]) => `${name} = ${value}`).join('\n'),
    labels: policy.labels.join(', '),
    told: policy.told,
    actions: policy.actions.map((it) => it.kind),
    alertChannel: of('alert')?.channel_id ?? null,
    timeoutSeconds: of('timeout')?.seconds ?? 3600,
    channelIds: policy.channel_ids,
    exemptRoleIds: policy.exempt_role_ids,
    schedule: policy.schedule,
    gate: policy.gate,
  };
}

/** The numbers that a condition names; null where a line is none. */
export function thresholdsOf(text: string): Record<string, number> | null {
  const found: Record<string, number> = {};
  for (const line of text.split('\n').map((it) => it.trim()).filter((it) => it !== '')) {
    const parts = /^([a-z][a-z0-9_]{0,31})\s*=\s*(-?\d{1,15})$/.exec(line);
    if (parts?.[1] === undefined || parts[2] === undefined) return null;
    found[parts[1]] = Number(parts[2]);
  }
  return found;
}

export function labelsOf(text: string): string[] {
  return text.split(',').map((it) => it.trim()).filter((it) => it !== '');
}

/** What of the gate may not be lower, for what the rule does. */
export function leastGate(actions: readonly ActionKind[]): Gate {
  return actions.some((it) => RESTRICTING.includes(it)) ? { days: 1, sample: 73, precision: 950 } : { days: 1, sample: 20, precision: 500 };
}

export function bodyOfPolicy(draft: PolicyDraft): object {
  const least = leastGate(draft.actions);
  return {
    name: draft.name.trim(),
    when: draft.when,
    thresholds: thresholdsOf(draft.thresholds) ?? {},
    labels: labelsOf(draft.labels),
    told: draft.told.trim(),
    actions: draft.actions.map((kind) => ({ kind, ...(kind === 'alert' ? { channel_id: draft.alertChannel } : {}), ...(kind === 'timeout' ? { seconds: draft.timeoutSeconds } : {}) })),
    schedule: draft.schedule,
    channel_ids: draft.channelIds,
    exempt_role_ids: draft.exemptRoleIds,
    gate: { days: Math.max(least.days, draft.gate.days), sample: Math.max(least.sample, draft.gate.sample), precision: Math.max(least.precision, draft.gate.precision) },
  };
}

export type PolicyMissing = 'name' | 'when' | 'numbers' | 'actions' | 'channel';

/** What is missing before it can be saved. */
export function missingInPolicy(draft: PolicyDraft): PolicyMissing[] {
  const missing: PolicyMissing[] = [];
  if (draft.name.trim() === '') missing.push('name');
  if (draft.when.trim() === '') missing.push('when');
  if (thresholdsOf(draft.thresholds) === null) missing.push('numbers');
  if (draft.actions.length === 0) missing.push('actions');
  if (draft.actions.includes('alert') && draft.alertChannel === null) missing.push('channel');
  return missing;
}
