//! Fetches what rooms begin with before somebody goes there: those that one is likely to open, while the page is idle, and
//! the one that somebody points at. Who saves data waits for the server instead.
import type { Attention } from './attention.svelte';
import type { Channel } from './channel.svelte';
import type { Guild } from './guild.svelte';
import type { Guilds } from './guilds.svelte';
import type { MessageAuthors } from './message_authors';
import type { Messages } from './messages.svelte';
import { Permission } from './permissions';
import type { ReadStates } from './read_states.svelte';
import { recentIds } from './recent';
import { device } from './settings.svelte';
import { byAge } from './snowflake';

/** Rooms that are fetched for whoever comes to a place. */
const LIKELY_MAX = 20;
/** So long nothing is fetched after somebody came to a room, and after each room that was fetched. */
const REST_MS = { first: 400, between: 50 };
/** Who passes over a list does not point at its rooms. */
const POINTED_MS = 80;

export interface Known {
  guilds: Guilds;
  readStates: ReadStates;
  attention: Attention;
  messages: Messages;
  authors: MessageAuthors;
}

export class Ahead {
  readonly #known: Known;
  #pointed: { id: string; timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(known: Known) {
    this.#known = known;
  }

  /** Fetches the rooms that one is likely to open next, one after the other; returns how to stop. */
  begin(guild: Guild | undefined): () => void {
    if (savesData()) return () => undefined;
    let rooms: Channel[] | null = null;
    let isOver = false;
    let cancel = (): void => undefined;
    const next = (restMs: number): void => {
      if (isOver) return;
      cancel = whenIdle(restMs, () => {
        rooms ??= likelyRooms(this.#known, guild);
        const room = rooms.shift();
        if (room) void this.#fetch(room.id).then(() => next(REST_MS.between));
      });
    };
    next(REST_MS.first);
    return () => {
      isOver = true;
      cancel();
    };
  }

  /** Somebody's mouse, finger or focus is at a room, or at none. */
  point(id: string | null): void {
    if (id === (this.#pointed?.id ?? null)) return;
    clearTimeout(this.#pointed?.timer);
    this.#pointed = id === null || savesData() ? null : { id, timer: setTimeout(() => void this.#fetch(id), POINTED_MS) };
  }

  async #fetch(id: string): Promise<void> {
    const { guilds, messages, authors, readStates } = this.#known;
    const channel = guilds.channel(id);
    if (!channel?.isTextual || channel.lastMessageId === null) return;
    const rows = await messages.fetchAhead(id, readStates.openingOf(id));
    const guild = guilds.guildOf(channel);
    if (guild) authors.meet(guild, rows);
  }
}

/** Rooms of a guild, or conversations: first what means the person, then where they were lately, then what is unread and new. */
export function likelyRooms({ guilds, attention }: Pick<Known, 'guilds' | 'attention'>, guild: Guild | undefined): Channel[] {
  const recent = new Set(recentIds().slice(0, LIKELY_MAX));
  const rank = (it: Channel): number => {
    const { mentions, unread } = attention.of(it);
    return mentions > 0 ? 3 : recent.has(it.id) ? 2 : unread ? 1 : 0;
  };
  const rooms = guild ? attention.roomsOf(guild).filter((it) => guild.may(Permission.ReadHistory, it)) : [...guilds.conversations.values()];
  return rooms
    .filter((it) => it.lastMessageId !== null)
    .map((room) => ({ room, rank: rank(room), last: room.lastMessageId ?? room.id }))
    .sort((a, b) => b.rank - a.rank || byAge(b.last, a.last))
    .slice(0, LIKELY_MAX)
    .map(({ room }) => room);
}

/** Whether the person, the browser or the line asks for little data. */
function savesData(): boolean {
  const line = (navigator as { connection?: { saveData?: boolean; effectiveType?: string } }).connection;
  return device.settings.textOnly || line?.saveData === true || /2g$/.test(line?.effectiveType ?? '');
}

/** Does something after a rest, when the browser has nothing better to do; the answer calls it off. */
function whenIdle(restMs: number, work: () => void): () => void {
  let idle = 0;
  const timer = setTimeout(() => {
    // Safari has no word for it.
    if ('requestIdleCallback' in window) idle = requestIdleCallback(work);
    else work();
  }, restMs);
  return () => {
    clearTimeout(timer);
    if (idle !== 0) cancelIdleCallback(idle);
  };
}
