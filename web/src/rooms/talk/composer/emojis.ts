//! The emoji of everybody, for what is offered and for what is sent: loaded when the first colon is written.
import type { GuildEmojis } from '../../../emoji/choice';
import { i18n } from '../../../i18n/i18n.svelte';
import { emojisOf } from '../../../state/guild_emojis';
import { Permission } from '../../../state/permissions';
import type { Candidate, Place } from './directory';

const OFFERED_MAX = 10;
const SHORTCODE = /:[\w+-]{2,}:/;

/** Emoji that fit a name. */
export async function emojisFor(query: string): Promise<Candidate[]> {
  const [{ loadEmojis }, { searchEmojis }] = await Promise.all([import('../../../emoji/data'), import('../../../emoji/search')]);
  const found = searchEmojis(await loadEmojis(i18n.locale), query, OFFERED_MAX);
  return found.map((it) => ({ key: `s${it.emoji}`, label: it.name, detail: it.shortcodes[0] === undefined ? '' : `:${it.shortcodes[0]}:`, picture: { kind: 'sign', text: it.emoji }, text: it.emoji }));
}

/** The same text with emoji for `:names:`, also when they cannot be loaded: then as it was written. */
export async function withEmojis(text: string): Promise<string> {
  if (!SHORTCODE.test(text)) return text;
  try {
    const [{ loadEmojis }, { replaceShortcodes }] = await Promise.all([import('../../../emoji/data'), import('../../../emoji/shortcodes')]);
    return replaceShortcodes(await loadEmojis(i18n.locale), text);
  } catch {
    return text;
  }
}

/** The emoji of guilds that may be used in a room, its own guild's first. */
export function guildEmojis({ instance, guild, channel }: Place): GuildEmojis[] {
  const mayAll = !guild || guild.may(Permission.UseExternalEmojis, channel);
  const others = mayAll ? [...instance.guilds.all.values()].filter((it) => it !== guild) : [];
  return emojisOf(guild ? [guild, ...others] : others);
}
