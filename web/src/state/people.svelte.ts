//! Who is there, who is a friend, who is blocked, and what the person noted about others.
import { SvelteMap } from 'svelte/reactivity';

import type { Sink } from '../gateway/dispatch';
import type { GuildEvents } from '../gateway/events/guilds';
import type { PresenceData, PresenceEvents, PresenceStatus } from '../gateway/events/presence';
import type { RelationshipData, SessionEvents } from '../gateway/events/session';
import type { Users } from './users.svelte';

export const RelationshipType = { Friend: 1, Blocked: 2, Incoming: 3, Outgoing: 4 } as const;

export class People {
  readonly relationships = new SvelteMap<string, RelationshipData>();
  readonly notes = new SvelteMap<string, string>();
  #presences = new SvelteMap<string, PresenceData>();
  readonly #users: Users;

  constructor(users: Users) {
    this.#users = users;
  }

  statusOf(userId: string): PresenceStatus {
    return this.#presences.get(userId)?.status ?? 'offline';
  }
  presenceOf(userId: string): PresenceData | undefined {
    return this.#presences.get(userId);
  }
  isBlocked(userId: string): boolean {
    return this.relationships.get(userId)?.type === RelationshipType.Blocked;
  }
  isFriend(userId: string): boolean {
    return this.relationships.get(userId)?.type === RelationshipType.Friend;
  }

  #put(relationship: RelationshipData): void {
    this.#users.add(relationship.user);
    this.relationships.set(relationship.id, relationship);
  }

  // The lists tell everybody's again and again: what is the same stays the same object, so that nothing is drawn again.
  #meet(presence: PresenceData | undefined): void {
    if (presence === undefined) return;
    const known = this.#presences.get(presence.user.id);
    if (known?.status === presence.status && JSON.stringify(known.activities) === JSON.stringify(presence.activities)) return;
    this.#presences.set(presence.user.id, presence);
  }

  sink(): Sink<SessionEvents & PresenceEvents & GuildEvents> {
    return {
      READY: (ready) => {
        this.relationships.clear();
        for (const relationship of ready.relationships) this.#put(relationship);
        this.notes.clear();
        for (const [id, note] of Object.entries(ready.notes)) this.notes.set(id, note);
        this.#presences.clear();
        for (const presence of ready.presences) this.#meet(presence);
        for (const guild of ready.guilds) for (const presence of guild.presences) this.#meet(presence);
      },
      GUILD_CREATE: (guild) => guild.presences.forEach((it) => this.#meet(it)),
      GUILD_MEMBERS_CHUNK: ({ presences }) => presences?.forEach((it) => this.#meet(it)),
      GUILD_MEMBER_LIST_UPDATE: ({ ops }) => {
        for (const op of ops) {
          const items = op.op === 'SYNC' ? op.items : op.op === 'INSERT' || op.op === 'UPDATE' ? [op.item] : [];
          for (const item of items) if ('member' in item) this.#meet(item.member.presence);
        }
      },
      PRESENCE_UPDATE: (presence) => this.#meet(presence),
      RELATIONSHIP_ADD: (relationship) => this.#put(relationship),
      RELATIONSHIP_UPDATE: (relationship) => this.#put(relationship),
      RELATIONSHIP_REMOVE: ({ id }) => void this.relationships.delete(id),
      USER_NOTE_UPDATE: ({ id, note }) => void (note === '' ? this.notes.delete(id) : this.notes.set(id, note)),
    };
  }
}
