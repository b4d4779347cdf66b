//! Asks for the memberships of those whose messages are on the page: histories bring accounts, and no roles.
import { Op } from '../gateway/socket';
import type { Guild } from './guild.svelte';
import type { Message } from './message.svelte';

/** The gateway takes so many ids in one request. */
const ASKED_MAX = 100;

export class MessageAuthors {
  // Once asked is enough: who is not found has left.
  #asked = new Set<string>();
  readonly #send: (op: Op, data: unknown) => boolean;

  constructor(send: (op: Op, data: unknown) => boolean) {
    this.#send = send;
  }

  /** Makes the authors of these messages known in the guild. */
  meet(guild: Guild, rows: readonly Message[]): void {
    const unknown = new Set<string>();
    for (const { data } of rows) {
      const id = data.author.id;
      const isMember = data.webhook_id === undefined && !guild.members.has(id);
      if (isMember && !this.#asked.has(`${guild.id} ${id}`)) unknown.add(id);
    }
    const ids = [...unknown].slice(0, ASKED_MAX);
    if (ids.length === 0 || !this.#send(Op.RequestMembers, { guild_id: guild.id, user_ids: ids, presences: true })) return;
    for (const id of ids) this.#asked.add(`${guild.id} ${id}`);
  }
}
