//! A drawing that the server makes of what somebody has just chosen: asked for when the choice rests, the newest one wins.
import { ApiError } from '../../api/error';

const REST_MS = 250;

export class LiveDrawing {
  /** Address of the newest drawing; null before the first. */
  address = $state<string | null>(null);
  /** Why there is none of the newest choice. */
  problem = $state.raw<unknown>(null);
  isDrawing = $state(false);
  readonly #draw: (body: unknown, signal: AbortSignal) => Promise<Blob>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | null = null;

  constructor(draw: (body: unknown, signal: AbortSignal) => Promise<Blob>) {
    this.#draw = draw;
  }

  /** Asks for a drawing of this, unless something newer comes before. */
  ask(body: unknown): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.isDrawing = true;
    // The first one comes at once.
    this.#timer = setTimeout(() => void this.#fetch(body), this.address === null ? 0 : REST_MS);
  }

  /** To be called when nobody looks any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (this.address !== null) URL.revokeObjectURL(this.address);
  }

  /** What is wrong with a field of the newest choice. */
  field(path: string): string | undefined {
    return this.problem instanceof ApiError ? this.problem.field(path) : undefined;
  }

  async #fetch(body: unknown): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const drawing = await this.#draw(body, asked.signal);
      if (asked.signal.aborted) return;
      if (this.address !== null) URL.revokeObjectURL(this.address);
      this.address = URL.createObjectURL(drawing);
      this.problem = null;
    } catch (error) {
      if (asked.signal.aborted) return;
      this.problem = error;
    }
    this.isDrawing = false;
  }
}
