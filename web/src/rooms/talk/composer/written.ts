//! What stands in a text field, and which parts of it stand for something: a person, a role, a channel, an emoji.
//! People see names; the server gets ids. No page and no state is known here.

/** A part of the text that stands for something. `source` is what the server gets in its place, for example `<@1>`. */
export interface Token {
  start: number;
  end: number;
  source: string;
}

export interface Written {
  text: string;
  /** From the first to the last; they do not overlap. */
  tokens: readonly Token[];
}

export const NOTHING: Written = { text: '', tokens: [] };

/**
 * The same after an edit by hand. `caret` is where the caret stands after it: it tells which of several equal
 * letters was typed. A token that was touched is plain text from then on; those behind move along.
 */
export function edited(before: Written, text: string, caret: number): Written {
  const tail = Math.min(text.length - caret, before.text.length);
  let same = 0;
  while (same < tail && before.text[before.text.length - 1 - same] === text[text.length - 1 - same]) same += 1;
  const longest = Math.min(before.text.length, text.length) - same;
  let start = 0;
  while (start < longest && before.text[start] === text[start]) start += 1;
  return spliced(before, start, before.text.length - same, text.slice(start, text.length - same));
}

/** The same with `text` in place of what stood from `start` to `end`; with a source it stands for something. */
export function spliced(before: Written, start: number, end: number, text: string, source?: string): Written {
  const shift = text.length - (end - start);
  const tokens: Token[] = [];
  for (const token of before.tokens) {
    if (token.end <= start) tokens.push(token);
    else if (token.start >= end) tokens.push({ ...token, start: token.start + shift, end: token.end + shift });
  }
  if (source !== undefined) tokens.push({ start, end: start + text.length, source });
  tokens.sort((a, b) => a.start - b.start);
  return { text: before.text.slice(0, start) + text + before.text.slice(end), tokens };
}

/** What the server gets. `plain` may change what stands between the tokens. */
export function toContent(written: Written, plain: (text: string) => string = (text) => text): string {
  let content = '';
  let at = 0;
  for (const token of written.tokens) {
    content += plain(written.text.slice(at, token.start)) + token.source;
    at = token.end;
  }
  return content + plain(written.text.slice(at));
}

/** How a mention or an emoji is shown while one writes; null leaves it as it is. */
export type ShowSource = (source: string) => string | null;

const SOURCES = /<(?:@!?|@&|#)\d{1,20}>|<a?:\w{2,32}:\d{1,20}>/g;

/** The other way: a message's content as one edits it, names for ids. */
export function fromContent(content: string, show: ShowSource): Written {
  let written: Written = NOTHING;
  let at = 0;
  for (const match of content.matchAll(SOURCES)) {
    const source = match[0];
    const name = isCode(content, match.index) ? null : show(source);
    if (name === null) continue;
    written = appended(appended(written, content.slice(at, match.index)), name, source);
    at = match.index + source.length;
  }
  return appended(written, content.slice(at));
}

function appended(written: Written, text: string, source?: string): Written {
  return text === '' ? written : spliced(written, written.text.length, written.text.length, text, source);
}

/** Whether a place of a text lies in code, where nothing stands for anything else. */
export function isCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  if ((before.match(/```/g)?.length ?? 0) % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf('\n') + 1).replaceAll('```', '');
  return (line.match(/`/g)?.length ?? 0) % 2 === 1;
}

/** How long the server finds a text: in characters, as it counts them. */
export function charsOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
