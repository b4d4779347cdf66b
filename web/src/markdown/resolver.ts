//! What the view must be told to draw mentions: names, colours, and what happens on a click. The state behind it is not
//! known here.

import type { Mention } from './tree';

export interface NamedMention {
  name: string;
  /** `#rrggbb`; without one, mentions have a colour of their own. */
  colour?: string | null;
  /** Whether it means the reader. */
  own?: boolean;
}

export type ChannelSign = 'text' | 'voice' | 'forum' | 'thread' | 'announcement' | 'stage';

export interface NamedChannel extends NamedMention {
  icon?: ChannelSign;
}

export interface MentionResolver {
  user(id: string): NamedMention | null;
  role(id: string): NamedMention | null;
  channel(id: string): NamedChannel | null;
  /** The picture of a guild's emoji, or `null` to show its name. */
  emojiUrl(id: string, animated: boolean): string | null;
  /** Whether `@everyone` and `@here` really called the reader. */
  everyone: boolean;
  /** Somebody wants to know more about what is mentioned. */
  open(mention: Mention, at: HTMLElement): void;
}

/** Knows no names, and opens nothing. */
export const plainResolver: MentionResolver = {
  user: () => null,
  role: () => null,
  channel: () => null,
  emojiUrl: () => null,
  everyone: false,
  open: () => undefined,
};

/** What all nodes of one drawing share. */
export interface View {
  resolve: MentionResolver;
  /** Whether spoilers are open from the start. */
  revealed: boolean;
  locale: string;
}
