//! Which tab does what is to be done once: each holds a lock of its own as long as it lives, and others take over what
//! it leaves when it is gone.

export type Locks = { request(name: string, act: () => Promise<void>): Promise<unknown> };
/** Between the tabs of one account. */
export interface Wire {
  post(data: string): void;
  /** Hears what the other tabs post. */
  listen(act: (data: unknown) => void): void;
  close(): void;
}

export function wireOf(name: string): Wire {
  const channel = new BroadcastChannel(name);
  return {
    post: (data) => channel.postMessage(data),
    listen: (act) => {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => act(data);
    },
    close: () => channel.close(),
  };
}

export class TabTurns {
  readonly own: string;
  readonly #scope: string;
  readonly #locks: Locks;
  readonly #wire: Wire;
  #leave: () => void = () => undefined;

  constructor(scope: string, own: string, locks: Locks, wire: Wire) {
    this.#scope = scope;
    this.own = own;
    this.#locks = locks;
    this.#wire = wire;
  }

  /** Takes this tab's place; `onOther` hears of each tab that comes later. */
  async enter(onOther: (tab: string) => void): Promise<void> {
    this.#wire.listen((data) => {
      if (typeof data === 'string' && data !== this.own) onOther(data);
    });
    await new Promise<void>((entered) => {
      const stays = new Promise<void>((leave) => (this.#leave = leave));
      void this.#locks.request(this.#name(this.own), () => {
        entered();
        return stays;
      });
    });
    // Only now: whoever hears it waits for the lock that is held.
    this.#wire.post(this.own);
  }

  /** Calls `act` once the other tab is gone; nobody else does at the same time. */
  whenGone(tab: string, act: () => Promise<void>): void {
    void this.#locks.request(this.#name(tab), act);
  }

  leave(): void {
    this.#wire.close();
    this.#leave();
  }

  #name(tab: string): string {
    return `${this.#scope}.${tab}`;
  }
}
