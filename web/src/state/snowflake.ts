//! Ids that carry the time of their making.

/** Milliseconds between 1970 and the first moment of the platform's ids. */
const EPOCH_MS = 1_420_070_400_000n;

/** Whether `a` was made before `b`. Ids are compared by length and then by digits, which is cheaper than as numbers. */
export function isOlder(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

/** For sorting from old to new. */
export function byAge(a: string, b: string): number {
  return a === b ? 0 : isOlder(a, b) ? -1 : 1;
}

/** When an id was made. */
export function madeAt(id: string): Date {
  return new Date(Number((BigInt(id) >> 22n) + EPOCH_MS));
}

/** The lowest id of a moment. */
export function idAt(ms: number): string {
  const since = BigInt(Math.max(0, Math.floor(ms))) - EPOCH_MS;
  return String((since < 0n ? 0n : since) << 22n);
}
