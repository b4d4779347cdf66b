//! What a push says. It comes with ids only; the names were left on this device by the page.
import type { Kind } from './decide';

/** What the push service brings, decrypted. */
export interface PushPayload {
  v: number;
  kind: Kind | 'call';
  user_id: string;
  guild_id: string | null;
  channel_id: string;
  message_id: string;
  /** Unread messages in the channel. */
  count: number;
}

/** What a room is called, and the place it is in. */
export type PushNames = Record<string, { room: string; place: string | null }>;

/** In the person's language; `{room}` stands for the name. */
export type PushTexts = Record<Kind | 'unknown', string> & { call?: string };

/** For a worker that knows nothing yet. */
export const NO_TEXTS: PushTexts = { direct: 'Parvis · {room}', reply: 'Parvis · {room}', mention: 'Parvis · {room}', message: 'Parvis · {room}', unknown: 'Parvis' };

export interface Words {
  title: string;
  body: string;
}

export function pushWords(payload: PushPayload, names: PushNames, texts: PushTexts): Words {
  // An order of an authority: there is no room, and it must not be taken for a message.
  if (payload.kind === 'call') return { title: 'Parvis', body: texts.call ?? texts.unknown };
  const name = names[payload.channel_id];
  if (name === undefined) return { title: 'Parvis', body: texts.unknown };
  return { title: name.place ?? name.room, body: texts[payload.kind].replace('{room}', () => name.room) };
}

/** Where a click leads. */
export function pushPath(payload: Pick<PushPayload, 'guild_id' | 'channel_id' | 'message_id'> & { kind?: PushPayload['kind'] }): string {
  if (payload.kind === 'call') return '/desk/orders';
  return `/channels/${payload.guild_id ?? '@me'}/${payload.channel_id}/${payload.message_id}`;
}

/** A push that is one; null for what another version sends. */
export function pushPayload(data: unknown): PushPayload | null {
  if (typeof data !== 'object' || data === null) return null;
  const it = data as Partial<PushPayload>;
  const isId = (id: unknown) => typeof id === 'string' && /^\d{1,20}$/.test(id);
  const isKind = it.kind !== undefined && ['direct', 'reply', 'mention', 'message', 'call'].includes(it.kind);
  return it.v === 1 && isKind && isId(it.channel_id) && isId(it.message_id) && isId(it.user_id) && (it.guild_id === null || isId(it.guild_id)) ? (it as PushPayload) : null;
}
