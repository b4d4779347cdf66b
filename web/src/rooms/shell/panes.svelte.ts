//! Which drawers are open on a narrow page.

class Panes {
  /** Guilds and channels. */
  left = $state(false);
  /** Members, threads, pins. */
  right = $state(false);
}

export const panes = new Panes();
