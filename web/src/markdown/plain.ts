//! The tree as plain text, for notifications, previews of replies, labels and the search in what is on the screen.

import { isBlock, type List, type Mention, type Node, type Tree } from './tree';

/** Stands for hidden text, whatever its length, so that a notification gives nothing away. */
export const COVER = '▮▮▮';

/** What mentions are called. Whatever is left out reads as it was written. */
export interface PlainNames {
  mention?: (mention: Mention) => string | null;
  time?: (seconds: number) => string;
  /** Whether hidden text is told, too. */
  openSpoilers?: boolean;
}

/** The text that a reader would hear, with spoilers covered. */
export function plain(tree: Tree, names: PlainNames = {}): string {
  return textOf(tree.children, names).trim();
}

function textOf(nodes: readonly Node[], names: PlainNames): string {
  let text = '';
  let isAfterBlock = false;
  for (const node of nodes) {
    const isAlone = isBlock(node);
    if ((isAlone || isAfterBlock) && text !== '' && !text.endsWith('\n')) text += '\n';
    text += nodeText(node, names);
    isAfterBlock = isAlone;
  }
  return text;
}

function nodeText(node: Node, names: PlainNames): string {
  switch (node.kind) {
    case 'text':
    case 'mark':
    case 'code':
    case 'code_block':
      return node.text;
    case 'break':
      return '\n';
    case 'spoiler':
      return names.openSpoilers === true ? textOf(node.children, names) : COVER;
    case 'emoji':
      return node.emoji;
    case 'custom_emoji':
      return `:${node.name}:`;
    case 'mention':
      return names.mention?.(node.mention) ?? mentionText(node.mention);
    case 'time':
      return names.time?.(node.seconds) ?? new Date(node.seconds * 1000).toISOString();
    case 'list':
      return node.items.map((item, index) => itemMark(node, index) + textOf(item, names).trim()).join('\n');
    default:
      return textOf(node.children, names);
  }
}

function itemMark(list: List, index: number): string {
  return list.ordered ? `${list.start + index}. ` : '• ';
}

/** A mention as it is written by hand, when nobody knows a name for it. */
export function mentionText(mention: Mention): string {
  switch (mention.kind) {
    case 'user':
    case 'role':
      return `@${mention.id}`;
    case 'channel':
      return `#${mention.id}`;
    case 'everyone':
    case 'here':
      return `@${mention.kind}`;
    case 'command':
      return `/${mention.name}`;
    case 'guild_page':
      return mention.page;
  }
}
