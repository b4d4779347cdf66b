//! The focus goes into a drawer when it opens and back when it shuts; Escape and the phone's back gesture shut it.

interface Closer {
  onclose: (() => void) | null;
  destroy(): void;
}

export class DrawerFocus {
  readonly #drawer: () => HTMLElement | undefined;

  constructor(drawer: () => HTMLElement | undefined) {
    this.#drawer = drawer;
  }

  /** For an `$effect`: while `isOpen`, the focus is in the drawer. What lies under it is inert, so it stays there. */
  follow(isOpen: boolean, close: () => void): (() => void) | undefined {
    const drawer = this.#drawer();
    if (!isOpen || !drawer) return undefined;
    const before = document.activeElement;
    // After the drawer has become reachable.
    const frame = requestAnimationFrame(() => (drawer.querySelector<HTMLElement>('[aria-current="page"]') ?? drawer.querySelector<HTMLElement>('a, button'))?.focus({ preventScroll: true }));
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    drawer.addEventListener('keydown', onKey);
    const closer = watchForBack(close);
    return () => {
      cancelAnimationFrame(frame);
      drawer.removeEventListener('keydown', onKey);
      closer?.destroy();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }
}

/** Asks the browser to close this instead of going back, where it can be asked. */
export function watchForBack(close: () => void): Closer | null {
  const { CloseWatcher } = window as unknown as { CloseWatcher?: new () => Closer };
  // With a keyboard Escape does it, and belongs to whatever is innermost.
  if (CloseWatcher === undefined || !matchMedia('(pointer: coarse)').matches) return null;
  const watcher = new CloseWatcher();
  watcher.onclose = close;
  return watcher;
}
