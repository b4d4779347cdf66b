//! The time as the page shows it: moves on twice a minute, so that what ends by itself (mutes, statuses) ends on the page.

const STEP_MS = 30_000;

class Clock {
  nowMs = $state(Date.now());

  constructor() {
    setInterval(() => (this.nowMs = Date.now()), STEP_MS);
  }
}

export const clock = new Clock();
