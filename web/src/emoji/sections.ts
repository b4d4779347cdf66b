//! What the picker offers, in sections: everything, or what a search finds.

import { keyOf, type EmojiChoice, type GuildEmoji, type GuildEmojis } from './choice';
import { inTone, type Emoji, type Emojis, type GroupName } from './data';
import type { Cell, Section } from './grid';
import { foldText, searchEmojis } from './search';

/** What there is to show. */
export interface Shown {
  emojis: Emojis;
  guilds: readonly GuildEmojis[];
  frequent: readonly EmojiChoice[];
  tone: number;
  titles: (section: GroupName | 'frequent' | 'found') => string;
}

const FOUND_MAX = 200;

/** The emojis used most, then the guilds' own, then Unicode's by family. */
export function chosenSections(shown: Shown): Section[] {
  const groups = new Map<GroupName, Cell[]>();
  for (const emoji of shown.emojis.all) {
    const cells = groups.get(emoji.group) ?? [];
    cells.push(unicodeCell(emoji, shown.tone));
    groups.set(emoji.group, cells);
  }
  return [
    { id: 'frequent', title: shown.titles('frequent'), cells: shown.frequent.map((it) => frequentCell(it, shown)).filter((it) => it !== null) },
    ...shown.guilds.map((guild) => ({ id: guild.id, title: guild.name, cells: guild.emojis.map((it) => customCell(it, guild)) })),
    ...[...groups].map(([group, cells]) => ({ id: group, title: shown.titles(group), cells })),
  ].filter((section) => section.cells.length > 0);
}

/** What fits the search: the guilds' own first. */
export function foundSections(shown: Shown, query: string): Section[] {
  const folded = foldText(query.trim().replace(/^:|:$/gu, ''));
  const custom = shown.guilds.flatMap((guild) =>
    guild.emojis.filter((it) => foldText(it.name).includes(folded)).map((it) => customCell(it, guild)),
  );
  const unicode = searchEmojis(shown.emojis, query, FOUND_MAX).map((it) => unicodeCell(it, shown.tone));
  return [{ id: 'found', title: shown.titles('found'), cells: [...custom.slice(0, FOUND_MAX), ...unicode] }];
}

function unicodeCell(emoji: Emoji, tone: number): Cell {
  const choice: EmojiChoice = { kind: 'unicode', emoji: inTone(emoji, tone), name: emoji.name };
  return { key: emoji.emoji, choice, url: null, usable: true, hint: emoji.shortcodes.map((it) => `:${it}:`).join(' ') };
}

function customCell(emoji: GuildEmoji, guild: GuildEmojis): Cell {
  const choice: EmojiChoice = { kind: 'custom', id: emoji.id, name: emoji.name, animated: emoji.animated };
  return { key: emoji.id, choice, url: emoji.url, usable: emoji.usable, hint: guild.name };
}

/** A choice of earlier, if it still exists and may be used. */
function frequentCell(choice: EmojiChoice, shown: Shown): Cell | null {
  if (choice.kind === 'unicode') return { key: keyOf(choice), choice, url: null, usable: true, hint: '' };
  for (const guild of shown.guilds) {
    const emoji = guild.emojis.find((it) => it.id === choice.id);
    if (emoji?.usable) return customCell(emoji, guild);
  }
  return null;
}
