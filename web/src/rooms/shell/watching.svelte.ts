//! Tells the server which guild is looked at, so that it says who is writing there, and which threads there are; and
//! fetches the rooms that one is likely to open next.
import { untrack } from 'svelte';

import { Op } from '../../gateway/socket';
import { router } from '../../router/router.svelte';
import type { Instance } from '../../state/instance.svelte';

/** Follows the guild that is open; to be called while a component is made. */
export function watchWhatIsOpen(instance: Instance): void {
  const guildId = $derived('guild' in router.place ? router.place.guild : null);
  $effect(() => {
    // A new connection knows nothing of what was asked for on the last one.
    if (instance.connection.state !== 'here' || guildId === null || !instance.guilds.get(guildId)) return;
    instance.send(Op.GuildSubscriptions, { guild_id: guildId, typing: true, threads: true, activities: true });
  });
  // Whenever somebody came to a room and stays there.
  $effect(() => {
    if (instance.connection.state !== 'here' || router.place.name !== 'channel') return;
    const guild = instance.guilds.get(guildId);
    return untrack(() => instance.ahead.begin(guild));
  });
}
