//! What can be chosen in a menu of things, or given for an option of a command.
import { Part } from './tree';

export type EntityKind = 'user' | 'role' | 'channel';

export function kindsOf(type: number): readonly EntityKind[] {
  if (type === Part.UserSelect) return ['user'];
  if (type === Part.RoleSelect) return ['role'];
  return type === Part.ChannelSelect ? ['channel'] : ['user', 'role'];
}
