//! The service worker as the page sees it: registered once, and told apart from a newer one.
import { trustedWorker } from '../worker/trusted';

const ADDRESS = '/worker.js';
const UPDATE_EVERY_MS = 3_600_000;

/** What page and worker say to each other. */
export type ToWorker = { kind: 'is-newer'; entry: string } | { kind: 'take-over' } | { kind: 'keep'; files: string[] };
export type ToPage = { kind: 'newer' } | { kind: 'open'; path: string } | { kind: 'subscribe-again' };

class Worker {
  /** A newer version of the page waits to be loaded. */
  isNewer = $state(false);
  readonly #opens = new Set<(path: string) => void>();
  readonly #resubscribes = new Set<() => void>();
  #begun: Promise<ServiceWorkerRegistration | undefined> | null = null;
  #checkedAtMs = Date.now();
  #waiting: ServiceWorker | null = null;

  /** Registers it, once; pages of the workshop have none. */
  begin(): Promise<ServiceWorkerRegistration | undefined> {
    this.#begun ??= this.#register().catch(() => undefined);
    return this.#begun;
  }

  /** Calls back when a notification was clicked, or when the browser has renewed the subscription. */
  listen(listener: { open: (path: string) => void; subscribeAgain: () => void }): () => void {
    this.#opens.add(listener.open);
    this.#resubscribes.add(listener.subscribeAgain);
    return () => {
      this.#opens.delete(listener.open);
      this.#resubscribes.delete(listener.subscribeAgain);
    };
  }

  /** Loads the newer version. */
  reload(): void {
    if (this.#waiting === null) {
      location.reload();
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    say(this.#waiting, { kind: 'take-over' });
  }

  async #register(): Promise<ServiceWorkerRegistration | undefined> {
    // A module that is gone from the server belongs to an older version than this page.
    addEventListener('vite:preloadError', () => (this.isNewer = true));
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return undefined;
    navigator.serviceWorker.addEventListener('message', (event) => this.#hear(event.data as ToPage));
    navigator.serviceWorker.addEventListener('controllerchange', () => this.#ask(navigator.serviceWorker.controller));
    const registration = await navigator.serviceWorker.register(trustedWorker(ADDRESS));
    this.#ask(registration.waiting);
    registration.addEventListener('updatefound', () => this.#follow(registration.installing));
    this.#follow(registration.installing);
    document.addEventListener('visibilitychange', () => this.#check(registration));
    void navigator.serviceWorker.ready.then(keepLoaded);
    return registration;
  }

  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') this.#ask(worker);
    });
  }

  // The worker knows which page it was built with: it answers if that is another one than this.
  #ask(worker: ServiceWorker | null): void {
    this.#waiting = worker?.state === 'installed' ? worker : null;
    say(worker, { kind: 'is-newer', entry: ownEntry() });
  }

  #hear(said: ToPage): void {
    if (said.kind === 'newer') this.isNewer = true;
    else if (said.kind === 'open') for (const open of this.#opens) open(said.path);
    else for (const again of this.#resubscribes) again();
  }

  // A page that stays open for days still hears of a newer version.
  #check(registration: ServiceWorkerRegistration): void {
    if (document.visibilityState !== 'visible' || Date.now() - this.#checkedAtMs < UPDATE_EVERY_MS) return;
    this.#checkedAtMs = Date.now();
    registration.update().catch(() => undefined);
  }
}

export const worker = new Worker();

/** The registration, once there is one. */
export function workerRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  return worker.begin();
}

function say(to: ServiceWorker | null, what: ToWorker): void {
  to?.postMessage(what);
}

function ownEntry(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return script === null ? '' : new URL(script.src).pathname;
}

/** What this page loads of itself is kept for when there is no connection; what was on its way before the worker took over too. */
function keepLoaded(registration: ServiceWorkerRegistration): void {
  new PerformanceObserver((list) => {
    const files = list
      .getEntries()
      .map((it) => new URL(it.name))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'))
      .map((url) => url.pathname);
    if (files.length > 0) say(registration.active, { kind: 'keep', files });
  }).observe({ type: 'resource', buffered: true });
}
