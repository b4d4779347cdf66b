//! Keeps what one reads where it is, while rows come, go and change their height around it. It knows elements only.

/** So near to the end counts as being there. */
const END_PX = 24;
/** Rows remembered besides the first one, for when that one is deleted. */
const ANCHORS_MAX = 12;

interface Anchor {
  row: Element;
  /** From the upper edge of the box. */
  offset: number;
}

export class ReadingPlace {
  /** Whether the reader is at the end and wants to stay there. */
  following = true;
  /** Whether the history goes on below what is on the page: then its lower edge is no end to stay at. */
  goesOn = false;
  readonly #box: HTMLElement;
  readonly #rows: () => HTMLCollection;
  readonly #selector: string;
  #anchors: Anchor[] = [];
  #lastTop = 0;

  /** `rows` are the children of the list; those that match `selector` stay what they are and can be held on to. */
  constructor(box: HTMLElement, rows: () => HTMLCollection, selector: string) {
    this.#box = box;
    this.#rows = rows;
    this.#selector = selector;
  }

  get distanceToEnd(): number {
    return this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
  }

  /** Whether the first or the last of the rows is in sight. */
  seesEnd(end: 'older' | 'newer'): boolean {
    const rows = [...this.#rows()].filter((it) => it.matches(this.#selector));
    const { top, bottom } = this.#box.getBoundingClientRect();
    if (end === 'older') return (rows[0]?.getBoundingClientRect().top ?? top) > top;
    return (rows.at(-1)?.getBoundingClientRect().bottom ?? bottom) < bottom;
  }

  /** The reader moved the list, or it was moved. Growing content alone does not end the following. */
  scrolled(): void {
    const top = this.#box.scrollTop;
    if (!this.#arrived() && top < this.#lastTop - 1) this.following = false;
    this.#lastTop = top;
    // Who follows the end needs no row to hold on to.
    if (!this.following) this.note();
  }

  // Whether the reader is at the end, and therefore follows it.
  #arrived(): boolean {
    const isThere = !this.goesOn && this.distanceToEnd <= END_PX;
    if (isThere) this.following = true;
    return isThere;
  }

  /** Remembers which rows are where. */
  note(): void {
    const edge = this.#box.getBoundingClientRect().top;
    const rows = this.#rows();
    this.#anchors = [];
    for (let index = this.#firstVisible(rows, edge); index < rows.length && this.#anchors.length < ANCHORS_MAX; index += 1) {
      const row = rows[index];
      if (row?.matches(this.#selector)) this.#anchors.push({ row, offset: row.getBoundingClientRect().top - edge });
    }
  }

  // The first row whose lower edge is in sight: rows lie in order, so halving finds it.
  #firstVisible(rows: HTMLCollection, edge: number): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Puts the first of the remembered rows that is still there back to its place; or stays at the end. */
  restore(): void {
    if (this.goesOn) this.following = false;
    if (this.following) {
      this.toEnd();
      return;
    }
    const anchor = this.#anchors.find((it) => it.row.isConnected);
    if (anchor) {
      const moved = anchor.row.getBoundingClientRect().top - this.#box.getBoundingClientRect().top - anchor.offset;
      if (Math.abs(moved) >= 0.5) this.#box.scrollTop += moved;
    }
    this.#lastTop = this.#box.scrollTop;
    this.#arrived();
  }

  toEnd(): void {
    this.following = true;
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#lastTop = this.#box.scrollTop;
  }

  /** Brings a row to a part of the height of the box (0: its upper edge), and holds on to it. */
  show(row: Element, part: number): void {
    const away = row.getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
    this.following = false;
    this.#box.scrollTop += away - this.#box.clientHeight * part;
    this.#lastTop = this.#box.scrollTop;
    this.#arrived();
    this.note();
  }

  /** Forgets the rows, before others take their place. */
  letGo(): void {
    this.#anchors = [];
    this.following = false;
  }
}
