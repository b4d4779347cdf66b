//! The order of things that people move: guilds in the rail, channels and categories in their list.
import type { Channel } from '../../state/channel.svelte';

/** Guilds in the order in which the person put them; those that were never moved stand first, the newest on top. */
export function guildsInOrder<G extends { id: string; joinedAt: string }>(guilds: readonly G[], order: readonly string[]): G[] {
  const place = new Map(order.map((id, index) => [id, index]));
  return [...guilds].sort((a, b) => {
    const [left, right] = [place.get(a.id) ?? -1, place.get(b.id) ?? -1];
    return left === right ? b.joinedAt.localeCompare(a.joinedAt) : left - right;
  });
}

/** `ids` with one of them before another, or at the end. */
export function movedBefore(ids: readonly string[], id: string, before: string | null): string[] {
  if (id === before) return [...ids];
  const others = ids.filter((it) => it !== id);
  const index = before === null ? others.length : others.indexOf(before);
  others.splice(index < 0 ? others.length : index, 0, id);
  return others;
}

/** `ids` with one of them a step up (-1) or down (1). */
export function movedBy(ids: readonly string[], id: string, step: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ids.length) return [...ids];
  const others = ids.filter((it) => it !== id);
  others.splice(to, 0, id);
  return others;
}

/** One line of `PATCH /guilds/{id}/channels`. */
export interface ChannelMove {
  id: string;
  position: number;
  parent_id?: string | null;
}

type Placed = Pick<Channel, 'id' | 'parentId' | 'position' | 'isSpoken' | 'isCategory'>;

/** Channels that share an order with `channel` when it is in `parentId`, in that order: its own kind comes to lie
 *  beside its own kind only, spoken ones below written ones, categories beside categories. */
export function siblingsIn<C extends Placed>(channels: readonly C[], channel: Placed, parentId: string | null): C[] {
  return channels
    .filter((it) => it.isCategory === channel.isCategory && (channel.isCategory || (it.parentId === parentId && it.isSpoken === channel.isSpoken)))
    .sort((a, b) => a.position - b.position || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

/** What has to be told to the server so that `channel` stands in `parentId`, before `before` or last. */
export function channelMoves(channels: readonly Placed[], channel: Placed, parentId: string | null, before: string | null): ChannelMove[] {
  const siblings = siblingsIn(channels, channel, parentId);
  const positions = new Map([...siblings, channel].map((it) => [it.id, it.position]));
  const order = movedBefore(siblings.map((it) => it.id), channel.id, before);
  const moves: ChannelMove[] = [];
  order.forEach((id, position) => {
    const changesParent = id === channel.id && channel.parentId !== parentId && !channel.isCategory;
    if (changesParent) moves.push({ id, position, parent_id: parentId });
    else if (positions.get(id) !== position) moves.push({ id, position });
  });
  return moves;
}
