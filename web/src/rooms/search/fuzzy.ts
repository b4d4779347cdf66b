//! Finding names by a few of their letters, whatever the accents and the case.

/** Letters without accents, in lower case, spaces joined: `Été à l’Île` → `ete a l'ile`. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[’‘ʼ]/gu, "'")
    .replace(/ё/gu, 'е')
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

/** How well `query` fits `name`, both folded: higher is better, null is not at all. */
export function fit(query: string, name: string): number | null {
  if (query === '') return 0;
  if (name === query) return 1000;
  if (name.startsWith(query)) return 900 - Math.min(100, name.length - query.length);
  const word = name.indexOf(` ${query}`);
  if (word >= 0) return 700 - Math.min(100, word);
  const inside = name.indexOf(query);
  if (inside >= 0) return 500 - Math.min(100, inside);
  return scattered(query, name);
}

// All letters in their order, with gaps: beginnings of words and neighbours count more.
function scattered(query: string, name: string): number | null {
  let at = -1;
  let score = 200;
  for (const letter of query) {
    const next = name.indexOf(letter, at + 1);
    if (next < 0) return null;
    if (next !== at + 1) score -= Math.min(20, next - at - 1);
    if (next === 0 || name[next - 1] === ' ') score += 12;
    at = next;
  }
  return score > 0 ? score : null;
}
