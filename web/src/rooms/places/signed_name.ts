//! A channel's name where only text can stand: in lists of the browser's own, in sentences.

const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/** The name with its sign before it. It keeps its own direction, so that the sign stays before the name in any text. */
export function signedName({ name, isSpoken = false }: { name: string; isSpoken?: boolean }): string {
  return `${ISOLATE}${isSpoken ? '' : '#'}${name}${END_OF_ISOLATE}`;
}
