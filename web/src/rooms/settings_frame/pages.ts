//! What a settings frame is made of.
import type { Component } from 'svelte';

/** One page of settings: listed by its title, loaded when it is opened. */
export interface SettingsPage {
  /** The last word of its address: lower case and hyphens. */
  id: string;
  title: string;
  /** Further words by which a search finds it. */
  words?: string;
  load: () => Promise<{ default: Component }>;
}

/** Pages under one heading. */
export interface SettingsGroup {
  title: string;
  pages: readonly SettingsPage[];
}
