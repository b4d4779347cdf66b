//! Which of one's relationships belong on which page, and in which order.
import type { RelationshipData } from '../../gateway/events/session';
import { RelationshipType } from '../../state/people.svelte';
import type { PresenceStatus } from '../../gateway/events/presence';

export const FRIEND_PAGES = ['online', 'all', 'requests', 'blocked'] as const;
export type FriendPage = (typeof FRIEND_PAGES)[number];

const TYPES: Record<FriendPage, readonly number[]> = {
  online: [RelationshipType.Friend],
  all: [RelationshipType.Friend],
  requests: [RelationshipType.Incoming, RelationshipType.Outgoing],
  blocked: [RelationshipType.Blocked],
};

/** How many people wait for an answer. */
export function countRequests(relationships: Iterable<RelationshipData>): number {
  let count = 0;
  for (const it of relationships) if (it.type === RelationshipType.Incoming) count += 1;
  return count;
}

export function nameOf(relationship: RelationshipData): string {
  return relationship.nickname ?? relationship.user.global_name ?? relationship.user.username;
}

/** Those of a page whose name has `filter` in it, by name; requests that wait for an answer first. */
export function friendsOn(page: FriendPage, relationships: Iterable<RelationshipData>, statusOf: (id: string) => PresenceStatus, filter = ''): RelationshipData[] {
  const wanted = filter.trim().toLocaleLowerCase();
  return [...relationships]
    .filter((it) => TYPES[page].includes(it.type))
    .filter((it) => page !== 'online' || (statusOf(it.id) !== 'offline' && statusOf(it.id) !== 'invisible'))
    .filter((it) => wanted === '' || `${nameOf(it)} ${it.user.username}`.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => (page === 'requests' ? a.type - b.type : 0) || nameOf(a).localeCompare(nameOf(b)));
}
