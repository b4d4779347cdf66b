//! What stands on the drawn map: a mark for each place and for each spot with groups, of exactly what the list shows.
import type { Area, Group, Position } from './words';

export interface Mark {
  key: string;
  kind: 'area' | 'group' | 'groups';
  at: Position;
  /** The place, or the groups at the spot. */
  area: Area | null;
  groups: readonly Group[];
  /** Groups behind it: for a place the server's own total, for a spot those that the list shows there. */
  count: number;
}

/** Marks of places and groups. Groups that are told with one and the same middle share a mark. */
export function marksOf(areas: readonly Area[], groups: readonly Group[]): Mark[] {
  const spots = new Map<string, Group[]>();
  for (const group of groups) {
    const key = group.place.centre.join(' ');
    spots.set(key, [...(spots.get(key) ?? []), group]);
  }
  const ofAreas = areas.map((area): Mark => ({ key: `area ${area.id}`, kind: 'area', at: position(area.centre), area, groups: [], count: area.groups }));
  const ofSpots = [...spots].map(([key, here]): Mark => ({
    key: here.length === 1 ? `group ${here[0]?.id ?? key}` : `groups ${key}`,
    kind: here.length === 1 ? 'group' : 'groups',
    at: position(here[0]?.place.centre ?? [0, 0]),
    area: null,
    groups: here,
    count: here.length,
  }));
  return [...ofAreas, ...ofSpots];
}

export function position(pair: readonly number[]): Position {
  return [pair[0] ?? 0, pair[1] ?? 0];
}
