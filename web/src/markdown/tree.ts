//! What a text says, as a tree. It holds no HTML: components draw it, and nothing in it is ever parsed again.

/** A place that the text means: drawn with the name that a resolver knows, and clickable. */
export type Mention =
  | { kind: 'user'; id: string }
  | { kind: 'role'; id: string }
  | { kind: 'channel'; id: string }
  | { kind: 'everyone' }
  | { kind: 'here' }
  | { kind: 'command'; name: string; id: string }
  | { kind: 'guild_page'; page: GuildPage };

/** Pages of a guild that a text can point at: `<id:customize>`, `<id:guide>`, `<id:browse>`. */
export type GuildPage = 'customize' | 'guide' | 'browse';

/** What is odd about an address, so that the view can say it. */
export type LinkMark = 'userinfo' | 'punycode' | 'confusable' | 'bidi' | 'invisible';

/** An address that may be opened: `http` or `https`, without user name and password. */
export interface LinkTarget {
  href: string;
  /** As the network knows it: `xn--…` where it is not ASCII. Without the port. */
  host: string;
  /** As people read it. Equal to `host` for plain names and for names that imitate another one. */
  shownHost: string;
  marks: readonly LinkMark[];
  /** A page of this place: it is opened in this window. */
  own?: boolean;
}

export interface Link {
  kind: 'link';
  /** Written as an address, as `<address>`, or as `[text](address)`. */
  form: 'bare' | 'angle' | 'masked';
  target: LinkTarget;
  /** Whether a preview is wanted: `<address>` and `[text](<address>)` ask for none. */
  preview: boolean;
  /** The other host that the text of a masked link claims to be. */
  claims: string | null;
  children: Node[];
}

/** Styles of a time, as in `<t:0:R>`. `s` and `S` are short dates with the time to the minute and to the second. */
export type TimeStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R' | 's' | 'S';

export type SpanKind = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'mark'; text: string }
  | { kind: 'break' }
  | { kind: SpanKind; children: Node[] }
  | { kind: 'code'; text: string }
  | Link
  | { kind: 'mention'; mention: Mention }
  | { kind: 'custom_emoji'; id: string; name: string; animated: boolean }
  | { kind: 'emoji'; emoji: string }
  | { kind: 'time'; seconds: number; style: TimeStyle };

export interface List {
  kind: 'list';
  ordered: boolean;
  /** The first number of an ordered list. */
  start: number;
  items: Node[][];
}

export type Block =
  | { kind: 'paragraph'; children: Node[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: Node[] }
  | { kind: 'subtext'; children: Node[] }
  | { kind: 'quote'; children: Node[] }
  | List
  | { kind: 'code_block'; language: string | null; text: string };

/** A span may reach over lines, so it may hold blocks; blocks outside of spans hold paragraphs or inlines. */
export type Node = Inline | Block;

export interface Tree {
  children: Node[];
  /** Nothing but at most 30 emojis and space: they are drawn big. */
  bigEmoji: boolean;
}

/** Whether a node stands on lines of its own. */
export function isBlock(node: Node): node is Block {
  switch (node.kind) {
    case 'paragraph':
    case 'heading':
    case 'subtext':
    case 'quote':
    case 'list':
    case 'code_block':
      return true;
    default:
      return false;
  }
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  if (node.kind === 'list') return node.items.flat();
  return 'children' in node ? node.children : [];
}

/** The nodes with every text replaced, at any depth. */
export function mapTexts(nodes: readonly Node[], replace: (text: string) => Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.kind === 'text') return replace(node.text);
    if (node.kind === 'list') return [{ ...node, items: node.items.map((item) => mapTexts(item, replace)) }];
    return 'children' in node ? [{ ...node, children: mapTexts(node.children, replace) }] : [node];
  });
}
