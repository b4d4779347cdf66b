//! The phone's way back shuts what lies over the page instead of leaving it.
import { step } from '../router/step';

interface Closer {
  onclose: (() => void) | null;
  destroy(): void;
}

/** For an `$effect`: until it is cleaned up, the way back calls `close`; what was opened last is shut first. */
export function backShuts(close: () => void): (() => void) | undefined {
  // With a keyboard Escape does it, and belongs to whatever is innermost.
  if (!matchMedia('(pointer: coarse)').matches) return undefined;
  const { CloseWatcher } = window as unknown as { CloseWatcher?: new () => Closer };
  // Not every browser can be asked.
  if (CloseWatcher === undefined) return step.lay(close);
  const watcher = new CloseWatcher();
  watcher.onclose = close;
  return () => watcher.destroy();
}
