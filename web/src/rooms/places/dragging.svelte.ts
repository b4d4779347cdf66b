//! Moving channels and categories with the mouse. The menu's "Move to…" does the same without one.
import type { Channel } from '../../state/channel.svelte';
import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';
import { channelMoves, siblingsIn, type ChannelMove } from './order';

/** Where the dragged thing would come to lie, relative to the line that the pointer is over. */
export type DropMark = 'before' | 'after' | 'into';

interface Target {
  id: string;
  mark: DropMark;
}

/** Where a channel or category goes when it is let go over `over`; null if it cannot go there. */
export function dropMark(dragged: Channel, over: Channel, isUpperHalf: boolean): DropMark | null {
  if (dragged.id === over.id || over.isThread) return null;
  if (dragged.isCategory) return over.isCategory ? (isUpperHalf ? 'before' : 'after') : null;
  if (over.isCategory) return 'into';
  return dragged.isSpoken === over.isSpoken ? (isUpperHalf ? 'before' : 'after') : null;
}

/** What letting go means for the server. */
export function dropMoves(channels: readonly Channel[], dragged: Channel, over: Channel, mark: DropMark): ChannelMove[] {
  if (mark === 'into') return channelMoves(channels, dragged, over.id, null);
  const siblings = siblingsIn(channels, dragged, over.parentId).filter((it) => it.id !== dragged.id);
  const at = siblings.findIndex((it) => it.id === over.id);
  const before = (mark === 'before' ? siblings[at] : siblings[at + 1])?.id ?? null;
  return channelMoves(channels, dragged, over.parentId, before);
}

export class Dragging {
  #dragged = $state.raw<Channel | null>(null);
  #target = $state.raw<Target | null>(null);
  readonly #guild: () => Guild;
  readonly #move: (moves: ChannelMove[]) => Promise<void>;

  constructor(guild: () => Guild, move: (moves: ChannelMove[]) => Promise<void>) {
    this.#guild = guild;
    this.#move = move;
  }

  markOf(id: string): DropMark | undefined {
    return this.#target?.id === id ? this.#target.mark : undefined;
  }

  readonly start = (event: DragEvent): void => {
    const channel = this.#channelAt(event);
    if (!channel || channel.isThread || !this.#guild().may(Permission.ManageChannels, channel)) return;
    this.#dragged = channel;
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
  };

  readonly over = (event: DragEvent): void => {
    const over = this.#channelAt(event);
    const line = event.target instanceof Element ? event.target.closest('[data-channel]') : null;
    if (!this.#dragged || !over || !line) return;
    const box = line.getBoundingClientRect();
    const mark = dropMark(this.#dragged, over, event.clientY < box.top + box.height / 2);
    this.#target = mark === null ? null : { id: over.id, mark };
    if (mark !== null) event.preventDefault();
  };

  readonly leave = (event: DragEvent): void => {
    const list = event.currentTarget;
    if (list instanceof Element && event.relatedTarget instanceof Node && list.contains(event.relatedTarget)) return;
    this.#target = null;
  };

  readonly drop = (event: DragEvent): void => {
    const [dragged, target, guild] = [this.#dragged, this.#target, this.#guild()];
    const over = target && guild.channels.get(target.id);
    this.end();
    if (!dragged || !target || !over) return;
    event.preventDefault();
    const moves = dropMoves([...guild.channels.values()], dragged, over, target.mark);
    if (moves.length > 0) void this.#move(moves);
  };

  readonly end = (): void => {
    this.#dragged = null;
    this.#target = null;
  };

  #channelAt(event: DragEvent): Channel | undefined {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-channel]') : null;
    return line ? this.#guild().channel(line.dataset['channel'] ?? '') : undefined;
  }
}
