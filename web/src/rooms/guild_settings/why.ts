//! Why somebody may do something, in words. The server says what decided.
import type { components } from '../../api/parvis';
import type { Key } from '../../i18n/i18n.svelte';

export type Explained = components['schemas']['ExplainedPermission'];

/** What a missing right takes along. */
const NEEDED: Record<string, Key> = { VIEW_CHANNEL: 'guild.why_hidden', CONNECT: 'guild.why_outside', MANAGE_THREADS: 'guild.why_hidden' };

/** The sentence, which names `{role}` and says by `{allows}` what an overwrite does. */
export function sentenceOf({ reason, role_id, needs }: Explained, guildId: string): Key {
  const ofEveryone = role_id === guildId;
  switch (reason) {
    case 'owner':
      return 'guild.why_owner';
    case 'administrator':
      return 'guild.why_administrator';
    case 'role':
      return ofEveryone ? 'guild.why_everyone' : 'guild.why_role';
    case 'role_overwrite':
      return ofEveryone ? 'guild.why_everyone_here' : 'guild.why_role_here';
    case 'member_overwrite':
      return 'guild.why_member';
    case 'restrained':
      return 'guild.why_timed_out';
    case 'needs':
      return NEEDED[needs ?? ''] ?? 'guild.why_mute';
    case 'not_granted':
      return 'guild.why_nobody';
  }
}
