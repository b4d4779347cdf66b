import { describe, expect, it } from 'vitest';

import type { ChannelData } from '../../gateway/events/channels';
import { channelPermissions, Permission, type Standing } from '../../state/permissions';
import { explain, type Reason } from './explain';

const P = Permission;
const ROLES: Record<string, bigint> = { g: P.ViewChannel | P.SendMessages | P.AttachFiles, mod: P.ManageMessages, admin: P.Administrator };
const roleOf = (id: string) => (id in ROLES ? { id, permissions: String(ROLES[id]) } : undefined);
const standing = (change: Partial<Standing> = {}): Standing => ({ guildId: 'g', isOwner: false, userId: 'u', roleIds: [], timedOut: false, ...change });
const channel = (...overwrites: [string, bigint, bigint][]): ChannelData => ({
  id: 'c',
  type: 0,
  permission_overwrites: overwrites.map(([id, allow, deny]) => ({ id, type: id === 'u' ? 1 : 0, allow: String(allow), deny: String(deny) })),
});

describe('why', () => {
  it.each<[string, Standing, ChannelData | null, bigint, boolean, Reason]>([
    ['the owner may', standing({ isOwner: true }), channel(['g', 0n, P.ViewChannel]), P.BanMembers, true, { kind: 'owner' }],
    ['an administrator may', standing({ roleIds: ['admin'] }), channel(['g', 0n, P.ViewChannel]), P.BanMembers, true, { kind: 'administrator', roleId: 'admin' }],
    ['everybody may', standing(), null, P.SendMessages, true, { kind: 'everyone' }],
    ['a role gives it', standing({ roleIds: ['mod'] }), channel(), P.ManageMessages, true, { kind: 'role', roleId: 'mod' }],
    ['nobody gave it', standing(), channel(), P.ManageMessages, false, { kind: 'nobody' }],
    ['the channel denies it to everybody', standing(), channel(['g', 0n, P.SendMessages]), P.SendMessages, false, { kind: 'everyone_here', allows: false }],
    ['a role is let through here', standing({ roleIds: ['mod'] }), channel(['g', 0n, P.SendMessages], ['mod', P.SendMessages, 0n]), P.SendMessages, true, { kind: 'role_here', roleId: 'mod', allows: true }],
    ['the member is stopped here', standing({ roleIds: ['mod'] }), channel(['mod', P.SendMessages, 0n], ['u', 0n, P.SendMessages]), P.SendMessages, false, { kind: 'member', allows: false }],
    ['the channel cannot be seen', standing(), channel(['g', 0n, P.ViewChannel]), P.SendMessages, false, { kind: 'hidden' }],
    ['not writing takes files along', standing(), channel(['g', 0n, P.SendMessages]), P.AttachFiles, false, { kind: 'mute' }],
    ['a pause takes writing', standing({ timedOut: true }), channel(), P.SendMessages, false, { kind: 'timed_out' }],
  ])('%s', (_name, who, where, bit, may, reason) => expect(explain(who, roleOf, where, bit)).toEqual({ may, reason }));

  it('the verdict is always that of the decision itself', () => {
    const states: [bigint, bigint][] = [[0n, 0n], [P.SendMessages, 0n], [0n, P.SendMessages], [0n, P.ViewChannel]];
    for (const everyone of states)
      for (const role of states)
        for (const member of states)
          for (const bit of [P.SendMessages, P.AttachFiles, P.ViewChannel]) {
            const where = channel(['g', ...everyone], ['mod', ...role], ['u', ...member]);
            const who = standing({ roleIds: ['mod'] });
            const { may, reason } = explain(who, roleOf, where, bit);
            expect(may).toBe((channelPermissions(who, roleOf, where) & bit) !== 0n);
            if ('allows' in reason) expect(reason.allows).toBe(may);
          }
  });
});
