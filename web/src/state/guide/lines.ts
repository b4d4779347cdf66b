//! What changed between two texts, line by line, and two changes of one text brought together.

export interface Change {
  kind: 'same' | 'added' | 'removed';
  line: string;
}

// Longer texts are compared as a whole: a page of a guide has a few hundred lines.
const CELLS_MAX = 4_000_000;

/** The lines of `after`, with those that were added and removed. */
export function changesBetween(before: string, after: string): readonly Change[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonLines(a, b), [a.length, b.length] as const]) {
    while (i < x) changes.push({ kind: 'removed', line: a[i++] ?? '' });
    while (j < y) changes.push({ kind: 'added', line: b[j++] ?? '' });
    if (x < a.length) changes.push({ kind: 'same', line: a[x] ?? '' });
    [i, j] = [x + 1, y + 1];
  }
  return changes;
}

/** Places of the longest sequence of lines that stand in both, as pairs. */
function commonLines(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const head = Array.from({ length: start }, (_, at) => [at, at] as const);
  const tail = Array.from({ length: a.length - endA }, (_, at) => [endA + at, endB + at] as const);
  const [rows, columns] = [endA - start, endB - start];
  if (rows * columns > CELLS_MAX) return [...head, ...tail];
  // lengths[i][j]: of the longest common sequence of what is behind i and j.
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const isSame = a[start + i] === b[start + j];
      lengths[i * width + j] = isSame ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const middle: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (a[start + i] === b[start + j]) middle.push([start + i++, start + j++]);
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return [...head, ...middle, ...tail];
}

export interface Merged {
  text: string;
  /** Places in which both changed the same lines: there both stand, one's own first. */
  both: number;
}

/** Two changes of one text in one. Nothing of either is lost. */
export function merge(base: string, mine: string, theirs: string): Merged {
  const [lines, own, other] = [base.split('\n'), mine.split('\n'), theirs.split('\n')];
  const inOwn = new Map(commonLines(lines, own));
  const inOther = new Map(commonLines(lines, other));
  // Lines that nobody touched divide the text into parts.
  const anchors = lines.flatMap((_, at) => (inOwn.has(at) && inOther.has(at) ? [at] : []));
  const merged: string[] = [];
  let both = 0;
  let [from, fromOwn, fromOther] = [0, 0, 0];
  for (const at of [...anchors, lines.length]) {
    const [toOwn, toOther] = [inOwn.get(at) ?? own.length, inOther.get(at) ?? other.length];
    const [was, isOwn, isOther] = [lines.slice(from, at), own.slice(fromOwn, toOwn), other.slice(fromOther, toOther)];
    if (isEqual(isOwn, isOther) || isEqual(was, isOther)) merged.push(...isOwn);
    else if (isEqual(was, isOwn)) merged.push(...isOther);
    else {
      both += 1;
      merged.push(...isOwn, ...isOther);
    }
    if (at < lines.length) merged.push(lines[at] ?? '');
    [from, fromOwn, fromOther] = [at + 1, toOwn + 1, toOther + 1];
  }
  return { text: merged.join('\n'), both };
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((it, at) => it === b[at]);
}
