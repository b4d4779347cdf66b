//! What was written by hand and means something: whole names of people, channels and emoji, and smileys. Code stays
//! as it is.
export interface SpokenNames {
  /** The id of the account with exactly this user name. */
  user(name: string): string | null;
  /** The id of the only channel with exactly this name. */
  channel(name: string): string | null;
  /** What stands for the guild's emoji of this name. */
  emoji(name: string): string | null;
}

const CODE = /(```[\s\S]*?```|`[^`\n]*`)/;
const NAMES = /(?<![\p{L}\p{N}_<@/])(?:@([a-z0-9_.]{2,32})|#([\p{L}\p{N}_-]{1,100})|:(\w{2,32}):)(?![\p{L}\p{N}_>])/gu;

/** The same text with ids for names. */
export function withIds(text: string, names: SpokenNames): string {
  return outsideOfCode(text, (part) =>
    part.replace(NAMES, (whole, user: string | undefined, channel: string | undefined, emoji: string | undefined) => {
      if (user !== undefined) return idOfUser(user, names) ?? whole;
      if (channel !== undefined) return wrap('<#', names.channel(channel)) ?? whole;
      return names.emoji(emoji ?? '') ?? whole;
    }),
  );
}

// A full stop behind a name ends the sentence, unless it is part of the name.
function idOfUser(name: string, names: SpokenNames): string | null {
  const whole = wrap('<@', names.user(name));
  if (whole !== null || !name.endsWith('.')) return whole;
  const bare = name.replace(/\.+$/, '');
  const found = wrap('<@', names.user(bare));
  return found === null ? null : found + name.slice(bare.length);
}

function wrap(sign: string, id: string | null): string | null {
  return id === null ? null : `${sign}${id}>`;
}

const SMILEYS: Record<string, string> = {
  ':)': '🙂', ':-)': '🙂', '=)': '🙂', ':D': '😄', ':-D': '😄', 'xD': '😆', 'XD': '😆', ';)': '😉', ';-)': '😉', ':P': '😛', ':-P': '😛', ':p': '😛', ':-p': '😛',
  ':(': '🙁', ':-(': '🙁', ":'(": '😢', ':O': '😮', ':o': '😮', ':-O': '😮', ':-o': '😮', ':|': '😐', ':-|': '😐', ':/': '😕', ':-/': '😕', '<3': '❤️', '</3': '💔', '8)': '😎', 'B)': '😎', ':*': '😘', ':-*': '😘',
};

/** The same text with emoji for smileys that stand alone between blanks. */
export function withoutSmileys(text: string): string {
  return outsideOfCode(text, (part) => part.replace(/(?<=^|\s)\S{2,3}(?=\s|$)/gu, (word) => SMILEYS[word] ?? word));
}

function outsideOfCode(text: string, change: (part: string) => string): string {
  return text.split(CODE).map((part, index) => (index % 2 === 0 ? change(part) : part)).join('');
}
