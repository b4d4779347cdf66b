//! Who sees a private channel: nobody, except those who are named.
import { Permission } from '../../state/permissions';

interface Overwrite {
  id: string;
  type: 0 | 1;
  allow: string;
  deny: string;
}

/** The overwrites of a private channel. Its maker sees it, too; an owner sees everything without being named. */
export function privateOverwrites(guildId: string, makerId: string, roleIds: readonly string[], makerIsOwner: boolean): Overwrite[] {
  const view = String(Permission.ViewChannel);
  return [
    { id: guildId, type: 0, allow: '0', deny: view },
    ...roleIds.map((id): Overwrite => ({ id, type: 0, allow: view, deny: '0' })),
    ...(makerIsOwner ? [] : [{ id: makerId, type: 1, allow: view, deny: '0' } as const]),
  ];
}
