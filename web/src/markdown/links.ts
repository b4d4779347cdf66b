//! Which addresses may be opened, what is odd about them, and whether the text of a link claims to lead elsewhere.
//! Anything that is not http or https is no address here and stays text.

import { withoutBidi, withoutInvisible } from './characters';
import { decodeHost } from './punycode';
import type { LinkMark, LinkTarget } from './tree';

/** Longer ones stay text. */
export const ADDRESS_LENGTH_MAX = 4096;

const WEB = /^https?:\/\/[^/\\]/iu;
const CONTROL = /[\u0000-\u0020\u007F-\u009F\u2028\u2029]/u;
/** Letters of other scripts that look like Latin ones, in lower case. */
const LATIN_LOOKALIKES = /^[аәсԁеһіјӏкӄмոорԛѕтυνуԝхʏɑɡɩοαιкρτβ0-9-]+$/u;
/** Full stops that are not the one of addresses. */
const STOPS = /[\u3002\uFF0E\uFF61\u2024\uFE52]/gu;

/** What the address leads to, or `null` if it must not be a link. */
export function linkTarget(raw: string): LinkTarget | null {
  if (raw.length > ADDRESS_LENGTH_MAX) return null;
  const directed = withoutBidi(raw);
  const visible = withoutInvisible(directed);
  if (!WEB.test(visible) || CONTROL.test(visible)) return null;
  const url = parseUrl(visible);
  if (url === null || url.hostname === '') return null;

  const marks: LinkMark[] = [];
  if (directed !== raw) marks.push('bidi');
  if (visible !== directed) marks.push('invisible');
  if (url.username !== '' || url.password !== '') {
    marks.push('userinfo');
    // What stands before the @ is often a false host. Without it the address says where it leads.
    url.username = '';
    url.password = '';
  }
  const decoded = decodeHost(url.hostname);
  if (decoded !== url.hostname) marks.push('punycode');
  const imitates = decoded.split('.').some(imitatesLatin);
  if (imitates) marks.push('confusable');
  return { href: url.href, host: url.hostname, shownHost: imitates ? url.hostname : decoded, marks };
}

function parseUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

/** Whether a label mixes Latin with scripts that look like it, or is written in another one's lookalikes alone. */
function imitatesLatin(label: string): boolean {
  const isLatin = /\p{Script=Latin}/u.test(label);
  const isOther = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label);
  return (isLatin && isOther) || (isOther && LATIN_LOOKALIKES.test(label.toLowerCase()));
}

/**
 * The host that a link's text claims to lead to although the link leads elsewhere, or `null`.
 * A text that names the target's host, or a domain above it, claims nothing wrong.
 */
export function disguise(text: string, target: LinkTarget): string | null {
  const plain = withoutInvisible(withoutBidi(text.slice(0, ADDRESS_LENGTH_MAX)))
    .normalize('NFKC')
    .replace(STOPS, '.')
    .toLowerCase();
  for (const word of plain.split(/[^\p{L}\p{M}\p{N}.-]+/u)) {
    const host = hostIn(word);
    if (host !== null && !leadsTo(target.host, host)) return decodeHost(host);
  }
  return null;
}

/** The host that a word looks like, as the network writes it. */
function hostIn(word: string): string | null {
  const trimmed = withoutEdges(word);
  const labels = trimmed.split('.');
  const last = labels.at(-1) ?? '';
  const isName = labels.length >= 2 && labels.every((label) => label !== '');
  const isTopLevel = /^(?:xn--[a-z0-9-]+|[\p{L}\p{M}]{2,24})$/u.test(last);
  const isNumbers = labels.length === 4 && labels.every((label) => /^\d{1,3}$/u.test(label));
  if (!isName || !(isTopLevel || isNumbers)) return null;
  return parseUrl(`https://${trimmed}/`)?.hostname ?? null;
}

/** The word without stops and hyphens at its ends. */
function withoutEdges(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && '.-'.includes(word.charAt(from))) from += 1;
  while (to > from && '.-'.includes(word.charAt(to - 1))) to -= 1;
  return word.slice(from, to);
}

function leadsTo(target: string, claimed: string): boolean {
  const bare = claimed.replace(/^www\./u, '');
  return target === bare || target.endsWith(`.${bare}`);
}
