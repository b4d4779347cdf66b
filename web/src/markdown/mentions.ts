//! Which people, roles and channels a tree names, so that their names can be asked for before it is drawn.

import { childrenOf, type Mention, type Node, type Tree } from './tree';

/** Each mention once, in the order of the text. */
export function mentionsIn(tree: Tree): Mention[] {
  const found = new Map<string, Mention>();
  const visit = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (node.kind === 'mention') found.set(JSON.stringify(node.mention), node.mention);
      visit(childrenOf(node));
    }
  };
  visit(tree.children);
  return [...found.values()];
}
