//! Swiping drawers in and out: finger positions in, how far each drawer is open out. It knows no page and no clock.

export type Drawer = 'left' | 'right';

/** Where the fingers, and the drawers, are. `open` is the drawer that is open, `progress` from 0 (shut) to 1. */
export interface Swipe {
  drawer: Drawer;
  progress: number;
}

/** What there is to swipe. */
export interface Drawers {
  open: Drawer | null;
  /** Pixels. */
  width: number;
  hasRight: boolean;
  rightToLeft: boolean;
}

interface Point {
  x: number;
  y: number;
  atMs: number;
}

// Before so many pixels nobody knows where a finger is going.
const UNDECIDED_PX = 10;
// A finger that rested so long before it went throws nothing.
const REST_MS = 80;
// Faster than this a finger throws the drawer, however far it is.
const THROW_PX_PER_MS = 0.35;

/** One finger from its coming to its going. `start` is the side where a line of text begins. */
export class Gesture {
  readonly #drawers: Drawers;
  readonly #from: Point;
  #last: Point;
  #speed = 0;
  #drawer: Drawer | null = null;
  /** Whether it is something else: scrolling, for example. */
  refused = false;

  constructor(drawers: Drawers, from: Point) {
    this.#drawers = drawers;
    this.#from = this.#last = from;
  }

  /** Where the drawer is now; null while it is not known whether this is a swipe. */
  move(to: Point): Swipe | null {
    if (this.refused) return null;
    const sign = this.#drawers.rightToLeft ? -1 : 1;
    const dx = (to.x - this.#from.x) * sign;
    const dy = to.y - this.#from.y;
    const passed = to.atMs - this.#last.atMs;
    if (passed > 0) this.#speed = ((to.x - this.#last.x) * sign) / passed;
    this.#last = to;
    if (this.#drawer === null && !this.#decide(dx, dy)) return null;
    return this.#at(dx);
  }

  // Which drawer is meant; false while undecided, or when it is none.
  #decide(dx: number, dy: number): boolean {
    if (Math.hypot(dx, dy) < UNDECIDED_PX) return false;
    const { open, hasRight } = this.#drawers;
    const wanted = open ?? (dx > 0 ? 'left' : 'right');
    this.refused = Math.abs(dy) * 1.2 > Math.abs(dx) || (wanted === 'right' && !hasRight) || (open === 'left' && dx > 0) || (open === 'right' && dx < 0);
    if (!this.refused) this.#drawer = wanted;
    return !this.refused;
  }

  #at(dx: number): Swipe | null {
    if (this.#drawer === null) return null;
    const start = this.#drawers.open === this.#drawer ? 1 : 0;
    const towards = this.#drawer === 'left' ? dx : -dx;
    return { drawer: this.#drawer, progress: Math.min(1, Math.max(0, start + towards / this.#drawers.width)) };
  }

  /** The finger is gone: which drawer is open from now on. */
  end(to: Point): Drawer | null {
    const at = this.refused ? null : this.#at((to.x - this.#from.x) * (this.#drawers.rightToLeft ? -1 : 1));
    if (at === null) return this.#drawers.open;
    const rested = to.atMs - this.#last.atMs > REST_MS;
    const speed = rested ? 0 : at.drawer === 'left' ? this.#speed : -this.#speed;
    const opens = Math.abs(speed) > THROW_PX_PER_MS ? speed > 0 : at.progress > 0.5;
    return opens ? at.drawer : null;
  }
}

/** Whether a touch on this element may become a swipe: not where something scrolls sideways, is dragged or written. */
export function mayStartOn(element: Element | null): boolean {
  for (let at = element; at !== null; at = at.parentElement) {
    if (at.matches('input, textarea, select, [contenteditable], [role="slider"], [role="dialog"], [data-no-swipe], video, audio')) return false;
    if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
  }
  return true;
}
