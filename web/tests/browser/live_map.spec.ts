//! The map that moves, over an operator's own tiles: drawn by a real browser with WebGL, and seen.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

import { expect, House, type Person, test as base } from './house';
import { textsOf } from './room';
import { baseMap, ground, point, street } from './tiles';

const D = '/parvis/v1/directory';
const CITY = [2.3, 48.8, 2.4, 48.9] as const;
const FR = textsOf('fr', 'map');

const test = base.extend<object, { town: { house: House; keeper: Person; city: string } }>({
  town: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'parvis-tiles-'));
      const tiles = join(folder, 'city.pmtiles');
      const road = street([[2.3, 48.85], [2.4, 48.85]], { name: 'Rue du Canal', kind: 'major_road' });
      writeFileSync(tiles, baseMap({
        bounds: [2.2, 48.75, 2.5, 48.95],
        zooms: [8, 9, 10, 11, 12],
        attribution: '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>, données du quartier',
        layers: { earth: [ground([2.2, 48.75, 2.5, 48.95])], water: [ground([2.36, 48.8, 2.5, 48.83])], roads: [road], places: [point([2.33, 48.87], { name: 'Villeneuve', 'name:fr': 'Villeneuve' })] },
      }));
      const house = new House({ PARVIS_MAP_TILES: tiles });
      await house.start();
      const keeper = await house.person('tuiles_equipe');
      await house.command('map', 'moderator', 'add', keeper.name);
      const [west, south, east, north] = CITY;
      const shape = { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] };
      const city = (await keeper.request<{ id: string }>('POST', `${D}/areas`, { name: 'Villeneuve', level: 8, kind: 'ville', parent_id: null, shape })).id;
      await use({ house, keeper, city });
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

// A machine without a graphics card draws with the processor.
test.use({ launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--enable-unsafe-swiftshader', '--use-angle=swiftshader'] } });

/** The colour in the middle of the drawing, and a little above it. */
async function coloursAt(page: Page): Promise<{ middle: string; above: string }> {
  const picture = (await page.locator('.canvas canvas').screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const at = (x: number, y: number) => [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3).join(',');
    const x = Math.round(image.width * 0.62);
    return { middle: at(x, Math.round(image.height / 2)), above: at(x, Math.round(image.height / 2) - 24) };
  }, picture);
}

test('streets of the operator’s tiles are drawn, and whose work they are stands beside them', async ({ browser, town }) => {
  const page = await town.keeper.open(browser, `/app/map/area/${town.city}`);
  const problems: string[] = [];
  page.on('console', (it) => {
    if (it.type() === 'error') problems.push(it.text());
  });
  await page.getByRole('button', { name: FR['map.live_on'] ?? '' }).click();
  await expect(page.locator('.source')).toHaveText('© OpenStreetMap, données du quartier');
  // The street crosses the middle of the city from the west to the east.
  await expect.poll(async () => {
    const { middle, above } = await coloursAt(page);
    return middle !== above;
  }, { timeout: 60_000 }).toBe(true);
  await expect(page.getByText(FR['map.live_failed'] ?? '')).toHaveCount(0);
  expect(problems).toEqual([]);
});
