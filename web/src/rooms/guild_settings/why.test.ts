import { expect, it } from 'vitest';

import { type Explained, sentenceOf } from './why';

const explained = (change: Partial<Explained>): Explained => ({ permission: 'SPEAK', bits: '2097152', granted: false, reason: 'not_granted', role_id: null, needs: null, ...change });

it.each<[Partial<Explained>, string]>([
  [{ reason: 'owner' }, 'owner'],
  [{ reason: 'administrator', role_id: '5' }, 'administrator'],
  [{ reason: 'role', role_id: '5' }, 'role'],
  [{ reason: 'role', role_id: '1' }, 'everyone'],
  [{ reason: 'role_overwrite', role_id: '5' }, 'role_here'],
  [{ reason: 'role_overwrite', role_id: '1' }, 'everyone_here'],
  [{ reason: 'member_overwrite' }, 'member'],
  [{ reason: 'restrained' }, 'timed_out'],
  [{ reason: 'needs', needs: 'VIEW_CHANNEL' }, 'hidden'],
  [{ reason: 'needs', needs: 'SEND_MESSAGES' }, 'mute'],
  [{ reason: 'needs', needs: 'SEND_MESSAGES_IN_THREADS' }, 'mute'],
  [{ reason: 'needs', needs: 'CONNECT' }, 'outside'],
  [{ reason: 'not_granted' }, 'nobody'],
])('%o is said as "%s"', (change, sentence) => expect(sentenceOf(explained(change), '1')).toBe(`guild.why_${sentence}`));
