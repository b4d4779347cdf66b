//! Remembers where on the page the focus was, so that it is there again when what lay over the page is gone.

const OVER = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Lists that arrows walk through have one such element; everything else is reached in its order. */
const REACHABLE = ['[tabindex="0"]', 'a[href], button:not(:disabled), input:not(:disabled), select, textarea'] as const;

export class FocusKeeper {
  // From what had the focus up to the body.
  #way: Element[] = [];

  /** For an `$effect`: follows the focus while it is on the page itself. */
  follow(): () => void {
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest(OVER)) return;
      this.#way = [];
      for (let at: Element | null = target; at !== null; at = at.parentElement) this.#way.push(at);
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }

  /** If nothing has the focus: gives it to what had it, or to what is left nearest to it. */
  bringBack(): void {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const at of this.#way) {
      if (!at.isConnected) continue;
      const to = at === this.#way[0] ? at : this.#nearest(at);
      if (!(to instanceof HTMLElement)) continue;
      to.focus({ preventScroll: true });
      return;
    }
  }

  #nearest(within: Element): Element | undefined {
    return REACHABLE.flatMap((it) => [...within.querySelectorAll<HTMLElement>(it)]).find((it) => it.tabIndex >= 0 && it.checkVisibility() && it.closest('[inert]') === null);
  }
}
