//! What a line can start: headings, subtext, quotes, lists. Each reader says where the content is; the parser reads it.

import type { Source } from './source';

const HASH = 0x23;
const SPACE = 0x20;
const TAB = 0x09;
/** Deeper lists stay at this depth. */
export const LIST_DEPTH_MAX = 8;

/** One entry of a list, with its own lines only. */
export interface Item {
  /** 0 for the list itself, 1 for a list in one of its entries, and so on. */
  depth: number;
  ordered: boolean;
  number: number;
  text: string;
}

export type BlockStart =
  | { kind: 'heading'; level: 1 | 2 | 3; from: number; to: number; end: number }
  | { kind: 'subtext'; from: number; to: number; end: number }
  | { kind: 'quote'; text: string; end: number }
  | { kind: 'list'; items: Item[]; end: number };

/** What may not start here because it would stand in one of its own kind. */
export interface Within {
  quote: boolean;
  list: boolean;
}

/** The block that the line starting at `at` opens, if any. */
export function readBlock(source: Source, at: number, to: number, within: Within): BlockStart | null {
  switch (source.text.charAt(at)) {
    case '#':
      return readHeading(source, at, to);
    case '-':
      return readSubtext(source, at, to) ?? (within.list ? null : readList(source, at, to));
    case '>':
      return within.quote ? null : readQuote(source, at, to);
    case ' ':
      return (
        (within.quote ? null : readQuote(source, at, to)) ?? (within.list ? null : readList(source, at, to))
      );
    default:
      return within.list ? null : readList(source, at, to);
  }
}

/** The position after a line's end and its line break. */
function afterLine(lineEnd: number, to: number): number {
  return Math.min(lineEnd + 1, to);
}

function readHeading(source: Source, at: number, to: number): BlockStart | null {
  let from = at;
  while (from < to && source.code(from) === HASH) from += 1;
  const level = from - at;
  source.work.steps += level;
  if (level !== 1 && level !== 2 && level !== 3) return null;
  const content = contentOfLine(source, from, to);
  return content && { kind: 'heading', level, ...content };
}

function readSubtext(source: Source, at: number, to: number): BlockStart | null {
  if (!source.text.startsWith('-#', at)) return null;
  const content = contentOfLine(source, at + 2, to);
  return content && { kind: 'subtext', ...content };
}

/** What follows a mark and a space on the same line, if that is anything. */
function contentOfLine(source: Source, mark: number, to: number): { from: number; to: number; end: number } | null {
  if (!isBlank(source.code(mark)) || mark >= to) return null;
  const lineEnd = source.lineEnd(mark, to);
  let from = mark;
  let until = lineEnd;
  while (from < lineEnd && isBlank(source.code(from))) from += 1;
  while (until > from && isBlank(source.code(until - 1))) until -= 1;
  return from === until ? null : { from, to: until, end: afterLine(lineEnd, to) };
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

const QUOTE_REST = /^ {0,3}>>>(?:[ \t]|(?=\n))/u;
const QUOTE_LINE = /^ {0,3}>[ \t]/u;
/** Within a quote, an empty line may have lost its space. */
const QUOTE_NEXT = /^ {0,3}>(?:[ \t]|$)/u;

function readQuote(source: Source, at: number, to: number): BlockStart | null {
  const [rest] = QUOTE_REST.exec(source.text.slice(at, Math.min(to, at + 8))) ?? [];
  if (rest !== undefined) {
    source.work.steps += to - at;
    return { kind: 'quote', text: source.text.slice(at + rest.length, to), end: to };
  }
  const lines: string[] = [];
  let next = at;
  while (next < to) {
    const lineEnd = source.lineEnd(next, to);
    const line = source.text.slice(next, lineEnd);
    const [mark] = (lines.length === 0 ? QUOTE_LINE : QUOTE_NEXT).exec(line) ?? [];
    if (mark === undefined) break;
    lines.push(line.slice(mark.length));
    next = afterLine(lineEnd, to);
  }
  return lines.length === 0 ? null : { kind: 'quote', text: lines.join('\n'), end: next };
}

/** A mark, a space, and something after it. */
const ITEM = /^( {0,64})([-*]|\d{1,9}\.)[ \t]+(?=\S)/u;
const ITEM_MARK_LENGTH_MAX = 128;
/** Deeper by so many spaces is a list in the list. */
const INDENT = 2;

function readList(source: Source, at: number, to: number): BlockStart | null {
  const items: Item[] = [];
  const indents: number[] = [];
  let contentIndent = 0;
  let next = at;
  while (next < to) {
    const [mark, spaces, sign] = ITEM.exec(source.text.slice(next, Math.min(to, next + ITEM_MARK_LENGTH_MAX))) ?? [];
    source.work.steps += mark?.length ?? 1;
    if (mark !== undefined && spaces !== undefined && sign !== undefined) {
      const lineEnd = source.logicalLineEnd(next + mark.length, to);
      contentIndent = mark.length;
      items.push({
        depth: depthOf(indents, spaces.length),
        ordered: sign !== '-' && sign !== '*',
        number: Number.parseInt(sign, 10) || 0,
        text: withoutIndent(source.text.slice(next + mark.length, lineEnd), contentIndent),
      });
      next = afterLine(lineEnd, to);
      continue;
    }
    const last = items.at(-1);
    if (last === undefined || !isContinued(source, next, to)) break;
    const lineEnd = source.logicalLineEnd(next, to);
    last.text += `\n${withoutIndent(source.text.slice(next, lineEnd), contentIndent)}`;
    next = afterLine(lineEnd, to);
  }
  return items.length === 0 ? null : { kind: 'list', items, end: next };
}

/** Whether a line is indented, and so goes on with the entry above it. */
function isContinued(source: Source, at: number, to: number): boolean {
  let text = at;
  while (text < to && isBlank(source.code(text))) text += 1;
  source.work.steps += text - at;
  return text - at >= INDENT && text < to && source.text.charAt(text) !== '\n';
}

/** Notes the indent of an entry, and says how deep that is. */
function depthOf(indents: number[], indent: number): number {
  while (indents.length > 1 && indent < (indents.at(-1) ?? 0)) indents.pop();
  const top = indents.at(-1);
  if (top === undefined || (indent >= top + INDENT && indents.length < LIST_DEPTH_MAX)) indents.push(indent);
  return indents.length - 1;
}

/** The lines without as much of their indent as the entry's first line has before its content. */
function withoutIndent(text: string, indent: number): string {
  return text
    .split('\n')
    .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    .join('\n');
}
