//! Finds where bold, italic, underlined, struck and hidden text ends. The nearest fitting mark closes, as members of
//! such platforms are used to; so nothing of one kind holds the same kind again, and depth is bounded by that.

import { isSpaceAt, isWordAt, isWordBefore } from './characters';
import { BACKSLASH, BACKTICK, type Source } from './source';
import type { SpanKind } from './tree';

const STAR = 0x2a;
const UNDERSCORE = 0x5f;
const TILDE = 0x7e;
const PIPE = 0x7c;

/** A longer run of stars, underscores or tildes is a line somebody draws. */
const RUN_MAX = 3;

/** A span: its content from `from` to `to`, and the position after its closing mark. */
export interface Span {
  kind: SpanKind;
  from: number;
  to: number;
  end: number;
}

/**
 * Marks that nothing closes any more in this part of the text. Whoever looks once to the end and finds nothing need
 * not look again, which keeps the work linear.
 */
export type Unclosed = Set<string>;

/** The length of the run at `at` if it is too long to open anything, else 1. */
export function lineLength(source: Source, at: number, to: number): number {
  if (source.code(at) === PIPE) return 1;
  const run = source.runLength(at, to);
  return run > RUN_MAX ? run : 1;
}

/** Whether a character can open a span. */
export function isSpanMark(code: number): boolean {
  return code === STAR || code === UNDERSCORE || code === TILDE || code === PIPE;
}

/** The span that the mark at `at` opens, if something before `to` closes it. */
export function readSpan(source: Source, at: number, to: number, unclosed: Unclosed): Span | null {
  const code = source.code(at);
  if (code === PIPE) return source.code(at + 1) === PIPE ? readDouble(source, 'spoiler', at, to, unclosed) : null;
  const run = source.runLength(at, to);
  if (run > RUN_MAX) return null;
  if (code === TILDE) return run === 2 ? readDouble(source, 'strike', at, to, unclosed) : null;
  if (run === 2) return readStrong(source, at, to, unclosed);
  const emphasis = readEmphasis(source, at, to, unclosed);
  if (run === 1) return emphasis;
  const strong = readStrong(source, at, to, unclosed);
  return strong && strong.end > (emphasis?.end ?? 0) ? strong : emphasis;
}

/** `||` and `~~`: closed by the next two of them. */
function readDouble(
  source: Source,
  kind: 'spoiler' | 'strike',
  at: number,
  to: number,
  unclosed: Unclosed,
): Span | null {
  if (unclosed.has(kind)) return null;
  const mark = source.code(at);
  let next = at + 2;
  while (next + 1 < to) {
    const code = source.code(next);
    source.work.steps += 1;
    if (code === mark && source.code(next + 1) === mark && next > at + 2) {
      return { kind, from: at + 2, to: next, end: next + 2 };
    }
    next = code === BACKSLASH || code === BACKTICK ? source.skip(next, to) : next + 1;
  }
  unclosed.add(kind);
  return null;
}

/** `**` and `__`: closed by the end of the next run of two or more. */
function readStrong(source: Source, at: number, to: number, unclosed: Unclosed): Span | null {
  const mark = source.code(at);
  const kind = mark === STAR ? 'bold' : 'underline';
  if (unclosed.has(kind)) return null;
  const ownEnd = at + source.runLength(at, to);
  for (const run of runsOf(source, mark, ownEnd, to)) {
    if (run.length < 2) continue;
    const end = run.at + run.length;
    return { kind, from: at + 2, to: end - 2, end };
  }
  unclosed.add(kind);
  return null;
}

/** `*` and `_`: pairs within are passed over, so the end of the next odd run closes. */
function readEmphasis(source: Source, at: number, to: number, unclosed: Unclosed): Span | null {
  const { text } = source;
  const mark = source.code(at);
  const isStar = mark === STAR;
  const key = isStar ? 'star' : 'underscore';
  if (unclosed.has(key)) return null;
  if (isStar ? isSpaceAt(text, at + 1) : at > 0 && isWordBefore(text, at)) return null;
  const ownRun = source.runLength(at, to);
  if (ownRun % 2 === 0) return null;
  for (const run of runsOf(source, mark, at + ownRun, to)) {
    if (run.length % 2 === 0) continue;
    const end = run.at + run.length;
    if (isStar && run.length === 1 && isSpaceAt(text, run.at - 1)) return null;
    if (!isStar && isWordAt(text, end)) continue;
    return { kind: 'italic', from: at + 1, to: end - 1, end };
  }
  unclosed.add(key);
  return null;
}

/** Runs of one character, outside of code and not escaped. */
function* runsOf(source: Source, mark: number, from: number, to: number): Generator<{ at: number; length: number }> {
  let at = from;
  while (at < to) {
    const code = source.code(at);
    source.work.steps += 1;
    if (code === mark) {
      const length = source.runLength(at, to);
      yield { at, length };
      at += length;
    } else {
      at = code === BACKSLASH || code === BACKTICK ? source.skip(at, to) : at + 1;
    }
  }
}
