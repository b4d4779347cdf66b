//! Rooms and people that the person went to lately, in this browser; the last one first.

const KEPT_AS = 'parvis.recent';
const KEPT_MAX = 40;

export function recentIds(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '[]');
    return Array.isArray(kept) ? kept.filter((it) => typeof it === 'string') : [];
  } catch {
    return [];
  }
}

export function visited(id: string): void {
  localStorage.setItem(KEPT_AS, JSON.stringify([id, ...recentIds().filter((it) => it !== id)].slice(0, KEPT_MAX)));
}
