//! Reads the Markdown that members of Discord-like platforms write, and answers with a tree. The text is read once from
//! left to right; each look ahead is remembered or counted, so that time grows with the length and depth is bounded.

import { readAddress, readAngle, readAngleAddress, readEmoji, readMassMention, type Atom } from './atoms';
import { readBlock, type Item, type Within } from './blocks';
import { withoutBidi, withoutInvisible } from './characters';
import { disguise, linkTarget } from './links';
import { plain } from './plain';
import { BACKSLASH, BACKTICK, NEWLINE, Source, type CodeRange, type Work } from './source';
import { isSpanMark, lineLength, readSpan, type Unclosed } from './spans';
import { isBlock, type Link, type LinkTarget, type List, type Node, type Tree } from './tree';

/**
 * Where the text stands. `message`: everything. `inline`: on running text only, as in topics and biographies.
 * `title`: like `inline`, without links and mentions, because a title often is a link itself.
 */
export type Place = 'message' | 'inline' | 'title';

export interface ParseOptions {
  place?: Place;
  /** What an address without a host leads to, in texts that may name pages of this place; null if nothing. */
  lead?: (address: string) => LinkTarget | null;
}

const BIG_EMOJIS_MAX = 30;
const SHRUG = '¯\\_(ツ)_/¯';

const ANGLE = 0x3c;
const BRACKET = 0x5b;
const AT = 0x40;
const HASH = 0x23;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const UPPER_H = 0x48;
const LOWER_H = 0x68;
const COPYRIGHT = 0xa9;
const REGISTERED = 0xae;
const MACRON = 0xaf;
const ACTIVE = '\\*_~|`<[@#hH0123456789';

/** The tree of a text. Never throws: what is no Markdown is text. */
export function parse(text: string, options: ParseOptions = {}): Tree {
  return parseCounted(text, options).tree;
}

/** As [`parse`], with the number of steps that it took. */
export function parseCounted(text: string, options: ParseOptions = {}): { tree: Tree; steps: number } {
  const work: Work = { steps: 0 };
  const place = options.place ?? 'message';
  const nodes = new Parser(place, work, options.lead).container(text.replace(/\r\n?/gu, '\n'), { quote: false, list: false });
  return { tree: { children: nodes, bigEmoji: isBigEmoji(nodes) }, steps: work.steps };
}

/** A part of a source that is read as one. */
interface Frame {
  source: Source;
  to: number;
  within: Within;
  /** Whether a line may start a block. */
  blocks: boolean;
  /** Whether this is the text of a link, which holds no other link. */
  link: boolean;
  unclosed: Unclosed;
}

class Parser {
  constructor(
    private readonly place: Place,
    private readonly work: Work,
    private readonly lead: ParseOptions['lead'],
  ) {}

  /** The content of a message, a quote or an entry of a list: blocks, with paragraphs between them. */
  container(text: string, within: Within): Node[] {
    const source = new Source(text, this.work);
    const blocks = this.place === 'message';
    const frame: Frame = { source, to: text.length, within, blocks, link: false, unclosed: new Set() };
    return paragraphs(this.nodes(frame, 0, true));
  }

  /** The nodes of a line or of the content of a span, which is on running text until a line breaks. */
  private part(outer: Frame, from: number, to: number): Node[] {
    return this.nodes({ ...outer, to, unclosed: new Set() }, from, false);
  }

  private nodes(frame: Frame, from: number, startsLine: boolean): Node[] {
    const { source, to } = frame;
    const output = new Output();
    let at = from;
    let isLineStart = startsLine;
    while (at < to) {
      this.work.steps += 1;
      const block = isLineStart && frame.blocks ? this.block(frame, at) : null;
      if (block !== null) {
        for (const node of block.nodes) output.push(node);
        at = block.end;
        continue;
      }
      const code = source.code(at);
      isLineStart = code === NEWLINE;
      const atom = this.atom(frame, at, code);
      if (atom !== null) {
        output.push(atom.node);
        at = atom.end;
        // The line break after a block belongs to the block.
        if (isBlock(atom.node) && source.code(at) === NEWLINE && at < to) {
          at += 1;
          isLineStart = true;
        }
        continue;
      }
      const end = textEnd(source, at, to, code);
      output.text(source.text.slice(at, end));
      at = end;
    }
    return output.nodes;
  }

  private atom(frame: Frame, at: number, code: number): Atom | null {
    const { source, to } = frame;
    const { text } = source;
    if (code >= 0x80) return code === MACRON ? readShrug(text, at, to) : readEmoji(text, at, to);
    if (isSpanMark(code)) return readEmoji(text, at, to) ?? this.span(frame, at);
    switch (code) {
      case NEWLINE:
        return { node: { kind: 'break' }, end: at + 1 };
      case BACKSLASH:
        return readEscape(text, at, to);
      case BACKTICK:
        return this.code(source, at, to);
      case ANGLE:
        return this.angle(frame, at);
      case BRACKET:
        return frame.link || this.place === 'title' ? null : this.maskedLink(frame, at);
      case UPPER_H:
      case LOWER_H:
        return frame.link || this.place === 'title' ? null : readAddress(text, at, to);
      case AT:
        return this.place === 'title' ? null : readMassMention(text, at, to);
      default:
        return code === HASH || (code >= DIGIT_0 && code <= DIGIT_9) ? readEmoji(text, at, to) : null;
    }
  }

