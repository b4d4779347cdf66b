import { describe, expect, it } from 'vitest';

import { ALL, channelPermissions, guildPermissions, type RightsPlace, type RoleRights, type Standing } from './permissions';
import shared from './permission_cases.json';

/** Written by the server's own rules: `crates/rules/tests/it/client_cases.rs`. */
interface Case extends Omit<Standing, 'guildId'>, RightsPlace {
  roles: RoleRights[];
  inGuild: string;
  inChannel: string;
}

describe('what is offered', () => {
  it('knows every right that the server has', () => expect(String(ALL)).toBe(shared.all));

  it.each((shared.cases as Case[]).map((it, number) => [number, it] as const))('is what the server grants, case %i', (_number, { roles, inGuild, inChannel, type, overwrites, joined, ...standing }) => {
    const who = { ...standing, guildId: shared.guildId };
    const roleOf = (id: string) => roles.find((it) => it.id === id);
    expect(String(guildPermissions(who, roleOf))).toBe(inGuild);
    expect(String(channelPermissions(who, roleOf, { type, overwrites, joined }))).toBe(inChannel);
  });
});
