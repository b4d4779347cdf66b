//! Classes of characters that several rules of the parser need.

/** Change the direction of what follows, which can make an address read as another one. */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Take no room on the screen. Joiners and variation selectors are left out: scripts and emojis need them. */
const INVISIBLE = /[\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180E\u200B\u2060-\u2064\u206A-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;

const WORD = /^[\p{L}\p{N}\p{M}_]$/u;

/** The text without marks of direction. */
export function withoutBidi(text: string): string {
  return text.replace(BIDI, '');
}

/** The text without characters that nobody sees. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Whether a letter, digit, accent or underscore starts at `at`. */
export function isWordAt(text: string, at: number): boolean {
  const point = text.codePointAt(at);
  return point !== undefined && WORD.test(String.fromCodePoint(point));
}

/** Whether a letter, digit, accent or underscore ends before `at`. */
export function isWordBefore(text: string, at: number): boolean {
  const low = text.charCodeAt(at - 1);
  const isPair = low >= 0xdc00 && low <= 0xdfff;
  return isWordAt(text, isPair ? at - 2 : at - 1);
}

/** Whether there is white space at `at`. */
export function isSpaceAt(text: string, at: number): boolean {
  return /^\s$/u.test(text.charAt(at));
}
