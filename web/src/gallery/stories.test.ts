import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..');
/** What stands on the page's address or on a live connection: the browser tests with a server show it. */
const LIVE = [
  'App.svelte', 'notifications/PageUpdate.svelte', 'rooms/aid/Aid.svelte', 'rooms/door/Door.svelte', 'rooms/door/Join.svelte', 'rooms/guild_settings/GuildContext.svelte', 'rooms/guild_settings/GuildSettings.svelte',
  'rooms/map/MapRoom.svelte', 'rooms/map/VisitorMap.svelte', 'rooms/map/moderation/Moderation.svelte',
  'rooms/shell/Home.svelte', 'rooms/shell/Overlays.svelte', 'rooms/shell/Shell.svelte', 'rooms/shell/SideWidth.svelte', 'rooms/shell/SwitcherOnItsWay.svelte', 'rooms/welcome/Browse.svelte', 'rooms/welcome/Welcome.svelte',
];

/** A file and all that it imports, at once or later. */
function reached(file: string, into = new Set<string>()): Set<string> {
  if (into.has(file)) return into;
  into.add(file);
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
    const path = join(dirname(file), from);
    const found = [path, `${path}.ts`].find((it) => statSync(it, { throwIfNoEntry: false })?.isFile() === true);
    if (found !== undefined && !found.endsWith('.json')) reached(found, into);
  }
  return into;
}

it('every component stands in the gallery, by itself or in what it is part of', () => {
  const stories = join(SRC, 'gallery/stories');
  const shown = new Set(readdirSync(stories).flatMap((it) => [...reached(join(stories, it))]));
  const components = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.svelte') && !it.startsWith('gallery/'));
  const missing = components.filter((it) => !shown.has(join(SRC, it))).map((it) => relative('.', it));
  expect(missing.sort()).toEqual(LIVE);
});
