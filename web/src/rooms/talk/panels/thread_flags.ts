//! Traits of threads.

/** A post that stays at the top of its forum. */
export const PINNED_POST = 1 << 1;
