//! A channel's name where only text can stand: in lists of the browser's own, in sentences.

/** The name with its sign before it; a spoken channel has none. Whoever sets it into other text isolates it. */
export function signedName({ name, isSpoken = false }: { name: string; isSpoken?: boolean }): string {
  return `${isSpoken ? '' : '#'}${name}`;
}
