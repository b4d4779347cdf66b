//! Quotes a text as its author would by hand.

/** The text as a quote, for an answer that repeats it. */
export function quote(text: string): string {
  return text.replace(/^/gmu, '> ');
}
