//! A text field's content with what its names stand for, and the hand that changes it.
import { edited, spliced, toContent, NOTHING, type Written } from './written';

export class Writing {
  written = $state.raw<Written>(NOTHING);
  /** Where the caret is; kept here so that what is offered follows it. */
  caret = $state(0);
  /** Whether its field holds something that could be undone. */
  isTouched = false;
  #field: HTMLTextAreaElement | null = null;
  // What an insertion makes of the text, until the browser reports it as typed.
  #expected: Written | null = null;

  constructor(written: Written = NOTHING) {
    this.written = written;
    this.caret = written.text.length;
  }

  get text(): string {
    return this.written.text;
  }
  get isEmpty(): boolean {
    return this.text.trim() === '';
  }

  /** The field on the page, or null when it is gone. */
  attach(field: HTMLTextAreaElement | null): void {
    this.#field = field;
  }

  focus(): void {
    // The browser would lay the page out for it, also where the focus is already.
    if (this.#field !== document.activeElement) this.#field?.focus();
  }

  /** What was typed. */
  typed(field: HTMLTextAreaElement): void {
    this.isTouched = true;
    const expected = this.#expected;
    this.#expected = null;
    this.written = expected !== null && expected.text === field.value ? expected : edited(this.written, field.value, field.selectionEnd);
    this.caret = field.selectionEnd;
  }

  /** The caret was moved. */
  moved(field: HTMLTextAreaElement): void {
    this.caret = field.selectionEnd;
  }

  /** What is selected. */
  get selection(): { text: string; start: number; end: number } {
    const at = this.text.length;
    return { text: this.text, start: this.#field?.selectionStart ?? at, end: this.#field?.selectionEnd ?? at };
  }

  /** Puts `text` in the place of a part, so that it can be undone like what is typed. */
  insert(start: number, end: number, text: string, source?: string, select?: readonly [number, number]): void {
    const next = spliced(this.written, start, end, text, source);
    const field = this.#field;
    if (field) {
      field.focus();
      field.setSelectionRange(start, end);
      this.#expected = next;
      // The one way that browsers have for text that can be undone.
      const isDone = text === '' ? start === end || document.execCommand('delete') : document.execCommand('insertText', false, text);
      if (!isDone) field.value = next.text;
      const [from, to] = select ?? [start + text.length, start + text.length];
      field.setSelectionRange(from, to);
    }
    this.#expected = null;
    this.written = next;
    this.caret = (select ?? [0, start + text.length])[1];
  }

  /** Puts something where the caret is, its names with it, and a blank behind it. */
  put(what: Written): void {
    const { start, end } = this.selection;
    if (end > start) this.insert(start, end, '');
    let at = start;
    const add = (text: string, source?: string): void => {
      if (text === '') return;
      this.insert(at, at, text, source);
      at += text.length;
    };
    if (start > 0 && !/\s/.test(this.text[start - 1] ?? '')) add(' ');
    let from = 0;
    for (const token of what.tokens) {
      add(what.text.slice(from, token.start));
      add(what.text.slice(token.start, token.end), token.source);
      from = token.end;
    }
    add(`${what.text.slice(from)} `);
  }

  set(written: Written): void {
    this.written = written;
    this.caret = written.text.length;
  }

  clear(): void {
    this.set(NOTHING);
  }

  content(plain?: (text: string) => string): string {
    return toContent(this.written, plain);
  }
}
