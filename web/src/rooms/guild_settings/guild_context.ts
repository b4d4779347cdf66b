//! The guild whose settings are open, for the pages.
import { getContext, setContext } from 'svelte';

import type { Guild } from '../../state/guild.svelte';

const KEY = Symbol('guild settings');

export function provideGuild(guild: Guild): void {
  setContext(KEY, guild);
}

/** To be called while a page is made. */
export function useGuild(): Guild {
  return getContext<Guild>(KEY);
}
