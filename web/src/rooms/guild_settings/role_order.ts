//! The order of roles, as the server wants to be told of it. Decides, draws nothing.
import type { APIRole } from 'discord-api-types/v10';

/** Positions for `PATCH /guilds/{id}/roles` after a role was put before another (from the highest down); `null` is the end. */
export function rolesMoved(byRank: readonly APIRole[], id: string, beforeId: string | null, everyoneId: string): { id: string; position: number }[] {
  const order = byRank.filter((it) => it.id !== everyoneId && it.id !== id).map((it) => it.id);
  const index = beforeId === null ? order.length : order.indexOf(beforeId);
  order.splice(index < 0 ? order.length : index, 0, id);
  const positions = new Map(byRank.map((it) => [it.id, it.position]));
  return order.map((it, place) => ({ id: it, position: order.length - place })).filter((it) => positions.get(it.id) !== it.position);
}

/** Above which role one has to be put to go a step up or down; undefined when there is no such step. */
export function stepTarget(byRank: readonly APIRole[], id: string, step: -1 | 1, everyoneId: string): string | null | undefined {
  const order = byRank.filter((it) => it.id !== everyoneId).map((it) => it.id);
  const from = order.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= order.length) return undefined;
  return step < 0 ? order[to] : (order[to + 1] ?? null);
}

/** `#rrggbb` of a role's colour, or null for none. */
export function hexOf(color: number): string | null {
  return color === 0 ? null : `#${color.toString(16).padStart(6, '0')}`;
}
