//! The audit log in sentences. Decides which words; draws nothing.
import type { Key } from '../../i18n/i18n.svelte';

/** Types that this server writes, with the last word of their key. */
export const AUDIT_ACTIONS: Readonly<Record<number, string>> = {
  1: 'guild_update',
  10: 'channel_create', 11: 'channel_update', 12: 'channel_delete',
  13: 'overwrite_create', 14: 'overwrite_update', 15: 'overwrite_delete',
  20: 'kick', 21: 'prune', 22: 'ban', 23: 'unban', 24: 'member_update', 25: 'member_roles', 28: 'bot_add',
  30: 'role_create', 31: 'role_update', 32: 'role_delete',
  40: 'invite_create', 41: 'invite_update', 42: 'invite_delete',
  50: 'webhook_create', 51: 'webhook_update', 52: 'webhook_delete',
  60: 'emoji_create', 61: 'emoji_update', 62: 'emoji_delete',
  72: 'message_delete', 73: 'message_bulk_delete', 74: 'pin', 75: 'unpin',
  80: 'integration_create', 81: 'integration_update', 82: 'integration_delete',
  110: 'thread_create', 111: 'thread_update', 112: 'thread_delete',
  121: 'command_permissions',
  163: 'prompt_create', 164: 'prompt_update', 165: 'prompt_delete', 166: 'onboarding_create', 167: 'onboarding_update',
};

export function sentenceOf(action: number): Key {
  const word = AUDIT_ACTIONS[action];
  return (word === undefined ? 'audit.other' : `audit.${word}`) as Key;
}

export interface AuditChange {
  key: string;
  old_value?: unknown;
  new_value?: unknown;
}

/** A value of a change as text; long ones are cut, and what is no plain value is left to the words around it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.map((it: unknown) => (typeof it === 'object' && it !== null && 'name' in it ? String(it.name) : typeof it === 'object' ? '…' : String(it))).join(', ').slice(0, 200);
  if (typeof value === 'object') return '…';
  return String(value).slice(0, 200);
}
