//! ICU MessageFormat as our catalogues use it: placeholders, `plural` (with `=n`, `#`), `select`, and apostrophes that
//! quote. The full library weighs more than the whole message list; a test holds this against it for every text.

export type Value = string | number | boolean | Date | null | undefined;
export type Values = Record<string, Value>;

type Part =
  | string
  | { kind: 'value'; name: string }
  | { kind: 'number'; name: string }
  | { kind: 'count' }
  | { kind: 'choice'; name: string; isPlural: boolean; options: Record<string, Part[]> };

/** A parsed pattern, ready for values. Throws on a pattern that is none; the catalogues' check finds those first. */
export class Pattern {
  readonly #parts: Part[];
  readonly #locale: string;
  readonly #within: (value: string) => string;
  // Made when they are needed first: making one costs more than a hundred uses of it.
  #numbers: Intl.NumberFormat | undefined;
  #plurals: Intl.PluralRules | undefined;

  /** `within` makes a value fit into the sentence around it. */
  constructor(text: string, locale: string, within = (value: string) => value) {
    this.#parts = new Parser(text).parts(false);
    this.#locale = locale;
    this.#within = within;
  }

  format(values: Values = {}): string {
    return this.#join(this.#parts, values, 0);
  }

  #join(parts: readonly Part[], values: Values, count: number): string {
    return parts.map((part) => this.#text(part, values, count)).join('');
  }

  #text(part: Part, values: Values, count: number): string {
    if (typeof part === 'string') return part;
    if (part.kind === 'count') return this.#number(count);
    const value = values[part.name];
    if (part.kind === 'value') return this.#within(String(value ?? ''));
    if (part.kind === 'number') return this.#number(Number(value ?? 0));
    if (!part.isPlural) return this.#join(part.options[String(value)] ?? part.options['other'] ?? [], values, count);
    const number = Number(value ?? 0);
    const option = part.options[`=${number}`] ?? part.options[(this.#plurals ??= new Intl.PluralRules(this.#locale)).select(number)] ?? part.options['other'];
    return this.#join(option ?? [], values, number);
  }

  #number(value: number): string {
    this.#numbers ??= new Intl.NumberFormat(this.#locale);
    return this.#numbers.format(value);
  }
}

class Parser {
  #at = 0;
  constructor(readonly text: string) {}

  /** Parts up to the end, or up to the brace that closes an option. */
  parts(inPlural: boolean): Part[] {
    const parts: Part[] = [];
    let literal = '';
    const flush = () => {
      if (literal !== '') parts.push(literal);
      literal = '';
    };
    while (this.#at < this.text.length && this.text[this.#at] !== '}') {
      const char = this.text[this.#at] ?? '';
      if (char === "'") literal += this.#quoted();
      else if (char === '{') {
        flush();
        parts.push(this.#argument());
      } else if (char === '#' && inPlural) {
        flush();
        parts.push({ kind: 'count' });
        this.#at += 1;
      } else {
        literal += char;
        this.#at += 1;
      }
    }
    flush();
    return parts;
  }

  // Two apostrophes are one; one before a brace quotes up to the next; any other is itself.
  #quoted(): string {
    const next = this.text[this.#at + 1];
    if (next === "'") {
      this.#at += 2;
      return "'";
    }
    if (next !== '{' && next !== '}') {
      this.#at += 1;
      return "'";
    }
    const end = this.text.indexOf("'", this.#at + 1);
    const quoted = this.text.slice(this.#at + 1, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.text.length : end + 1;
    return quoted;
  }

  #argument(): Part {
    this.#take('{');
    const name = this.#word();
    if (this.text[this.#at] === '}') {
      this.#at += 1;
      return { kind: 'value', name };
    }
    this.#take(',');
    const kind = this.#word();
    if (kind === 'number') {
      this.#take('}');
      return { kind: 'number', name };
    }
    this.#take(',');
    const isPlural = kind === 'plural';
    const options: Record<string, Part[]> = {};
    this.#blanks();
    while (this.text[this.#at] !== '}') {
      const option = this.#word();
      this.#take('{');
      options[option] = this.parts(isPlural);
      this.#take('}');
      this.#blanks();
    }
    this.#take('}');
    return { kind: 'choice', name, isPlural, options };
  }

  #blanks(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  #word(): string {
    this.#blanks();
    const word = /^[^\s{},]+/.exec(this.text.slice(this.#at))?.[0] ?? '';
    this.#at += word.length;
    this.#blanks();
    if (word === '') throw new SyntaxError(`a word is missing at ${this.#at}: ${this.text}`);
    return word;
  }

  #take(char: string): void {
    this.#blanks();
    if (this.text[this.#at] !== char) throw new SyntaxError(`${char} is missing at ${this.#at}: ${this.text}`);
    this.#at += 1;
  }
}
