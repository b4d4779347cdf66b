//! Which decisions about the person they have not read yet on this device: a new one, and one that was taken back or
//! whose appeal was answered since.
import type { Statement } from './words';

const KEPT_AS = 'parvis.statements';

/** What changes when there is something new to read. */
const signOf = (it: Statement): string => [it.id, it.undone_at === null ? '' : 'undone', it.appeal?.outcome ?? ''].join('/');

class UnseenStatements {
  count = $state(0);
  #signs: readonly string[] = [];

  take(statements: readonly Statement[]): void {
    this.#signs = statements.map(signOf);
    const seen = new Set((localStorage.getItem(KEPT_AS) ?? '').split(' '));
    this.count = this.#signs.filter((it) => !seen.has(it)).length;
  }

  /** They were shown. */
  markSeen(): void {
    if (this.#signs.length === 0) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, this.#signs.join(' '));
    this.count = 0;
  }
}

export const unseenStatements = new UnseenStatements();
