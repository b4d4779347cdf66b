//! One clock for all relative times on the page. It runs only while some are drawn.

import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 1000;

class Clock {
  #subscribe = createSubscriber((update) => {
    const timer = setInterval(() => {
      // Nobody looks at a hidden page; the next tick after its return sets it right.
      if (!document.hidden) update();
    }, TICK_MS);
    return () => clearInterval(timer);
  });

  /** Seconds since the epoch. Whoever draws them is drawn again when they change. */
  get seconds(): number {
    this.#subscribe();
    return Math.floor(Date.now() / 1000);
  }
}

export const clock = new Clock();
