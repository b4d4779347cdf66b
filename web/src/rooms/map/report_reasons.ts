//! Why a group is reported, in the reader's words.
import type { Key } from '../../i18n/i18n.svelte';

export type ReportReason = 'wrong' | 'closed' | 'unsafe' | 'not_agreed' | 'other';

export const REPORT_REASONS: Record<ReportReason, Key> = {
  wrong: 'map.reason_wrong',
  closed: 'map.reason_closed',
  unsafe: 'map.reason_unsafe',
  not_agreed: 'map.reason_not_agreed',
  other: 'map.reason_other',
};
