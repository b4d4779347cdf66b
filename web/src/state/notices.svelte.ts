//! Short words about what just happened, or went wrong. They are read out once.
import { wordsOf } from '../api/error';

export interface Notice {
  id: number;
  kind: 'done' | 'wrong';
  text: string;
  /** Where a click on it leads. */
  open?: (() => void) | undefined;
}

const SHOWN_MS = 8000;

class Notices {
  all = $state.raw<readonly Notice[]>([]);
  #next = 1;

  say(text: string, kind: Notice['kind'] = 'done', open?: () => void): void {
    const id = this.#next++;
    this.all = [...this.all.slice(-3), { id, kind, text, open }];
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  /** Says what went wrong. Something that was cancelled by the person is not an error. */
  complain(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    this.say(wordsOf(error), 'wrong');
  }

  dismiss(id: number): void {
    this.all = this.all.filter((it) => it.id !== id);
  }
}

export const notices = new Notices();
