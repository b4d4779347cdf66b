//! The map of one server, for whoever looks at it: with an account or without one.
import { getContext, setContext } from 'svelte';

import type { Api } from '../../api/client';
import { Receipts } from './receipts';
import { MAP_PATH, type MapSummary } from './words';

export class Directory {
  /** What the map adds up to; null before it has come. */
  summary = $state.raw<MapSummary | null>(null);
  error = $state.raw<unknown>(null);
  readonly api: Api;
  readonly receipts = new Receipts(localStorage);

  constructor(api: Api) {
    this.api = api;
  }

  /** Who has no account proves by work that it is no machine. */
  get hasAccount(): boolean {
    return this.api.token !== null;
  }

  get moderates(): boolean {
    return this.summary?.moderates ?? false;
  }

  /** Whether the operator has put tiles beside the map. */
  get hasTiles(): boolean {
    return this.summary?.tiles ?? false;
  }

  /** Whether the operator's tiles are drawn in a style of their own. */
  get hasStyle(): boolean {
    return this.summary?.tiles_style ?? false;
  }

  async load(): Promise<void> {
    try {
      this.summary = await this.api.get<MapSummary>(MAP_PATH);
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }
}

const KEY = Symbol('directory');

export function provideDirectory(directory: Directory): void {
  setContext(KEY, directory);
}

/** The map of the page; to be called while a component is made. */
export function useDirectory(): Directory {
  return getContext<Directory>(KEY);
}
