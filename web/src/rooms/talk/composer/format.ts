//! The signs of Markdown around what is selected.

export interface Selection {
  text: string;
  start: number;
  end: number;
}

/** What to put in place of the selection, and what is selected afterwards. */
export interface Wrapping {
  start: number;
  end: number;
  insert: string;
  select: [number, number];
}

/** Puts `sign` around the selection, or takes it away where it stands already. */
export function wrapped({ text, start, end }: Selection, sign: string): Wrapping {
  const inner = text.slice(start, end);
  const length = sign.length;
  const isAround = text.slice(start - length, start) === sign && text.slice(end, end + length) === sign && !isLonger(text, start, end, sign);
  if (isAround) return { start: start - length, end: end + length, insert: inner, select: [start - length, end - length] };
  // Blanks at the edges stay outside, because the signs would not be read there.
  const lead = inner.length - inner.trimStart().length;
  const trail = inner.trim() === '' ? 0 : inner.length - inner.trimEnd().length;
  const core = inner.slice(lead, inner.length - trail);
  const insert = inner.slice(0, lead) + sign + core + sign + inner.slice(inner.length - trail);
  const at = start + lead + length;
  return { start, end, insert, select: [at, at + core.length] };
}

// `*` beside `**` is the sign for something else.
function isLonger(text: string, start: number, end: number, sign: string): boolean {
  if (sign !== '*') return false;
  const before = /\*+$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = /^\*+/.exec(text.slice(end))?.[0].length ?? 0;
  return before % 2 === 0 || after % 2 === 0;
}
