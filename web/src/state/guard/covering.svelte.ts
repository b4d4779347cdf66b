//! How reported pictures and words are shown to those who decide: covered and grey unless they say otherwise. It is kept
//! on the device of each person, for a screen that others may see.

const KEPT_AS = 'parvis.desk';

export interface Covering {
  /** Words and pictures are covered until one asks for them. */
  covered: boolean;
  /** Pictures have no colours. */
  grey: boolean;
}

/** What is kept, read with care: another version may have written it. */
export function coveringFrom(kept: string | null): Covering {
  try {
    const found = JSON.parse(kept ?? '{}') as Partial<Record<keyof Covering, unknown>>;
    return { covered: found.covered !== false, grey: found.grey !== false };
  } catch {
    return { covered: true, grey: true };
  }
}

class Cover {
  covering = $state.raw<Covering>(coveringFrom(localStorage.getItem(KEPT_AS)));

  change(part: Partial<Covering>): void {
    this.covering = { ...this.covering, ...part };
    localStorage.setItem(KEPT_AS, JSON.stringify(this.covering));
  }
}

export const cover = new Cover();
