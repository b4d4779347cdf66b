//! What a request that failed says: the platform's error shape, and what the network says.
import { type Key, t } from '../i18n/i18n.svelte';

/** One complaint about one field, for example `['recipients', '0']`. */
export interface FieldError {
  path: string[];
  code: string;
  message: string;
}

interface ErrorBody {
  code?: unknown;
  message?: unknown;
  errors?: unknown;
  retry_after?: unknown;
}

/** Words for the complaints about fields that members meet; the server's own words are for programs. */
const FIELD_WORDS: Record<string, Key> = {
  BASE_TYPE_REQUIRED: 'core.field_required',
  BASE_TYPE_BAD_LENGTH: 'core.field_length',
  USERNAME_ALREADY_TAKEN: 'core.field_username_taken',
  USERNAME_INVALID_CHARACTERS: 'core.field_username_characters',
  USERNAME_MIXED_SCRIPTS: 'core.field_username_scripts',
  USERNAME_RESERVED: 'core.field_username_reserved',
  PASSWORD_DOES_NOT_MATCH: 'core.field_password_wrong',
  INVALID_LOGIN: 'core.field_login_wrong',
  CONSENT_REQUIRED: 'core.field_consent',
  // Met only in the settings of a guild, which bring these texts along.
  ROLE_NOT_HARMLESS: 'guild.role_not_harmless',
  ROLE_INVALID: 'guild.role_invalid',
  CHANNEL_INVALID: 'guild.channel_invalid',
  INVALID_EMOJI: 'guild.emoji_invalid',
  // Met only at the desk and in one's own decisions, which bring these texts along.
  CASE_HELD: 'guard.error_held',
  CASE_DECIDED: 'guard.error_decided',
  SUBJECT_GONE: 'guard.error_gone',
  FOUR_EYES: 'guard.error_four_eyes',
  ACTION_DAY_CHANGED: 'guard.error_day_changed',
  NO_ACCOUNTS: 'guard.error_no_accounts',
  UNDO_TOO_LATE: 'guard.error_undo_late',
  APPEAL_TOO_LATE: 'guard.appeal_too_late',
  LIST_EXPIRED: 'lists.error_expired',
  PROPOSAL_CHANGED: 'lists.error_changed',
  LABEL_FIXED: 'lists.error_fixed',
  NO_CASE_FROM_ROW: 'lists.error_no_case',
  DECIDED_BEFORE: 'lists.error_decided',
  LIST_UNREADABLE: 'lists.error_unreadable',
  LIST_TOO_LONG: 'lists.error_long',
  OWN_LIST: 'lists.sample_own',
  TWO_REVIEWERS: 'lists.sample_two',
  GATE_DECIDED: 'lists.sample_decided',
  GATE_SHUT: 'lists.proposal_shut',
  MISSING_PERMISSIONS: 'core.error_forbidden',
  // Met only on the map, which brings these texts along.
  DIRECTORY_LINK_UNKNOWN: 'map.error_link',
  DIRECTORY_PLACE_UNKNOWN: 'map.error_place',
  DIRECTORY_ASKED_BEFORE: 'map.error_asked_before',
  DIRECTORY_NEEDS_TWO: 'map.error_needs_two',
  DIRECTORY_MERGE_INVALID: 'map.error_merge',
  DIRECTORY_SHAPE_INVALID: 'map.error_shape',
  DIRECTORY_EXPIRY_INVALID: 'map.error_expiry',
  DIRECTORY_PROOF_INVALID: 'map.error_proof',
  DIRECTORY_CHANNEL_UNKNOWN: 'map.error_channel',
};

/** Words for the platform's numeric codes that members meet. */
const CODE_WORDS: Record<number, Key> = {
  10006: 'core.code_invite',
  30001: 'core.code_too_many_guilds',
  40007: 'core.code_banned',
  60003: 'core.code_second_factor',
  60006: 'core.code_ticket',
  60008: 'core.code_wrong',
  350000: 'guild.onboarding_nowhere',
  350001: 'guild.onboarding_nowhere',
};

/** What a member can make something of, about one field. */
export function fieldWords(error: FieldError): string {
  const key = FIELD_WORDS[error.code];
  return key === undefined ? error.message : t(key);
}

export class ApiError extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The platform's numeric code; 0 when there is none. */
  readonly code: number;
  readonly fields: readonly FieldError[];
  /** When it is worth another try; null when the server did not say. */
  readonly retryAfterMs: number | null;

  constructor(status: number, body: ErrorBody | null) {
    super(typeof body?.message === 'string' ? body.message : `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = typeof body?.code === 'number' ? body.code : 0;
    this.fields = collect(body?.errors, []);
    this.retryAfterMs = typeof body?.retry_after === 'number' ? body.retry_after * 1000 : null;
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  /** The complaint about a field, or undefined. */
  field(...path: string[]): string | undefined {
    const found = this.fields.find((it) => it.path.join('.') === path.join('.'));
    return found && fieldWords(found);
  }

  /** What a member can make something of. */
  get words(): string {
    if (this.isOffline) return t('core.error_offline');
    const field = this.fields[0];
    if (field) return fieldWords(field);
    const known = CODE_WORDS[this.code];
    if (known !== undefined) return t(known);
    if (this.status === 401) return t('core.error_signed_out');
    if (this.status === 403) return t('core.error_forbidden');
    if (this.status === 404) return t('core.error_not_found');
    if (this.status === 413) return t('core.error_too_large');
    if (this.status === 429) return t('core.error_too_fast');
    if (this.status === 501) return t('core.error_not_yet');
    if (this.status >= 500) return t('core.error_server');
    return this.message;
  }
}

/** The words of anything that was thrown. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.words;
  return t('core.error_unexpected');
}

function collect(node: unknown, path: string[]): FieldError[] {
  if (typeof node !== 'object' || node === null) return [];
  const found: FieldError[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === '_errors' && Array.isArray(value)) {
      for (const it of value as { code?: string; message?: string }[]) found.push({ path, code: it.code ?? '', message: it.message ?? '' });
    } else {
      found.push(...collect(value, [...path, key]));
    }
  }
  return found;
}
