//! The emojis of guilds, as the picker shows them.
import type { GuildEmojis } from '../emoji/choice';
import type { Guild } from './guild.svelte';
import { emojiUrl } from './pictures';

/** Those of each guild that has some, in the order of the guilds. */
export function emojisOf(guilds: Iterable<Guild>): GuildEmojis[] {
  return [...guilds].flatMap(({ id, name, icon, emojis }) => {
    const usable = emojis.flatMap((it) => (it.id === null ? [] : [{ id: it.id, name: it.name ?? '', animated: it.animated ?? false, url: emojiUrl(it), usable: it.available !== false }]));
    return usable.length === 0 ? [] : [{ id, name, icon, emojis: usable }];
  });
}
