//! A long text, as pages have them: parts that stand below one another. What a message knows is read as in messages;
//! beyond that there are headings with addresses of their own, tables and lines, and a single line break is a space.

import { parse } from './parse';
import { plain } from './plain';
import type { LinkTarget, Tree } from './tree';

export type Piece =
  | { kind: 'heading'; level: 2 | 3 | 4; id: string; text: string; tree: Tree }
  | { kind: 'table'; head: Tree[]; rows: Tree[][] }
  | { kind: 'rule' }
  | { kind: 'text'; tree: Tree };

export type Lead = (address: string) => LinkTarget | null;

const FENCE = /^\s{0,3}```/u;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/u;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/u;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/u;
const DELIMITERS = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/u;
const ENTRY = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S/u;
const QUOTE = /^ {0,3}>/u;
const PICTURE = /!\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)/gu;

/** The parts of a text. `lead` says what addresses without a host lead to. */
export function piecesOf(text: string, lead: Lead): readonly Piece[] {
  return new Pages(text.replace(/\r\n?/gu, '\n').split('\n'), lead).read();
}

class Pages {
  readonly #lines: readonly string[];
  readonly #lead: Lead;
  readonly #pieces: Piece[] = [];
  readonly #ids = new Set<string>();
  #at = 0;

  constructor(lines: readonly string[], lead: Lead) {
    this.#lines = lines;
    this.#lead = lead;
  }

  read(): readonly Piece[] {
    while (this.#at < this.#lines.length) this.#next();
    return this.#pieces;
  }

  get #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  #next(): void {
    const line = this.#line;
    const [, marks, words] = HEADING.exec(line) ?? [];
    if (line.trim() === '') this.#at += 1;
    else if (FENCE.test(line)) this.#code();
    else if (marks !== undefined && words !== undefined) {
      this.#at += 1;
      this.#heading(marks.length, words);
    } else if (RULE.test(line)) {
      this.#at += 1;
      this.#pieces.push({ kind: 'rule' });
    } else if (this.#isTable()) this.#table();
    else if (ENTRY.test(line)) this.#list();
    else if (QUOTE.test(line)) this.#quote();
    else this.#paragraph();
  }

  /** The lines from here on, as long as they belong to what begins here. */
  #take(belongs: (line: string) => boolean): string[] {
    const from = this.#at;
    do this.#at += 1;
    while (this.#at < this.#lines.length && belongs(this.#line));
    return this.#lines.slice(from, this.#at);
  }

  #code(): void {
    const lines = this.#take((line) => !FENCE.test(line));
    const isClosed = this.#at < this.#lines.length;
    if (isClosed) this.#at += 1;
    this.#text([...lines, '```'].join('\n'));
  }

  #heading(marks: number, words: string): void {
    const level = marks <= 2 ? 2 : marks === 3 ? 3 : 4;
    const tree = this.#inline(words);
    const text = plain(tree, { openSpoilers: true }).trim();
    this.#pieces.push({ kind: 'heading', level, id: this.#id(text), text, tree });
  }

  /** What stands behind the hash for a heading. */
  #id(text: string): string {
    const name = text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/gu, '').slice(0, 60) || 'part';
    let id = name;
    for (let number = 2; this.#ids.has(id); number += 1) id = `${name}-${number}`;
    this.#ids.add(id);
    return id;
  }

  #isTable(): boolean {
    const delimiters = this.#lines[this.#at + 1] ?? '';
    return this.#line.includes('|') && DELIMITERS.test(delimiters) && cells(this.#line).length === cells(delimiters).length;
  }

  #table(): void {
    const [head = '', , ...rows] = this.#take((line) => line.includes('|') && line.trim() !== '');
    const columns = cells(head);
    const read = (texts: readonly string[]) => columns.map((_, at) => this.#inline(texts[at] ?? ''));
    this.#pieces.push({ kind: 'table', head: read(columns), rows: rows.map((row) => read(cells(row))) });
  }

  #list(): void {
    const entries: string[] = [];
    for (;;) {
      entries.push(...this.#take((line) => line.trim() !== '' && (ENTRY.test(line) || /^[ \t]{2,}\S/u.test(line))));
      // An empty line between entries does not end a list.
      let next = this.#at;
      while (next < this.#lines.length && this.#lines[next]?.trim() === '') next += 1;
      if (next === this.#at || !ENTRY.test(this.#lines[next] ?? '')) break;
      this.#at = next;
    }
    this.#text(joined(entries).map((it) => it.replace(/^([ \t]*)[+*]([ \t])/u, '$1-$2').replace(/^([ \t]*\d{1,9})\)/u, '$1.')).join('\n'));
  }

  #quote(): void {
    const lines = this.#take((line) => line.trim() !== '' && !this.#begins(line));
    this.#text(lines.map((it) => `> ${it.replace(/^ {0,3}>? ?/u, '')}`).join('\n'));
  }

  #paragraph(): void {
    const lines = this.#take((line) => line.trim() !== '' && !UNDERLINE.test(line) && !QUOTE.test(line) && !this.#begins(line) && !this.#isTable());
    if (this.#at < this.#lines.length && UNDERLINE.test(this.#line)) {
      const level = this.#line.includes('=') ? 1 : 2;
      this.#at += 1;
      this.#heading(level, lines.join(' '));
      return;
    }
    this.#text(lines.map((it, at) => it.trim().replace(/\\$/u, '') + (at + 1 === lines.length ? '' : /(?: {2}|\\)$/u.test(it) ? '\n' : ' ')).join(''));
  }

  /** Whether a line begins something that ends a paragraph. */
  #begins(line: string): boolean {
    return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || ENTRY.test(line);
  }

  #inline(text: string): Tree {
    return parse(text.trim().replace(PICTURE, '$1'), { place: 'inline', lead: this.#lead });
  }

  #text(text: string): void {
    const tree = parse(FENCE.test(text) ? text : text.replace(PICTURE, '$1'), { lead: this.#lead });
    this.#pieces.push({ kind: 'text', tree: { ...tree, bigEmoji: false } });
  }
}

/** Entries whose words go on in the next line, each in one. */
function joined(lines: readonly string[]): string[] {
  const entries: string[] = [];
  for (const line of lines) {
    if (ENTRY.test(line) || entries.length === 0) entries.push(line);
    else entries.push(`${entries.pop() ?? ''} ${line.trim()}`);
  }
  return entries;
}

/** The cells of a row; a stroke after a backslash is text. */
function cells(row: string): string[] {
  const inner = row.trim().replace(/^\|/u, '').replace(/(?<!\\)\|$/u, '');
  return inner.split(/(?<!\\)\|/u).map((it) => it.trim().replace(/\\\|/gu, '|'));
}
