//! Colours for code. The colouring engine and each language are loaded when the first code in it is shown. It gives
//! pieces of text with the name of what they are, and never HTML.

import type { Emitter, HLJSApi, LanguageFn } from 'highlight.js';

/** A stretch of code, and what it is: `keyword`, `string`, `comment`… */
export interface Piece {
  scope: string | null;
  text: string;
}

/** Longer code is shown without colours. */
const COLOURED_LENGTH_MAX = 20_000;

type Loader = () => Promise<{ default: LanguageFn }>;

const LANGUAGES: Record<string, Loader> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const ALIASES: Record<string, string> = {
  sh: 'bash', shell: 'bash', zsh: 'bash', console: 'bash', h: 'c', 'c++': 'cpp', cc: 'cpp', hpp: 'cpp', cs: 'csharp', 'c#': 'csharp',
  patch: 'diff', docker: 'dockerfile', golang: 'go', toml: 'ini', js: 'javascript', jsx: 'javascript', mjs: 'javascript', kt: 'kotlin',
  make: 'makefile', md: 'markdown', py: 'python', rb: 'ruby', rs: 'rust', ts: 'typescript', tsx: 'typescript', html: 'xml', svg: 'xml',
  svelte: 'xml', vue: 'xml', yml: 'yaml',
};

let engine: Promise<HLJSApi> | null = null;

/** The pieces of a code, or `null` if its language has no colours here. */
export async function colourCode(language: string, text: string): Promise<Piece[] | null> {
  const name = Object.hasOwn(ALIASES, language) ? ALIASES[language] : language;
  if (name === undefined || !Object.hasOwn(LANGUAGES, name) || text.length > COLOURED_LENGTH_MAX) return null;
  const load = LANGUAGES[name];
  if (load === undefined) return null;
  engine ??= loadEngine();
  const [hljs, { default: grammar }] = await Promise.all([engine, load()]);
  if (hljs.getLanguage(name) === undefined) hljs.registerLanguage(name, grammar);
  const { _emitter, errorRaised } = hljs.highlight(text, { language: name, ignoreIllegals: true });
  return _emitter instanceof Pieces && errorRaised === undefined ? _emitter.pieces : null;
}

async function loadEngine(): Promise<HLJSApi> {
  const { default: hljs } = await import('highlight.js/lib/core');
  hljs.configure({ __emitter: Pieces });
  return hljs;
}

/** Takes what the engine finds. The innermost name counts. */
class Pieces implements Emitter {
  readonly pieces: Piece[] = [];
  readonly #scopes: string[] = [];

  startScope(name: string): void {
    this.openNode(name);
  }

  endScope(): void {
    this.closeNode();
  }

  /** The engine calls these two besides those that its types name. */
  openNode(name: string): void {
    // `title.function` and the like are drawn as their first part.
    this.#scopes.push(name.split('.')[0] ?? name);
  }

  closeNode(): void {
    this.#scopes.pop();
  }

  addText(text: string): void {
    if (text !== '') this.#push({ scope: this.#scopes.at(-1) ?? null, text });
  }

  __addSublanguage(emitter: Emitter): void {
    if (emitter instanceof Pieces) for (const piece of emitter.pieces) this.#push(piece);
  }

  finalize(): void {
    this.#scopes.length = 0;
  }

  /** The engine asks for it and we throw it away. */
  toHTML(): string {
    return '';
  }

  #push({ scope, text }: Piece): void {
    const last = this.pieces.at(-1);
    if (last?.scope === scope) last.text += text;
    else this.pieces.push({ scope, text });
  }
}
