//! Addresses of guides inside of the client, and what links in a guide's texts lead to.
import type { LinkTarget } from '../../markdown/tree';
import { pathTo } from '../../router/routes';
import { SLUG } from '../../state/guide/words';

/** What somebody does with a page, as it stands behind the question mark. */
export interface Deed {
  lang?: string;
  /** The language that is written in. */
  edit?: string;
  /** The language from which it is translated. */
  from?: string;
  versions?: string;
  /** Of a page that is not there yet. */
  title?: string;
  /** A page is to be begun. */
  new?: '1';
}

export function guideHref(guild: string | null, slug: string | null, deed: Deed = {}): string {
  const query = new URLSearchParams(Object.entries(deed) as [string, string][]);
  return pathTo({ name: 'guide', guild, slug }) + (query.size > 0 ? `?${query}` : '');
}

/** The client's own page for one that the server draws. */
const TWINS: readonly (readonly [RegExp, string])[] = [
  [/^\/map\/guide(\/[a-z0-9-]+)?$/, '/app/map/guide$1'],
  [/^\/map\/(area|group)\/(\d+)(?:-.*)?$/, '/app/map/$1/$2'],
  [/^\/map$/, '/app/map'],
];

/** What a link in a page of this guide leads to: another page of it, a page of this place, a mailbox. */
export function leadFrom(guild: string | null): (address: string) => LinkTarget | null {
  return (address) => {
    if (/^mailto:[^\s<>"@]+@[^\s<>"@]+$/i.test(address)) return { href: address, host: address.split('@').at(-1) ?? '', shownHost: '', marks: [] };
    const path = pathOf(guild, address);
    return path === null ? null : { href: new URL(path, location.origin).href, host: location.hostname, shownHost: location.hostname, marks: [], own: true };
  };
}

function pathOf(guild: string | null, address: string): string | null {
  const [page = '', anchor] = address.split('#', 2);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (page === '' && anchor !== undefined) return location.pathname + location.search + hash;
  if (SLUG.test(page)) return guideHref(guild, page) + hash;
  if (!page.startsWith('/') || page.startsWith('//') || page.includes('\\')) return null;
  for (const [own, twin] of TWINS) if (own.test(page)) return page.replace(own, twin) + hash;
  return page + hash;
}

