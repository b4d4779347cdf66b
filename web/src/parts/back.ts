//! The phone's way back shuts what lies over the page instead of leaving it, where the browser can be asked.

interface Closer {
  onclose: (() => void) | null;
  destroy(): void;
}

/** For an `$effect`: until it is cleaned up, the way back calls `close`; what was opened last is shut first. */
export function backShuts(close: () => void): (() => void) | undefined {
  const { CloseWatcher } = window as unknown as { CloseWatcher?: new () => Closer };
  // With a keyboard Escape does it, and belongs to whatever is innermost.
  if (CloseWatcher === undefined || !matchMedia('(pointer: coarse)').matches) return undefined;
  const watcher = new CloseWatcher();
  watcher.onclose = close;
  return () => watcher.destroy();
}
