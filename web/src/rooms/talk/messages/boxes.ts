//! How much room a medium gets before it is loaded: its own proportions, within bounds.

export interface MediaBox {
  width: number;
  height: number;
}

/** The size at which something is shown: never larger than it is, never beyond the bounds, never a hair line. */
export function boxFor(width: number, height: number, widest = 480, highest = 360): MediaBox {
  const w = Math.max(1, width);
  const h = Math.max(1, height);
  const scale = Math.min(1, widest / w, highest / h);
  return { width: Math.max(48, Math.round(w * scale)), height: Math.max(48, Math.round(h * scale)) };
}

/** In how many columns so many pictures are laid out. */
export function columnsFor(count: number): number {
  if (count <= 1) return 1;
  return count === 2 || count === 4 ? 2 : 3;
}
