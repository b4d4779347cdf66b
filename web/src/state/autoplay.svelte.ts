//! Whether pictures, emojis and films move by themselves: as the account says, and never where less motion is wanted.
import { MediaQuery } from 'svelte/reactivity';

import { device, type Settings } from './settings.svelte';

class Autoplay {
  #settings = $state.raw<Settings | null>(null);
  #query: MediaQuery | null = null;

  /** From now on these settings decide. */
  follow(settings: Settings): void {
    this.#settings = settings;
  }

  /** Whether this device, or its owner here, asked for less motion. */
  get isCalm(): boolean {
    // Asked for late: not everything that reads settings has a screen.
    this.#query ??= new MediaQuery('(prefers-reduced-motion: reduce)');
    return device.settings.motion === 'reduced' || this.#query.current;
  }
  get pictures(): boolean {
    return !this.isCalm && (this.#settings?.account?.gif_auto_play ?? true);
  }
  get emojis(): boolean {
    return !this.isCalm && (this.#settings?.account?.animate_emoji ?? true);
  }
  get films(): boolean {
    return !this.isCalm && device.settings.films;
  }
}

export const autoplay = new Autoplay();