  private span(frame: Frame, at: number): Atom | null {
    const span = readSpan(frame.source, at, frame.to, frame.unclosed);
    if (span === null) return null;
    return { node: { kind: span.kind, children: this.part(frame, span.from, span.to) }, end: span.end };
  }

  private code(source: Source, at: number, to: number): Atom | null {
    const range = source.codeAt(at, to);
    if (range === null) return null;
    this.work.steps += range.end - at;
    const node = range.block && this.place === 'message' ? codeBlock(source, range) : codeSpan(source, range);
    return node && { node, end: range.end };
  }

  private angle(frame: Frame, at: number): Atom | null {
    const { source, to } = frame;
    const mention = readAngle(source.text, at, to);
    if (mention !== null) return this.place === 'title' && mention.node.kind === 'mention' ? null : mention;
    return frame.link || this.place === 'title' ? null : readAngleAddress(source.text, at, to);
  }

  /** `[text](address)`, where the address may stand in angle brackets and be followed by a title. */
  private maskedLink(frame: Frame, at: number): Atom | null {
    const { source, to } = frame;
    const close = source.closingBracket(at);
    if (close === null || close >= to || source.text.charAt(close + 1) !== '(') return null;
    const destination = readDestination(source, close + 2, to);
    const target = destination && (linkTarget(destination.raw) ?? this.lead?.(destination.raw) ?? null);
    if (destination === null || target === null) return null;
    // A mark that turns the direction could make the text read as what it does not say.
    const label = new Source(withoutBidi(source.text.slice(at + 1, close)), this.work);
    const children = this.part({ ...frame, source: label, link: true, blocks: false }, 0, label.text.length);
    const text = plain({ children, bigEmoji: false }, { openSpoilers: true });
    if (withoutInvisible(text).trim() === '') return null;
    const preview = !destination.angle;
    const node: Link = { kind: 'link', form: 'masked', target, preview, claims: disguise(text, target), children };
    return { node, end: destination.end };
  }

  private block(frame: Frame, at: number): { nodes: Node[]; end: number } | null {
    const start = readBlock(frame.source, at, frame.to, frame.within);
    if (start === null) return null;
    switch (start.kind) {
      case 'heading': {
        const children = this.part(frame, start.from, start.to);
        return { nodes: [{ kind: 'heading', level: start.level, children }], end: start.end };
      }
      case 'subtext': {
        const children = this.part(frame, start.from, start.to);
        return { nodes: [{ kind: 'subtext', children }], end: start.end };
      }
      case 'quote': {
        const children = this.container(start.text, { ...frame.within, quote: true });
        return { nodes: [{ kind: 'quote', children }], end: start.end };
      }
      case 'list':
        return { nodes: this.lists(start.items, { ...frame.within, list: true }), end: start.end };
    }
  }

  /** Builds the lists from their entries: a deeper entry belongs to the one before it. */
  private lists(items: readonly Item[], within: Within): Node[] {
    const roots: Node[] = [];
    const open: { list: List; into: Node[] }[] = [];
    for (const item of items) {
      open.length = Math.min(open.length, item.depth + 1);
      const same = open[item.depth];
      const entry = this.container(item.text, within);
      if (same !== undefined && same.list.ordered === item.ordered) {
        same.list.items.push(entry);
        continue;
      }
      const into = same?.into ?? open.at(-1)?.list.items.at(-1) ?? roots;
      const list: List = { kind: 'list', ordered: item.ordered, start: item.number, items: [entry] };
      into.push(list);
      open[item.depth] = { list, into };
    }
    return roots;
  }
}

/** Nodes in the making: neighbouring texts become one. */
class Output {
  readonly nodes: Node[] = [];

  push(node: Node): void {
    const last = this.nodes.at(-1);
    // A block starts a line by itself.
    if (isBlock(node) && last?.kind === 'break') this.nodes.pop();
    if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
    else this.nodes.push(node);
  }

  text(text: string): void {
    this.push({ kind: 'text', text });
  }
}

/** The end of the text that starts at `at` and opens nothing there. */
function textEnd(source: Source, at: number, to: number, code: number): number {
  if (code === BACKTICK) return at + source.runLength(at, to);
  if (isSpanMark(code)) return at + lineLength(source, at, to);
  let end = at + 1;
  while (end < to && isInert(source.code(end))) end += 1;
  source.work.steps += end - at;
  return end;
}

