//! What arrives between two frames is taken in together: a burst is worked off once per frame, and not once per event.
//! It knows no event.

/** Does something soon, for example before the next frame. */
export type Schedule = (work: () => void) => void;
export type Take = (name: string, data: unknown) => void;

export class Arrivals {
  readonly #take: Take;
  readonly #schedule: Schedule;
  #waiting: { name: string; data: unknown }[] = [];

  constructor(take: Take, schedule: Schedule) {
    this.#take = take;
    this.#schedule = schedule;
  }

  add(name: string, data: unknown): void {
    this.#waiting.push({ name, data });
    if (this.#waiting.length === 1) this.#schedule(() => this.flush());
  }

  /** Takes in at once what waits, in the order in which it came. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { name, data } of waiting) {
      try {
        this.#take(name, data);
      } catch (error) {
        // One event that cannot be taken in does not stop the others.
        reportError(error);
      }
    }
  }
}

/** How long a page that draws no frames, because it is hidden or covered, may wait. */
const UNSEEN_MS = 200;

/** Before the next frame, or after a while if none is drawn. */
export function beforeNextFrame(work: () => void): void {
  let frame = 0;
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    work();
  }, UNSEEN_MS);
  frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    work();
  });
}
