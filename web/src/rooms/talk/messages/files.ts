//! What attachments and pictures are, where they may be loaded from, and the box that is kept for them.
import type { APIAttachment, APIEmbedImage } from 'discord-api-types/v10';

import type { MediaBox } from './boxes';
import { boxFor } from './boxes';

export type FileKind = 'picture' | 'video' | 'audio' | 'file';
const SPOILER = 1 << 3;
const ANIMATED = 1 << 5;

/** Parvis sends more than the platform's types say. */
export type Attachment = APIAttachment & { flags?: number };

// What browsers show by themselves. A picture without its size has no box, so it stays a file.
export function kindOf(attachment: Attachment): FileKind {
  const type = attachment.content_type ?? '';
  const sized = (attachment.width ?? 0) > 0 && (attachment.height ?? 0) > 0;
  if (/^image\/(png|jpeg|gif|webp|avif|apng)/.test(type) && sized) return 'picture';
  if (/^video\/(mp4|webm|ogg|quicktime)/.test(type)) return 'video';
  if (/^audio\//.test(type)) return 'audio';
  return 'file';
}

export function isSpoiler(attachment: Attachment): boolean {
  return attachment.filename.startsWith('SPOILER_') || ((attachment.flags ?? 0) & SPOILER) !== 0;
}

/** Whether a picture may move; what kind of file it is does not say for sure. */
export function mayMove({ content_type: type, flags }: Attachment): boolean {
  return ((flags ?? 0) & ANIMATED) !== 0 || /^image\/(gif|webp|apng)/.test(type ?? '');
}

/** The same where only the address is known. */
export function isMoving(address: string): boolean {
  return /\.(gif|webp|apng)(\?|$)/iu.test(address);
}

/** The address of one of our own files as a path, so that it is asked for where the page came from; null for others. */
export function ownPath(address: string | undefined): string | null {
  if (address === undefined) return null;
  try {
    const url = new URL(address, location.origin);
    const isOurs = url.origin === location.origin || url.pathname.startsWith('/attachments/');
    return isOurs && /^\/(attachments|avatars|emojis|icons|banners|embed)\//.test(url.pathname) ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

/** The last word of an address. Bots give any address, also one whose percent signs mean nothing. */
export function nameIn(address: string): string {
  const word = address.split('?')[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

export interface SizedPicture {
  url: string;
  box: MediaBox;
}

/** A picture of an embed, if this server has it: the pages of others learn nothing from a reader's look. */
export function embedPicture(media: APIEmbedImage | undefined, widest: number, highest: number): SizedPicture | null {
  const url = ownPath(media?.proxy_url) ?? ownPath(media?.url);
  if (url === null) return null;
  return { url, box: boxFor(media?.width ?? widest, media?.height ?? Math.round(widest * 0.5625), widest, highest) };
}