/** Whether nothing starts with this character, wherever it stands. */
function isInert(code: number): boolean {
  if (code >= 0x80) return code < 0x2000 && code !== COPYRIGHT && code !== REGISTERED && code !== MACRON;
  return code !== NEWLINE && !ACTIVE.includes(String.fromCharCode(code));
}

/** A mark after a backslash is text. An emoji after one loses only its picture. */
function readEscape(text: string, at: number, to: number): Atom | null {
  const [escaped] = /^[^0-9A-Za-z\s]/u.exec(text.slice(at + 1, Math.min(to, at + 3))) ?? [];
  if (escaped === undefined) return null;
  const emoji = readEmoji(text, at + 1, to);
  const end = emoji?.end ?? at + 1 + escaped.length;
  return { node: { kind: 'text', text: text.slice(at + 1, end) }, end };
}

/** The shrug keeps its arm, which would otherwise be an escape. */
function readShrug(text: string, at: number, to: number): Atom | null {
  const end = at + SHRUG.length;
  return end <= to && text.startsWith(SHRUG, at) ? { node: { kind: 'text', text: SHRUG }, end } : null;
}

const LANGUAGE = /^([A-Za-z0-9_+\-.#]{1,32})\n/u;

function codeBlock(source: Source, range: CodeRange): Node {
  const content = source.text.slice(range.from, range.to);
  const [first, language] = LANGUAGE.exec(content) ?? [];
  const isNamed = first !== undefined && content.slice(first.length).trim() !== '';
  const text = (isNamed ? content.slice(first.length) : content).replace(/^(?:[ \t]*\n)+/u, '').trimEnd();
  return { kind: 'code_block', language: isNamed ? (language?.toLowerCase() ?? null) : null, text };
}

/** One space that keeps backticks apart from the marks is not part of the code. */
function codeSpan(source: Source, range: CodeRange): Node | null {
  const content = source.text.slice(range.from, range.to);
  if (content.trim() === '') return null;
  const text = content.replace(/^ (?=`)/u, '').replace(/(`) $/u, '$1');
  return { kind: 'code', text: range.block ? text.trim() : text };
}

/** The address after `](`, and the position after the closing bracket. Stops where another link begins. */
function readDestination(
  source: Source,
  from: number,
  to: number,
): { raw: string; angle: boolean; end: number } | null {
  const { text } = source;
  const isAngle = text.charAt(from) === '<';
  const start = isAngle ? from + 1 : from;
  let depth = 0;
  let at = start;
  for (; at < to; at += 1) {
    source.work.steps += 1;
    const character = text.charAt(at);
    if (isAngle && character === '>') break;
    if (character === '<' || /\s/u.test(character) || text.startsWith('](', at)) break;
    if (character === '(') depth += 1;
    else if (character === ')' && !isAngle) {
      if (depth === 0) break;
      depth -= 1;
    }
  }
  const raw = text.slice(start, at);
  if (isAngle && text.charAt(at) !== '>') return null;
  const end = endOfDestination(source, isAngle ? at + 1 : at, to);
  return end === null || raw === '' ? null : { raw, angle: isAngle, end };
}

const TITLE_LENGTH_MAX = 300;
const DESTINATION_END = /^(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*\)/u;

/** Reads over a title, which is not shown: it would be one more place to lie about the address. */
function endOfDestination(source: Source, at: number, to: number): number | null {
  if (at >= to) return null;
  if (source.text.charAt(at) === ')') return at + 1;
  if (!/[ \t]/u.test(source.text.charAt(at))) return null;
  const room = source.text.slice(at, Math.min(to, at + TITLE_LENGTH_MAX));
  source.work.steps += room.length;
  const [end] = DESTINATION_END.exec(room) ?? [];
  return end === undefined ? null : at + end.length;
}

/** Puts what stands between blocks into paragraphs, without the line breaks at their edges. */
function paragraphs(nodes: readonly Node[]): Node[] {
  const output: Node[] = [];
  let running: Node[] = [];
  const close = () => {
    let from = 0;
    let to = running.length;
    while (from < to && running[from]?.kind === 'break') from += 1;
    while (to > from && running[to - 1]?.kind === 'break') to -= 1;
    if (from < to) output.push({ kind: 'paragraph', children: running.slice(from, to) });
    running = [];
  };
  for (const node of nodes) {
    if (isBlock(node)) {
      close();
      output.push(node);
    } else {
      running.push(node);
    }
  }
  close();
  return output;
}

/** Whether a text is nothing but a few emojis. */
function isBigEmoji(nodes: readonly Node[]): boolean {
  const [only] = nodes;
  if (nodes.length !== 1 || only?.kind !== 'paragraph') return false;
  let emojis = 0;
  for (const node of only.children) {
    if (node.kind === 'emoji' || node.kind === 'custom_emoji') emojis += 1;
    else if (node.kind !== 'break' && !(node.kind === 'text' && node.text.trim() === '')) return false;
  }
  return emojis > 0 && emojis <= BIG_EMOJIS_MAX;
}
