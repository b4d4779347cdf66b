//! Where the page is, and how it goes elsewhere. It knows the browser's history and no state.
import { pathTo, placeOf, type Place } from './routes';
import { step } from './step';

export type { Place } from './routes';

class Router {
  place = $state.raw<Place>(placeOf(location.pathname));
  /** What stands behind the question mark. */
  query = $state.raw(new URLSearchParams(location.search));
  /** What stands behind the hash: secrets that no server is to see. */
  hash = $state.raw(location.hash.slice(1));
  // Asked before the page goes elsewhere; false keeps it here.
  #guards = new Set<(to: Place) => boolean>();
  #address = location.href;

  constructor() {
    addEventListener('popstate', () => {
      // What lay over a page went, and the page is the same.
      if (location.href !== this.#address) this.#read();
    });
  }

  #read(): void {
    this.#address = location.href;
    this.place = placeOf(location.pathname);
    this.query = new URLSearchParams(location.search);
    this.hash = location.hash.slice(1);
  }

  /** Goes to a place; `replace` leaves no step back to the present one. */
  go(place: Place, options: { replace?: boolean; query?: URLSearchParams; hash?: string } = {}): void {
    if (step.isLeaving) {
      addEventListener('popstate', () => this.go(place, options), { once: true });
      return;
    }
    for (const guard of this.#guards) if (!guard(place)) return;
    const query = options.query === undefined || options.query.size === 0 ? '' : `?${options.query}`;
    const hash = options.hash === undefined || options.hash === '' ? '' : `#${options.hash}`;
    const address = pathTo(place) + query + hash;
    if (address === location.pathname + location.search + location.hash) return;
    if (options.replace === true || step.isHere) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    this.#read();
  }

  /** Goes to an address of this server; false if it leads nowhere in the client. */
  follow(address: string): boolean {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin) return false;
    const place = placeOf(url.pathname);
    if (place.name === 'unknown') return false;
    this.go(place, { query: url.searchParams, hash: url.hash.slice(1) });
    return true;
  }

  /** Asks `guard` before each step away from here; returns how to stop asking. */
  guard(guard: (to: Place) => boolean): () => void {
    this.#guards.add(guard);
    return () => this.#guards.delete(guard);
  }
}

export const router = new Router();

/** For links: goes there without loading the page again, except where the person wants a new tab. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = event.currentTarget;
  if (anchor instanceof HTMLAnchorElement && router.follow(anchor.href)) event.preventDefault();
}
