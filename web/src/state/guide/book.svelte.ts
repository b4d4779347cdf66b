//! One guide, as somebody reads it: from the server, and without a connection from the copy on this device.
import type { Api } from '../../api/client';
import { ApiError } from '../../api/error';
import { forgetGuide, FRESH_MS, keepGuide, keptGuide, type KeptGuide } from './copies';
import { guidePath, overviewOf, searchCopy, type FoundPage, type GuideCopy, type GuidePage, type Overview } from './words';

/** Of the copies of this device, so that they can be other ones in tests. */
export interface Copies {
  read: (guild: string | null) => Promise<KeptGuide | null>;
  keep: (kept: Omit<KeptGuide, 'format'>) => Promise<void>;
  forget: (guild: string | null) => Promise<void>;
}

const DISK: Copies = { read: keptGuide, keep: keepGuide, forget: forgetGuide };

export class Book {
  overview = $state.raw<Overview | null>(null);
  /** What this device keeps of it. */
  kept = $state.raw<KeptGuide | null>(null);
  /** Whether what is shown comes from the copy. */
  isCopy = $state(false);
  error = $state.raw<unknown>(null);
  /** Languages that the reader wants, the first one most. */
  languages: readonly string[];
  readonly guild: string | null;
  readonly #api: Pick<Api, 'get'>;
  readonly #copies: Copies;
  readonly #name: () => string;

  /** `name` is what the guild is called, for the copy. */
  constructor(api: Pick<Api, 'get'>, guild: string | null, name: () => string, languages: readonly string[], copies: Copies = DISK) {
    this.#api = api;
    this.guild = guild;
    this.#name = name;
    this.languages = languages;
    this.#copies = copies;
  }

  get path(): string {
    return guidePath(this.guild);
  }

  async load(): Promise<void> {
    // A browser that keeps nothing has no copy.
    this.kept = await this.#copies.read(this.guild).catch(() => null);
    try {
      this.overview = await this.#api.get<Overview>(this.path);
      [this.isCopy, this.error] = [false, null];
    } catch (error) {
      if (isAway(error) && this.kept !== null) [this.overview, this.isCopy, this.error] = [overviewOf(this.kept.copy), true, null];
      else this.error = error;
      return;
    }
    await this.#renew();
  }

  /** A page in all its languages. */
  async page(slug: string): Promise<readonly GuidePage[]> {
    try {
      const { pages } = await this.#api.get<{ pages: GuidePage[] }>(`${this.path}/pages/${slug}`);
      this.isCopy = false;
      return pages;
    } catch (error) {
      const pages = isAway(error) ? (this.kept?.copy.pages.filter((it) => it.slug === slug) ?? []) : [];
      if (pages.length === 0) throw error;
      this.isCopy = true;
      return pages;
    }
  }

  async search(query: string, signal?: AbortSignal): Promise<readonly FoundPage[]> {
    try {
      return (await this.#api.get<{ results: FoundPage[] }>(`${this.path}/search`, { query: { q: query }, ...(signal && { signal }) })).results;
    } catch (error) {
      if (!isAway(error) || this.kept === null) throw error;
      return searchCopy(this.kept.copy, query);
    }
  }

  /** Puts a copy on this device, or a newer one. */
  async keep(): Promise<void> {
    const copy = await this.#api.get<GuideCopy>(`${this.path}/copy`, { query: { language: this.languages[0] ?? 'fr' } });
    await this.#copies.keep({ guild: this.guild, name: this.#name(), keptAtMs: Date.now(), copy });
    this.kept = await this.#copies.read(this.guild);
  }

  async forget(): Promise<void> {
    await this.#copies.forget(this.guild);
    this.kept = null;
  }

  // The map's guide is for everybody, so a device that opens it keeps it. That of a guild says where somebody belongs:
  // it is kept when the person wants that.
  async #renew(): Promise<void> {
    const { kept } = this;
    const isDue = kept === null ? this.guild === null && !isDeclined() : Date.now() - kept.keptAtMs > FRESH_MS || isOlder(kept.copy, this.overview);
    // Without room for a copy there is still the guide.
    if (isDue) await this.keep().catch(() => undefined);
  }
}

const DECLINED_AS = 'parvis.guide.not_kept';

/** Whether somebody took the map's guide off this device: then it comes back only on request. */
function isDeclined(): boolean {
  return localStorage.getItem(DECLINED_AS) === 'yes';
}

export function decline(declined: boolean): void {
  if (declined) localStorage.setItem(DECLINED_AS, 'yes');
  else localStorage.removeItem(DECLINED_AS);
}

/** Whether the guide has pages or versions that the copy has not. */
function isOlder(copy: GuideCopy, overview: Overview | null): boolean {
  const versions = new Map(copy.pages.map((it) => [`${it.slug} ${it.language}`, it.version]));
  const now = (overview?.pages ?? []).flatMap((page) => page.languages.map((it) => [`${page.slug} ${it.language}`, it.version] as const));
  return copy.complete ? now.length !== versions.size || now.some(([key, version]) => versions.get(key) !== version) : now.some(([key, version]) => (versions.get(key) ?? version) !== version);
}

function isAway(error: unknown): boolean {
  return error instanceof ApiError && error.isOffline;
}
