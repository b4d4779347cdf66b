//! Names and other people's words inside of a sentence that runs the other way.

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LEFT_TO_RIGHT = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u;

/** Keeps words together that hold letters of the other direction, so that signs beside them stay on their side. */
export function isolated(words: string, direction: 'ltr' | 'rtl'): string {
  return (direction === 'rtl' ? LEFT_TO_RIGHT : RIGHT_TO_LEFT).test(words) ? `\u2068${words}\u2069` : words;
}
