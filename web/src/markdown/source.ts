//! A text with what the parser looks up in it again and again: where code ends, and which brackets belong together.
//! Every look-up is counted in steps, so that a test can show that the work grows with the length and no faster.

/** Steps done so far, shared by all sources of one parse. */
export interface Work {
  steps: number;
}

/** A code span or code block: where its content is, and where the text goes on. */
export interface CodeRange {
  block: boolean;
  from: number;
  to: number;
  end: number;
}

export const NEWLINE = 0x0a;
export const BACKSLASH = 0x5c;
export const BACKTICK = 0x60;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** Deeper brackets are text. */
const BRACKET_DEPTH_MAX = 32;

export class Source {
  private readonly tickRuns: TickRuns;
  private brackets: Map<number, number> | null = null;

  constructor(
    readonly text: string,
    readonly work: Work,
  ) {
    this.tickRuns = new TickRuns(text);
    work.steps += text.length;
  }

  code(at: number): number {
    return this.text.charCodeAt(at);
  }

  /** How often the character at `at` repeats, up to `to`. */
  runLength(at: number, to: number): number {
    const code = this.code(at);
    let end = at + 1;
    while (end < to && this.code(end) === code) end += 1;
    this.work.steps += end - at;
    return end - at;
  }

  /** The end of the line that `at` is in, at most `to`. */
  lineEnd(at: number, to: number): number {
    let end = at;
    while (end < to && this.code(end) !== NEWLINE) end += 1;
    this.work.steps += end - at + 1;
    return end;
  }

  /** The end of the line, where lines within code do not count. */
  logicalLineEnd(at: number, to: number): number {
    let end = at;
    while (end < to) {
      const code = this.code(end);
      if (code === NEWLINE) return end;
      this.work.steps += 1;
      end = code === BACKSLASH || code === BACKTICK ? this.skip(end, to) : end + 1;
    }
    return Math.min(end, to);
  }

  /** The position after an escape or after code at `at`. */
  skip(at: number, to: number): number {
    if (this.code(at) === BACKSLASH) return at + 2;
    return this.codeAt(at, to)?.end ?? at + this.runLength(at, to);
  }

  /** The code that the backticks at `at` open, if something before `to` closes it. */
  codeAt(at: number, to: number): CodeRange | null {
    const length = this.runLength(at, to);
    const from = at + length;
    this.work.steps += 1;
    if (length >= 3) {
      const fence = this.tickRuns.nextFence(from);
      if (fence !== null && fence + 3 <= to && this.text.slice(from, fence).trim() !== '') {
        this.work.steps += fence - from;
        return { block: true, from, to: fence, end: fence + 3 };
      }
    }
    const closing = this.tickRuns.next(length, from);
    if (closing === null || closing + length > to) return null;
    return { block: false, from, to: closing, end: closing + length };
  }

  /** The bracket that closes the one at `at`. */
  closingBracket(at: number): number | null {
    this.brackets ??= this.pairBrackets();
    return this.brackets.get(at) ?? null;
  }

  private pairBrackets(): Map<number, number> {
    const pairs = new Map<number, number>();
    const open: number[] = [];
    const end = this.text.length;
    let at = 0;
    while (at < end) {
      const code = this.code(at);
      this.work.steps += 1;
      if (code === BACKSLASH || code === BACKTICK) {
        at = this.skip(at, end);
        continue;
      }
      if (code === OPEN_BRACKET) {
        open.push(at);
        if (open.length > BRACKET_DEPTH_MAX) open.shift();
      } else if (code === CLOSE_BRACKET) {
        const opening = open.pop();
        if (opening !== undefined) pairs.set(opening, at);
      }
      at += 1;
    }
    return pairs;
  }
}

/** Where runs of backticks start, by their length. */
class TickRuns {
  private readonly byLength = new Map<number, number[]>();
  private readonly fences: number[] = [];

  constructor(text: string) {
    let at = text.indexOf('`');
    while (at !== -1) {
      let end = at + 1;
      while (text.charCodeAt(end) === BACKTICK) end += 1;
      const starts = this.byLength.get(end - at);
      if (starts) starts.push(at);
      else this.byLength.set(end - at, [at]);
      if (end - at >= 3) this.fences.push(at);
      at = text.indexOf('`', end);
    }
  }

  next(length: number, from: number): number | null {
    return firstFrom(this.byLength.get(length) ?? [], from);
  }

  nextFence(from: number): number | null {
    return firstFrom(this.fences, from);
  }
}

/** The first of the sorted positions that is not before `from`. */
function firstFrom(positions: readonly number[], from: number): number | null {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return positions[low] ?? null;
}
