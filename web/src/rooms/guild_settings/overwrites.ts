//! Three states of a right in one channel: allowed, denied, or as everywhere. Decides, draws nothing.
import type { APIOverwrite } from 'discord-api-types/v10';

export type Tri = 'allow' | 'inherit' | 'deny';

export function triOf(overwrite: Pick<APIOverwrite, 'allow' | 'deny'>, bit: bigint): Tri {
  if ((BigInt(overwrite.deny) & bit) !== 0n) return 'deny';
  return (BigInt(overwrite.allow) & bit) !== 0n ? 'allow' : 'inherit';
}

export function withTri(overwrite: APIOverwrite, bit: bigint, state: Tri): APIOverwrite {
  const allow = BigInt(overwrite.allow) & ~bit;
  const deny = BigInt(overwrite.deny) & ~bit;
  return { ...overwrite, allow: String(state === 'allow' ? allow | bit : allow), deny: String(state === 'deny' ? deny | bit : deny) };
}

/** What differs between two lists, as requests: what to put, and whose overwrite to delete. */
export function overwriteChanges(before: readonly APIOverwrite[], after: readonly APIOverwrite[]): { put: APIOverwrite[]; remove: string[] } {
  const known = new Map(before.map((it) => [it.id, it]));
  const put = after.filter((it) => {
    const old = known.get(it.id);
    return !old || BigInt(old.allow) !== BigInt(it.allow) || BigInt(old.deny) !== BigInt(it.deny);
  });
  const kept = new Set(after.map((it) => it.id));
  return { put, remove: before.filter((it) => !kept.has(it.id)).map((it) => it.id) };
}

/** Whether two channels say the same of everybody. */
export function isSynced(a: readonly APIOverwrite[], b: readonly APIOverwrite[]): boolean {
  const { put, remove } = overwriteChanges(a, b);
  return put.length === 0 && remove.length === 0;
}
