//! The smallest things that a text can name: what stands in angle brackets, addresses, emojis, @everyone.
//! Each reader is given a position and answers with a node and where it ends, or with nothing.

import { isWordAt, isWordBefore } from './characters';
import { ADDRESS_LENGTH_MAX, linkTarget } from './links';
import type { GuildPage, Link, LinkTarget, Node, TimeStyle } from './tree';

/** A node, and the position after it. */
export interface Atom {
  node: Node;
  end: number;
}

/** Seconds from the epoch that a date can hold. */
const SECONDS_MAX = 8_640_000_000_000;
const ANGLE_LENGTH_MAX = 128;

const ANGLE = /^<([^<>\n]+)>/u;
const USER = /^@!?(\d{1,20})$/u;
const ROLE = /^@&(\d{1,20})$/u;
const CHANNEL = /^#(\d{1,20})$/u;
const COMMAND = /^\/([-_\p{L}\p{N}]{1,32}(?: [-_\p{L}\p{N}]{1,32}){0,2}):(\d{1,20})$/u;
const PAGE = /^id:(customize|guide|browse|home)$/u;
const CUSTOM_EMOJI = /^(a?):([A-Za-z0-9_]{2,32}):(\d{1,20})$/u;
const TIME = /^t:(-?\d{1,17})(?::([tTdDfFRsS]))?$/u;

/** A mention, custom emoji or time in angle brackets at `at`. */
export function readAngle(text: string, at: number, to: number): Atom | null {
  const [whole, inner] = ANGLE.exec(text.slice(at, Math.min(to, at + ANGLE_LENGTH_MAX))) ?? [];
  if (whole === undefined || inner === undefined) return null;
  const node = angleNode(inner);
  return node && { node, end: at + whole.length };
}

function angleNode(inner: string): Node | null {
  const [, user] = USER.exec(inner) ?? [];
  if (user) return { kind: 'mention', mention: { kind: 'user', id: user } };
  const [, role] = ROLE.exec(inner) ?? [];
  if (role) return { kind: 'mention', mention: { kind: 'role', id: role } };
  const [, channel] = CHANNEL.exec(inner) ?? [];
  if (channel) return { kind: 'mention', mention: { kind: 'channel', id: channel } };
  const [, command, commandId] = COMMAND.exec(inner) ?? [];
  if (command && commandId) return { kind: 'mention', mention: { kind: 'command', name: command, id: commandId } };
  const [, page] = PAGE.exec(inner) ?? [];
  if (page) return { kind: 'mention', mention: { kind: 'guild_page', page: guildPage(page) } };
  const [, moves, name, id] = CUSTOM_EMOJI.exec(inner) ?? [];
  if (name && id) return { kind: 'custom_emoji', id, name, animated: moves === 'a' };
  const [, seconds, style] = TIME.exec(inner) ?? [];
  return seconds ? timeNode(Number(seconds), style) : null;
}

function guildPage(page: string): GuildPage {
  // `home` is the older word for the guide.
  return page === 'customize' || page === 'browse' ? page : 'guide';
}

function timeNode(seconds: number, style: string | undefined): Node | null {
  if (Math.abs(seconds) > SECONDS_MAX) return null;
  return { kind: 'time', seconds, style: isTimeStyle(style) ? style : 'f' };
}

function isTimeStyle(style: string | undefined): style is TimeStyle {
  return style !== undefined && 'tTdDfFRsS'.includes(style);
}

/** Ends at space, angle brackets, quotes, backticks, and at what turns or hides text. */
const ADDRESS = /^https?:\/\/[^\s<>"`\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/iu;
const ANGLE_ADDRESS = /^<(https?:\/\/[^\s<>]+)>/iu;

/** An address at `at`. If it is none that may be opened, it is text, and nothing in it is looked at again. */
export function readAddress(text: string, at: number, to: number): Atom | null {
  if (at > 0 && isWordBefore(text, at)) return null;
  const [found] = ADDRESS.exec(addressRoom(text, at, to)) ?? [];
  if (found === undefined) return null;
  const raw = withoutTrailing(found);
  const target = linkTarget(raw);
  const end = at + raw.length;
  if (target === null) return { node: { kind: 'text', text: raw }, end };
  return { node: addressLink('bare', raw, target), end };
}

/** `<https://…>` at `at`: a link that asks for no preview. */
export function readAngleAddress(text: string, at: number, to: number): Atom | null {
  const [whole, raw] = ANGLE_ADDRESS.exec(addressRoom(text, at, to)) ?? [];
  if (whole === undefined || raw === undefined) return null;
  const target = linkTarget(raw);
  return target && { node: addressLink('angle', raw, target), end: at + whole.length };
}

/** As much of the text as an address may take, so that a long one is not walked through again and again. */
function addressRoom(text: string, at: number, to: number): string {
  return text.slice(at, Math.min(to, at + ADDRESS_LENGTH_MAX + 2));
}

/** An address that could deceive is shown as it will be opened, and not as it was written. */
function addressLink(form: 'bare' | 'angle', raw: string, target: LinkTarget): Link {
  const shown = target.marks.every((mark) => mark === 'punycode') ? raw : target.href;
  return {
    kind: 'link',
    form,
    target,
    preview: form === 'bare',
    claims: null,
    children: [{ kind: 'text', text: shown }],
  };
}

/** Cuts punctuation from the end of an address, and brackets that nothing in it opens. */
function withoutTrailing(raw: string): string {
  let open = count(raw, '(') - count(raw, ')');
  let end = raw.length;
  while (end > 0) {
    const last = raw.charAt(end - 1);
    if (last === ')') {
      if (open >= 0) break;
      open += 1;
    } else if (!/[.,:;!?'\]}*_~|\\…]/u.test(last)) {
      break;
    }
    end -= 1;
  }
  return raw.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const UNIT =
  '(?:\\p{Emoji_Modifier_Base}\\uFE0F?\\p{Emoji_Modifier}' +
  '|\\p{Emoji_Presentation}(?!\\uFE0E)\\uFE0F?' +
  '|\\p{Extended_Pictographic}(?:\\uFE0F|(?=\\u200D\\p{Extended_Pictographic})))';
const JOINED = '(?:\\u200D\\p{Extended_Pictographic}(?:\\p{Emoji_Modifier}|\\uFE0F)?)';
const EMOJI = new RegExp(
  '[0-9#*]\\uFE0F?\\u20E3' +
    '|\\p{Regional_Indicator}{2}' +
    '|\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{2,8}\\u{E007F}' +
    `|${UNIT}${JOINED}{0,9}`,
  'uy',
);

/** A Unicode emoji at `at`, with its skin tones and all that is joined to it. */
export function readEmoji(text: string, at: number, to: number): Atom | null {
  EMOJI.lastIndex = at;
  const [emoji] = EMOJI.exec(text) ?? [];
  if (emoji === undefined || at + emoji.length > to) return null;
  return { node: { kind: 'emoji', emoji }, end: at + emoji.length };
}

/** `@everyone` or `@here` standing by itself, as the server reads it. */
export function readMassMention(text: string, at: number, to: number): Atom | null {
  if (at > 0 && isWordBefore(text, at)) return null;
  for (const kind of ['everyone', 'here'] as const) {
    const end = at + 1 + kind.length;
    if (end <= to && text.startsWith(kind, at + 1) && !isWordAt(text, end)) {
      return { node: { kind: 'mention', mention: { kind } }, end };
    }
  }
  return null;
}
