//! The keys of all catalogues, as types: a key that is in no catalogue does not compile. French is the one that leads.
import type core from '../../catalogues/fr/core.json';

/** One line per room's catalogue. */
export type Key = keyof typeof core;
