//! Which lines of a history are drawn: a screen of them at the place that one goes to, and more where the reader comes near
//! an end, some in each frame, so that no frame takes long. It knows no element.
import { isOlder } from '../../../state/snowflake';
import type { Line } from './lines';

/** Lines that are drawn before the place that one goes to. */
const BEFORE = 3;
/** Lines that are drawn at first, at most: they fill most screens. */
const SCREEN_MAX = 12;
/** Lines that are added at a time. */
const STEP = 6;
/** Lines that stay while the reader follows the end: each that is drawn makes every frame of a burst longer. */
export const FOLLOWED_MAX = 36;
/** So many more come before they are cut back to that: each cut moves all the others, and all of them are painted again. */
export const CUT_BACK = 12;

type End = 'older' | 'newer';

/** How much has to be drawn at first, and how much a line takes at least, in any one unit. */
export interface Screen {
  height: number;
  leastOf: (line: Line) => number;
}
const UNKNOWN: Screen = { height: Infinity, leastOf: () => 1 };

/** From where to where something is drawn, and how often each end was moved by then. */
interface Drawn {
  place: object;
  first: string;
  last: string;
  steps: Record<End, number>;
}

export class DrawnPart {
  readonly #all: () => readonly Line[];
  readonly #follows: () => boolean;
  readonly #screen: Screen;
  // Where one goes to, as a new object each time; without an id it is the end.
  #place = $state.raw<{ id: string | null }>({ id: null });
  #steps = $state.raw<Record<End, number>>({ older: 0, newer: 0 });
  // Lines come and go around those that are drawn, so the ends are known by their messages.
  #drawn: Drawn | null = null;
  readonly lines = $derived.by(() => this.#draw(this.#all(), this.#place, this.#steps));

  /** `follows` says whether the reader stays at the end: what comes there is drawn with it. */
  constructor(all: () => readonly Line[], follows: () => boolean, place: string | null, screen = UNKNOWN) {
    this.#all = all;
    this.#follows = follows;
    this.#screen = screen;
    this.#place = { id: place };
  }

  /** Whether lines that are known wait before those that are drawn. */
  get hasOlder(): boolean {
    return this.lines[0] !== this.#all()[0];
  }
  get hasNewer(): boolean {
    return this.lines.at(-1) !== this.#all().at(-1);
  }

  /** Draws a screen of lines at a message, or at the end, instead of what is drawn. */
  goTo(id: string | null): void {
    this.#place = { id };
  }

  /** Draws some more lines. */
  grow(end: End): void {
    this.#steps = { ...this.#steps, [end]: this.#steps[end] + 1 };
  }

  #draw(all: readonly Line[], place: { id: string | null }, steps: Record<End, number>): readonly Line[] {
    const [from, to] = this.#drawn?.place === place ? this.#grown(all, this.#drawn, steps) : opening(all, place.id, this.#screen);
    const [first, last] = [all[from], all[to - 1]];
    this.#drawn = first && last ? { place, first: first.message.id, last: last.message.id, steps } : null;
    return all.slice(from, to);
  }

  #grown(all: readonly Line[], { first, last, steps: before }: Drawn, steps: Record<End, number>): [number, number] {
    const from = all.findIndex((it) => !isOlder(it.message.id, first));
    const to = all.findLastIndex((it) => !isOlder(last, it.message.id)) + 1;
    // Nothing is left of what was drawn: a gap lay between, and the end came in its place.
    if (from < 0 || to <= from) return opening(all, null, this.#screen);
    const older = Math.max(0, from - (steps.older - before.older) * STEP);
    if (!this.#follows()) return [older, Math.min(all.length, to + (steps.newer - before.newer) * STEP)];
    const isLong = to < all.length && all.length - older > FOLLOWED_MAX + CUT_BACK;
    return [isLong ? all.length - FOLLOWED_MAX : older, all.length];
  }
}

/** A screen of lines at a message; at the end without one, or when all are older. */
function opening(all: readonly Line[], id: string | null, screen: Screen): [number, number] {
  const at = id === null ? -1 : all.findIndex((it) => !isOlder(it.message.id, id));
  const before = at < 0 ? all.length : Math.max(0, at - BEFORE);
  const to = at < 0 ? all.length : at + filling(all.slice(at, before + SCREEN_MAX), screen);
  const last = all.slice(Math.max(0, to - SCREEN_MAX), to).reverse();
  return [Math.min(before, to - filling(last, screen)), to];
}

/** How many of the first of some lines fill a screen for certain; all of them if they may not. */
function filling(lines: readonly Line[], { height, leastOf }: Screen): number {
  let filled = 0;
  const enough = lines.findIndex((it) => (filled += leastOf(it)) >= height);
  return enough < 0 ? lines.length : enough + 1;
}
