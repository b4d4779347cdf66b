//! Asking again when something was told, without asking a thousand times when a thousand people tell of it.

/** Does `work` now, and once more afterwards if it was wanted meanwhile. */
export function onceMore(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      await run();
    }
  };
  return () => void run();
}
