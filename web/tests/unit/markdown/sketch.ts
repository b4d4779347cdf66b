//! Writes a tree in one line, so that a table of texts and trees can be read: `p['a ' bold['b']]`.

import { type Mention, type Node, type Tree } from '../../../src/markdown/tree';

export function sketch(tree: Tree): string {
  return (tree.bigEmoji ? 'big ' : '') + sketchAll(tree.children);
}

function sketchAll(nodes: readonly Node[]): string {
  return nodes.map(sketchNode).join(' ');
}

function sketchNode(node: Node): string {
  switch (node.kind) {
    case 'text':
      return `'${node.text}'`;
    case 'mark':
      return `mark'${node.text}'`;
    case 'break':
      return 'br';
    case 'code':
      return `code'${node.text}'`;
    case 'code_block':
      return `block(${node.language ?? ''})'${node.text}'`;
    case 'emoji':
      return `emoji(${node.emoji})`;
    case 'custom_emoji':
      return `${node.animated ? 'moving' : 'custom'}(${node.name} ${node.id})`;
    case 'time':
      return `time(${node.seconds} ${node.style})`;
    case 'mention':
      return sketchMention(node.mention);
    case 'link':
      return `${node.form}(${node.target.href}${node.preview ? '' : ' quiet'}${node.claims === null ? '' : ` claims ${node.claims}`})[${sketchAll(node.children)}]`;
    case 'list': {
      const kind = node.ordered ? `ol(${node.start})` : 'ul';
      return `${kind}[${node.items.map((item) => `li[${sketchAll(item)}]`).join(' ')}]`;
    }
    case 'heading':
      return `h${node.level}[${sketchAll(node.children)}]`;
    case 'paragraph':
      return `p[${sketchAll(node.children)}]`;
    default:
      return `${node.kind}[${sketchAll(node.children)}]`;
  }
}

function sketchMention(mention: Mention): string {
  switch (mention.kind) {
    case 'everyone':
    case 'here':
      return `@${mention.kind}`;
    case 'command':
      return `/${mention.name}(${mention.id})`;
    case 'guild_page':
      return `page(${mention.page})`;
    default:
      return `${mention.kind}(${mention.id})`;
  }
}
