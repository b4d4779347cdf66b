//! Guides as the server tells of them. A guide is a guild's, or the map's, which has no guild.

export interface Heading {
  language: string;
  title: string;
  version: number;
  made_at: string;
  out_of_date: boolean;
}

export interface ListedPage {
  slug: string;
  languages: readonly Heading[];
}

export interface Withdrawn {
  slug: string;
  language: string;
  version: number;
  title: string;
}

export interface Overview {
  public: boolean;
  can_edit: boolean;
  pages: readonly ListedPage[];
  /** What was taken out and can be brought back, for who writes in the guide. */
  withdrawn: readonly Withdrawn[];
}

export interface Source {
  language: string;
  version: number;
}

export interface GuidePage {
  slug: string;
  language: string;
  version: number;
  title: string;
  /** Markdown. */
  text: string;
  /** Of what it is a translation. */
  source: Source | null;
  /** Whether what it was translated from has changed since. */
  out_of_date: boolean;
  made_at: string;
  made_by: string | null;
}

export interface FoundPage {
  slug: string;
  language: string;
  title: string;
  excerpt: string;
}

/** A guide as a device keeps it. */
export interface GuideCopy {
  made_at: string;
  complete: boolean;
  public: boolean;
  pages: readonly GuidePage[];
}

export const TITLE_MAX = 120;
/** Bytes, of which letters beyond Latin take two and more. */
export const TEXT_BYTES_MAX = 20_000;
export const QUERY_MIN = 2;

/** Where the server has a guide. */
export function guidePath(guild: string | null): string {
  return guild === null ? '/parvis/v1/directory/guide' : `/parvis/v1/guilds/${guild}/guide`;
}

/** What everybody may open, also without a script. */
export function publicAddress(guild: string | null, slug: string | null, language: string | null): string {
  const path = `${guild === null ? '/map/guide' : `/guide/${guild}`}${slug === null ? '' : `/${slug}`}`;
  return `${location.origin}${path}${language === null ? '' : `?lang=${language}`}`;
}

const base = (language: string): string => language.split('-')[0]?.toLowerCase() ?? '';

/** The one of these that somebody wants most: exactly, then nearly, then in English, then the first. */
export function best<T extends { language: string }>(among: readonly T[], wanted: readonly string[]): T | undefined {
  for (const language of [...wanted, 'en']) {
    const found = among.find((it) => it.language === language) ?? among.find((it) => base(it.language) === base(language));
    if (found) return found;
  }
  return among[0];
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'ug', 'yi', 'ckb']);

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(base(language)) ? 'rtl' : 'ltr';
}

/** A list of pages as it stands in a copy. */
export function overviewOf(copy: GuideCopy): Overview {
  const pages: { slug: string; languages: Heading[] }[] = [];
  for (const { slug, language, title, version, made_at, out_of_date } of copy.pages) {
    const heading = { language, title, version, made_at, out_of_date };
    const listed = pages.find((it) => it.slug === slug);
    if (listed) listed.languages.push(heading);
    else pages.push({ slug, languages: [heading] });
  }
  return { public: copy.public, can_edit: false, pages, withdrawn: [] };
}

/** A form in which words meet whatever their case and accents. */
const searchForm = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const EXCERPT_MAX = 200;

/** Searches a copy as the server searches the guide: titles before texts. */
export function searchCopy(copy: GuideCopy, query: string): readonly FoundPage[] {
  const wanted = searchForm(query.trim());
  const found = copy.pages.flatMap((page) => {
    const lines = page.text.split('\n');
    const line = lines.find((it) => searchForm(it).includes(wanted));
    const inTitle = searchForm(page.title).includes(wanted);
    if (!inTitle && line === undefined) return [];
    const excerpt = (line ?? lines.find((it) => it.trim() !== '') ?? '').replace(/^[#\-*>| ]+/u, '').slice(0, EXCERPT_MAX);
    return [{ rank: inTitle ? 0 : 1, page: { slug: page.slug, language: page.language, title: page.title, excerpt } }];
  });
  return found.sort((a, b) => a.rank - b.rank).map((it) => it.page);
}

/** A name in addresses, made of a title in Latin letters; empty when it has none. */
export function slugOf(title: string): string {
  return searchForm(title).replace(/œ/gu, 'oe').replace(/[^a-z0-9]+/gu, '-').replace(/^-+|-+$/gu, '').slice(0, 60).replace(/-+$/u, '');
}

export const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/;
