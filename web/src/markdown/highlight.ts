//! Marks the words of a search in a tree. Case and accents do not count; texts are split, nothing else changes.

import { mapTexts, type Node, type Tree } from './tree';

/** Longer searches are cut, and further words ignored. */
const WORDS_MAX = 20;

/** The tree with every occurrence of the words as a `mark`. */
export function highlight(tree: Tree, words: readonly string[]): Tree {
  const sought = words.map((word) => fold(word).text).filter((word) => word !== '').slice(0, WORDS_MAX);
  if (sought.length === 0) return tree;
  return { ...tree, children: mapTexts(tree.children, (text) => markText(text, sought)) };
}

function markText(text: string, sought: readonly string[]): Node[] {
  const folded = fold(text);
  const output: Node[] = [];
  let done = 0;
  let at = 0;
  while (at < folded.text.length) {
    const word = sought.find((candidate) => folded.text.startsWith(candidate, at));
    if (word === undefined) {
      at += 1;
      continue;
    }
    const from = folded.starts[at] ?? text.length;
    const to = folded.starts[at + word.length] ?? text.length;
    if (from > done) output.push({ kind: 'text', text: text.slice(done, from) });
    output.push({ kind: 'mark', text: text.slice(from, to) });
    done = to;
    at += word.length;
  }
  if (done < text.length) output.push({ kind: 'text', text: text.slice(done) });
  return output;
}

/** The text in lower case without accents, and where each of its characters came from. */
function fold(text: string): { text: string; starts: number[] } {
  let folded = '';
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < plain.length; unit += 1) starts.push(at);
    folded += plain;
    at += character.length;
  }
  return { text: folded, starts };
}
