//! What somebody chose, and how it is written.

export type EmojiChoice =
  | { kind: 'unicode'; emoji: string; name: string }
  | { kind: 'custom'; id: string; name: string; animated: boolean };

/** An emoji as the platform names it in other things: with an id it is a guild's own, which is a picture. */
export interface PartialEmoji {
  id: string | null;
  name: string | null;
  animated: boolean;
}

/** A guild's own emojis, as the picker shows them. */
export interface GuildEmojis {
  id: string;
  name: string;
  icon: string | null;
  emojis: readonly GuildEmoji[];
}

export interface GuildEmoji {
  id: string;
  name: string;
  animated: boolean;
  url: string;
  /** Whether the reader may use it here. */
  usable: boolean;
}

/** As reactions are addressed; to be percent-encoded in a path. */
export function asReaction(choice: EmojiChoice): string {
  return choice.kind === 'unicode' ? choice.emoji : `${choice.name}:${choice.id}`;
}

/** As it stands in a message. */
export function asText(choice: EmojiChoice): string {
  return choice.kind === 'unicode' ? choice.emoji : `<${choice.animated ? 'a' : ''}:${choice.name}:${choice.id}>`;
}

/** The same for two choices of the same emoji. */
export function keyOf(choice: EmojiChoice): string {
  return choice.kind === 'unicode' ? choice.emoji : choice.id;
}
