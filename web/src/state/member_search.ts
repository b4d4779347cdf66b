//! Asks the server for members by the beginning of their names, where the client knows too few of them. What comes
//! back goes into the guild like every other member.
import { Op } from '../gateway/socket';

const FOUND_MAX = 25;

export class MemberSearch {
  readonly #send: (op: Op, data: unknown) => boolean;
  // What was asked already, by guild.
  readonly #asked = new Map<string, Set<string>>();

  constructor(send: (op: Op, data: unknown) => boolean) {
    this.#send = send;
  }

  /** Asks once for each beginning. */
  ask(guildId: string, beginning: string): void {
    const query = beginning.trim().toLowerCase();
    const asked = this.#asked.get(guildId) ?? new Set<string>();
    this.#asked.set(guildId, asked);
    if (query === '' || asked.has(query)) return;
    if (this.#send(Op.RequestMembers, { guild_id: guildId, query, limit: FOUND_MAX, presences: true })) asked.add(query);
  }

  /** A new session: what was known may have changed. */
  forget(): void {
    this.#asked.clear();
  }
}
