//! A step of its own in the browser's history, for as long as something lies over the page: the way back takes it, and
//! shuts what was opened last. It knows neither what lies there nor any page.

const STEP = { over: true };

class Step {
  // What lies over the page, as ways to shut it; the innermost is the last.
  #layers: { close: () => void }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listens = false;
  /** Whether it is being taken away: the browser says a moment later that it is gone. */
  isLeaving = false;

  /** Whether the page stands on it: whoever goes elsewhere takes its place. */
  get isHere(): boolean {
    return (history.state as { over?: boolean } | null)?.over === true;
  }

  /** Until the answer is called, the way back calls `close`. */
  lay(close: () => void): () => void {
    if (!this.#listens) addEventListener('popstate', () => this.#moved());
    this.#listens = true;
    const layer = { close };
    this.#layers.push(layer);
    this.#settleSoon();
    return () => {
      this.#layers = this.#layers.filter((it) => it !== layer);
      this.#settleSoon();
    };
  }

  // A menu goes before the dialog comes that it leads to: the step stays for it.
  #settleSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle());
  }

  #settle(): void {
    if (this.isLeaving) return;
    if (this.#layers.length > 0 && !this.isHere) {
      history.pushState(STEP, '');
    } else if (this.#layers.length === 0 && this.isHere) {
      this.isLeaving = true;
      history.back();
    }
  }

  #moved(): void {
    if (!this.isLeaving && !this.isHere) this.#layers.at(-1)?.close();
    this.isLeaving = false;
    this.#settleSoon();
  }
}

export const step = new Step();
