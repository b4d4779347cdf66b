//! The focus goes into a drawer when it opens and back when it shuts; Escape and the phone's back gesture shut it.
import { backShuts } from '../../parts/back';

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
    // The guild is marked and the room in it: the room is where one is.
    const here = () => [...drawer.querySelectorAll<HTMLElement>('[aria-current="page"]')].at(-1) ?? drawer.querySelector<HTMLElement>('a, button');
    const frame = requestAnimationFrame(() => here()?.focus({ preventScroll: true }));
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    drawer.addEventListener('keydown', onKey);
    const stop = backShuts(close);
    return () => {
      cancelAnimationFrame(frame);
      drawer.removeEventListener('keydown', onKey);
      stop?.();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }
}
