//! Changes of a list whose entries have ids, each as a new list. Decides, draws nothing.

/** The list with one entry in other words. */
export function replaced<T extends { id: string }>(list: readonly T[], changed: T): T[] {
  return list.map((it) => (it.id === changed.id ? changed : it));
}

export function without<T extends { id: string }>(list: readonly T[], id: string): T[] {
  return list.filter((it) => it.id !== id);
}

/** The list with one entry a step further up (-1) or down (1); the same when there is no such step. */
export function stepped<T extends { id: string }>(list: readonly T[], id: string, step: -1 | 1): T[] {
  const order = [...list];
  const from = order.findIndex((it) => it.id === id);
  const to = from + step;
  const [entry] = from < 0 || to < 0 || to >= order.length ? [] : order.splice(from, 1);
  if (entry !== undefined) order.splice(to, 0, entry);
  return order;
}
