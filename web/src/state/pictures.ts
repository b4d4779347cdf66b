//! Addresses of pictures: made of ids and hashes, as the platform makes them.
import type { APIEmoji, APIUser } from 'discord-api-types/v10';

/** Larger than six and dividing no power of ten, so that neighbours among ids fall apart. */
const COLOUR_PRIME = 1009n;

const SIZES = [16, 32, 64, 128, 256, 512] as const;

function sized(pixels: number): number {
  return SIZES.find((it) => it >= pixels) ?? 512;
}

function ending(hash: string): string {
  return hash.startsWith('a_') ? 'gif' : 'webp';
}

/** One of the six colours of people without an avatar. The whole id counts: ids made at round times would share one. */
function colourOf(id: string): number {
  return Number((BigInt(id) % COLOUR_PRIME) % 6n);
}

export function avatarUrl(user: Pick<APIUser, 'id' | 'avatar' | 'discriminator'>, pixels = 128): string {
  if (user.avatar) return `/avatars/${user.id}/${user.avatar}.${ending(user.avatar)}?size=${sized(pixels)}`;
  return `/embed/avatars/${colourOf(user.id)}.png`;
}

export function guildIconUrl(guild: { id: string; icon: string | null }, pixels = 128): string | null {
  return guild.icon === null ? null : `/icons/${guild.id}/${guild.icon}.${ending(guild.icon)}?size=${sized(pixels)}`;
}

export function channelIconUrl(channel: { id: string; icon?: string | null | undefined }): string | null {
  return channel.icon ? `/channel-icons/${channel.id}/${channel.icon}.webp` : null;
}

export function emojiUrl(emoji: Pick<APIEmoji, 'id' | 'animated'>): string {
  return `/emojis/${emoji.id}.${emoji.animated ? 'gif' : 'webp'}`;
}
