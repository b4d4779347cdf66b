//! A page of a guide in one language, as somebody writes it. What is written is kept on this device until it is saved;
//! what somebody else saved meanwhile is brought together with it.
import type { Api } from '../../api/client';
import { ApiError } from '../../api/error';
import { merge } from './lines';
import { SLUG, TEXT_BYTES_MAX, type GuidePage, type Source } from './words';

interface Draft {
  title: string;
  text: string;
  /** The version that it changes. */
  base: number;
}

/** Somebody else saved while this was being written. */
export interface Conflict {
  /** What both began with; null when the page was not there yet. */
  base: GuidePage | null;
  theirs: GuidePage;
}

type Disk = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Writing {
  title = $state('');
  text = $state('');
  /** The page in this language as it was when this began, or as somebody else left it. */
  base = $state.raw<GuidePage | null>(null);
  source = $state.raw<Source | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  busy = $state(false);
  /** Whether this is what was written on this device and not saved. */
  isDraft = $state(false);
  slug = $state('');
  readonly language: string;
  readonly #api: Api;
  readonly #path: string;
  readonly #disk: Disk;

  constructor(api: Api, path: string, slug: string, language: string, base: GuidePage | null, source: Source | null, disk: Disk = localStorage) {
    this.#api = api;
    this.#path = path;
    this.#disk = disk;
    this.slug = slug;
    this.language = language;
    this.base = base;
    this.source = source;
    [this.title, this.text] = [base?.title ?? '', base?.text ?? ''];
    this.#takeDraft();
  }

  get isChanged(): boolean {
    return this.title.trim() !== (this.base?.title ?? '') || this.text.trim() !== (this.base?.text ?? '');
  }

  /** Whether only what it is a translation of has changed. */
  get isMarkedAnew(): boolean {
    const before = this.base?.source ?? null;
    return this.base !== null && (before?.language !== this.source?.language || before?.version !== this.source?.version);
  }

  get bytesLeft(): number {
    return TEXT_BYTES_MAX - new TextEncoder().encode(this.text.trim()).length;
  }

  get canSave(): boolean {
    return (this.isChanged || this.isMarkedAnew) && SLUG.test(this.slug) && this.title.trim() !== '' && this.text.trim() !== '' && this.bytesLeft >= 0 && this.conflict === null;
  }

  /** Puts what is written by, in case the page goes away. */
  keepDraft(): void {
    if (this.slug === '') return;
    if (this.isChanged) this.#disk.setItem(this.#draftKey, JSON.stringify({ title: this.title, text: this.text, base: this.base?.version ?? 0 } satisfies Draft));
    else this.#disk.removeItem(this.#draftKey);
  }

  /** Goes back to what is in the guide. */
  discard(): void {
    this.#disk.removeItem(this.#draftKey);
    [this.title, this.text, this.isDraft] = [this.base?.title ?? '', this.base?.text ?? '', false];
  }

  /** Saves; null when somebody else was faster, which is then a conflict. Throws what the server refuses. */
  async save(): Promise<GuidePage | null> {
    this.busy = true;
    try {
      const body = { title: this.title.trim(), text: this.text.trim(), source: this.source, base_version: this.base?.version ?? 0 };
      const saved = await this.#api.put<GuidePage>(this.#pagePath, body);
      this.#disk.removeItem(this.#draftKey);
      this.base = saved;
      this.isDraft = false;
      return saved;
    } catch (error) {
      if (!(error instanceof ApiError) || !error.fields.some((it) => it.code === 'VERSION_CHANGED')) throw error;
      this.keepDraft();
      await this.#meet();
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Brings both into one text, which is then looked at before it is saved. How many places hold both. */
  bringTogether(): number {
    const { conflict } = this;
    if (conflict === null) return 0;
    const { base, theirs } = conflict;
    const { text, both } = merge(base?.text ?? '', this.text.trim(), theirs.text);
    this.text = text;
    if (this.title.trim() === (base?.title ?? '')) this.title = theirs.title;
    this.#goOnFrom(theirs);
    return both;
  }

  /** Goes on with one's own text, on top of theirs, which stays among the versions. */
  takeOwn(): void {
    if (this.conflict !== null) this.#goOnFrom(this.conflict.theirs);
  }

  #goOnFrom(theirs: GuidePage): void {
    this.base = theirs;
    this.conflict = null;
    this.keepDraft();
  }

  async #meet(): Promise<void> {
    const theirs = await this.#api.get<GuidePage>(this.#pagePath).catch((error: unknown) => {
      // It was taken out of the guide: saving puts it back.
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    });
    if (theirs === null) this.base = null;
    else this.conflict = { base: await this.#begunWith(), theirs };
  }

  /** The version that was changed here, as it was. */
  async #begunWith(): Promise<GuidePage | null> {
    const number = this.base?.version;
    if (number === undefined) return null;
    const { versions } = await this.#api.get<{ versions: GuidePage[] }>(`${this.#pagePath}/versions`);
    return versions.find((it) => it.version === number) ?? null;
  }

  #takeDraft(): void {
    const draft = draftIn(this.#disk.getItem(this.#draftKey));
    if (draft === null) return;
    [this.title, this.text] = [draft.title, draft.text];
    this.isDraft = this.isChanged;
    // Written upon an older version: saving finds that out, and both are brought together.
    if (this.base !== null && draft.base < this.base.version) this.base = { ...this.base, version: draft.base };
  }

  get #pagePath(): string {
    return `${this.#path}/pages/${this.slug}/${this.language}`;
  }

  get #draftKey(): string {
    return `parvis.guide.draft ${this.#pagePath}`;
  }
}

function draftIn(text: string | null): Draft | null {
  try {
    const { title, text: words, base } = JSON.parse(text ?? '{}') as Partial<Draft>;
    return typeof title === 'string' && typeof words === 'string' && typeof base === 'number' ? { title, text: words, base } : null;
  } catch {
    return null;
  }
}
