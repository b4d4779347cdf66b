//! The map that moves, over an operator's own tiles: drawn by a real browser with WebGL, and seen. Names are looked at
//! pixel by pixel, because an Arabic word whose letters do not join is still a word to every program.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

import { expect, House, type Person, test as base } from './house';
import { textsOf } from './room';
import { baseMap, ground, point, squareGlyphs, squarePicture, street } from './tiles';

const D = '/parvis/v1/directory';
const CITY = [2.3, 48.8, 2.4, 48.9] as const;
const FR = textsOf('fr', 'map');
/** Names in three scripts, and where they stand. */
const SQUARE = { at: [2.33, 48.87], name: 'ساحة الحمامة' } as const;
const STATION = { at: [2.37, 48.87], name: 'Вокзальная' } as const;
const TOWN = { at: [2.33, 48.83], name: 'Villeneuve' } as const;
const RED = [200, 16, 46] as const;

const test = base.extend<object, { town: { house: House; keeper: Person; city: string; folder: string } }>({
  town: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'parvis-tiles-'));
      const tiles = join(folder, 'city.pmtiles');
      const road = street([[2.3, 48.85], [2.4, 48.85]], { name: 'Rue du Canal', kind: 'major_road' });
      writeFileSync(tiles, baseMap({
        bounds: [2.2, 48.75, 2.5, 48.95],
        zooms: [8, 9, 10, 11, 12],
        attribution: '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>, données du quartier',
        layers: { earth: [ground([2.2, 48.75, 2.5, 48.95])], water: [ground([2.36, 48.8, 2.5, 48.83])], roads: [road], places: [SQUARE, STATION, TOWN].map(({ at, name }) => point(at, { name, kind: name === TOWN.name ? 'town' : 'place' })) },
      }));
      const house = new House({ PARVIS_MAP_TILES: tiles, PARVIS_MAP_ASSETS: folder });
      await house.start();
      const keeper = await house.person('tuiles_equipe');
      await house.command('map', 'moderator', 'add', keeper.name);
      const [west, south, east, north] = CITY;
      const shape = { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] };
      const city = (await keeper.request<{ id: string }>('POST', `${D}/areas`, { name: 'Villeneuve', level: 8, kind: 'ville', parent_id: null, shape })).id;
      await use({ house, keeper, city, folder });
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

/** Where a place stands in the drawing, which shows the city whole. */
function pixelOf([lon, lat]: readonly [number, number], { width, height }: { width: number; height: number }): { x: number; y: number } {
  const EDGE_PX = 48;
  const up = (degrees: number) => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360));
  const [west, south, east, north] = CITY;
  const [across, tall] = [((east - west) * Math.PI) / 180, up(north) - up(south)];
  const scale = Math.min((width - 2 * EDGE_PX) / across, (height - 2 * EDGE_PX) / tall);
  return { x: width / 2 + ((lon - (west + east) / 2) * Math.PI * scale) / 180, y: height / 2 - (up(lat) - (up(north) + up(south)) / 2) * scale };
}

interface Likeness {
  /** How much wider the name on the map is. */
  width: number;
  /** How alike the ink of both is from left to right; 1 is the same. */
  ink: number;
}

/** A name on the map beside the same word as the browser writes it: as it should be, with letters that do not join, and
 *  with letters in the wrong order. */
async function likeness(page: Page, at: readonly [number, number], name: string): Promise<Likeness[] | null> {
  const canvas = page.locator('.canvas canvas');
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('no drawing');
  const { x, y } = pixelOf(at, box);
  const [WIDE, HIGH] = [160, 28];
  const clip = { x: box.x + x - WIDE / 2, y: box.y + y - HIGH / 2, width: WIDE, height: HIGH };
  const picture = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async ([data, word, sizePx]) => {
    const DARK = 110;
    const COLUMNS = 120;
    const surface = (width: number, height: number) => {
      const made = document.createElement('canvas');
      [made.width, made.height] = [width, height];
      const context = made.getContext('2d', { willReadFrequently: true });
      if (context === null) throw new Error('no canvas');
      context.fillStyle = 'white';
      context.fillRect(0, 0, width, height);
      return context;
    };
    /** Dark pixels of each column, between the first and the last that has any. */
    const inkOf = (context: CanvasRenderingContext2D): number[] => {
      const { width, height } = context.canvas;
      const { data: bytes } = context.getImageData(0, 0, width, height);
      const columns = Array.from({ length: width }, (_, column) => {
        let dark = 0;
        for (let row = 0; row < height; row += 1) {
          const at = 4 * (row * width + column);
          dark += Math.max(0, 255 - ((bytes[at] ?? 0) + (bytes[at + 1] ?? 0) + (bytes[at + 2] ?? 0)) / 3 - (255 - 2 * DARK));
        }
        return dark;
      });
      const first = columns.findIndex((it) => it > 0);
      return first === -1 ? [] : columns.slice(first, columns.findLastIndex((it) => it > 0) + 1);
    };
    const evenly = (ink: readonly number[]) => Array.from({ length: COLUMNS }, (_, at) => ink[Math.floor((at * ink.length) / COLUMNS)] ?? 0);
    const alike = (one: readonly number[], other: readonly number[]): number => {
      const [a, b] = [evenly(one), evenly(other)].map((ink) => {
        // Letters on the map have softer edges.
        const soft = ink.map((_, at) => [-2, -1, 0, 1, 2].reduce((sum, step) => sum + (ink[at + step] ?? 0), 0));
        const mean = soft.reduce((sum, it) => sum + it, 0) / COLUMNS;
        return soft.map((it) => it - mean);
      }) as [number[], number[]];
      const dot = (p: readonly number[], q: readonly number[]) => p.reduce((sum, it, at) => sum + it * (q[at] ?? 0), 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const seen = surface(image.width, image.height);
    seen.drawImage(image, 0, 0);
    const ink = inkOf(seen);
    if (ink.length === 0) return null;
    const apart = [...word].join('\u200c');
    return [word, apart, `\u202d${apart}\u202c`].map((written) => {
      const drawn = surface(1_000, 200);
      drawn.font = `${sizePx * devicePixelRatio}px sans-serif`;
      drawn.fillStyle = 'black';
      drawn.textAlign = 'center';
      drawn.fillText(written, 500, 100);
      const expected = inkOf(drawn);
      return { width: ink.length / expected.length, ink: alike(ink, expected) };
    });
  }, [picture, name, 13] as const);
}

/** Hosts that a page asks, and what it got of the operator's folder. */
function watched(page: Page): { hosts: Set<string>; assets: Map<string, number> } {
  const [hosts, assets] = [new Set<string>(), new Map<string, number>()];
  page.on('request', (it) => {
    if (it.url().startsWith('http')) hosts.add(new URL(it.url()).host);
  });
  page.on('response', (it) => {
    const { pathname } = new URL(it.url());
    if (pathname.startsWith('/map/assets/')) assets.set(decodeURI(pathname), it.status());
  });
  return { hosts, assets };
}

test('names are written in Latin, Cyrillic and joined Arabic letters, with nothing from another host', async ({ browser, town }) => {
  const page = await town.keeper.open(browser, '/app/map', { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 2, colorScheme: 'light' });
  const { hosts } = watched(page);
  await page.goto(`/app/map/area/${town.city}`);
  await page.getByRole('button', { name: FR['map.live_on'] ?? '' }).click();
  for (const { at, name } of [TOWN, STATION, SQUARE]) {
    await expect.poll(async () => (await likeness(page, at, name))?.[0]?.ink ?? 0, { timeout: 60_000, message: name }).toBeGreaterThan(0.9);
  }
  const [joined, apart, backwards] = (await likeness(page, SQUARE.at, SQUARE.name)) ?? [];
  expect(joined?.width).toBeGreaterThan(0.9);
  expect(joined?.width).toBeLessThan(1.1);
  expect(apart?.ink).toBeLessThan(0.7);
  expect(backwards?.ink).toBeLessThan(0.7);
  expect([...hosts]).toEqual([new URL(town.house.url).host]);
  await page.context().close();
});

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

// The last one: the style stays in the operator's folder.
test('an operator’s style draws the tiles, with glyphs and pictures from the operator’s folder alone', async ({ browser, town: { keeper, city, folder, house } }) => {
  const words = { source: 'protomaps', 'source-layer': 'places' };
  mkdirSync(join(folder, 'glyphs', 'Noto Sans Regular'), { recursive: true });
  writeFileSync(join(folder, 'glyphs', 'Noto Sans Regular', '0-255.pbf'), squareGlyphs('Noto Sans Regular'));
  writeFileSync(join(folder, 'sprite.png'), squarePicture(20, RED));
  writeFileSync(join(folder, 'sprite.json'), JSON.stringify({ pin: { x: 0, y: 0, width: 20, height: 20, pixelRatio: 1 } }));
  writeFileSync(join(folder, 'style.json'), JSON.stringify({
    version: 8, glyphs: 'glyphs/{fontstack}/{range}.pbf', sprite: 'sprite',
    sources: { protomaps: { type: 'vector', url: 'https://tiles.example/planet.json' }, photos: { type: 'raster', tiles: ['https://photos.example/{z}/{x}/{y}.png'] } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
      { id: 'photos', type: 'raster', source: 'photos' },
      { id: 'pins', type: 'symbol', ...words, filter: ['!=', ['get', 'kind'], 'town'], layout: { 'icon-image': 'pin', 'icon-allow-overlap': true } },
      { id: 'towns', type: 'symbol', ...words, filter: ['==', ['get', 'kind'], 'town'], layout: { 'text-field': ['get', 'name'], 'text-font': ['Noto Sans Regular'], 'text-size': 24 }, paint: { 'text-color': '#1e4d2b' } },
    ],
  }));
  const page = await keeper.open(browser, '/app/map', { viewport: { width: 1200, height: 800 } });
  const { hosts, assets } = watched(page);
  await page.goto(`/app/map/area/${city}`);
  await page.getByRole('button', { name: FR['map.live_on'] ?? '' }).click();
  const canvas = page.locator('.canvas canvas');
  /** How many pixels of a spot have a colour. */
  const pixels = async (at: readonly [number, number], colour: readonly number[]) => {
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('no drawing');
    const { x, y } = pixelOf(at, box);
    const picture = (await page.screenshot({ clip: { x: box.x + x - 8, y: box.y + y - 8, width: 16, height: 16 } })).toString('base64');
    return page.evaluate(async ([data, [red, green, blue]]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const context = Object.assign(document.createElement('canvas'), { width: 16, height: 16 }).getContext('2d');
      context?.drawImage(image, 0, 0);
      const bytes = context?.getImageData(0, 0, 16, 16).data ?? new Uint8ClampedArray();
      let found = 0;
      for (let at = 0; at < bytes.length; at += 4) {
        // The outline of the city lies above it, a little.
        const off = Math.abs((bytes[at] ?? 0) - (red ?? 0)) + Math.abs((bytes[at + 1] ?? 0) - (green ?? 0)) + Math.abs((bytes[at + 2] ?? 0) - (blue ?? 0));
        if (off < 150) found += 1;
      }
      return found;
    }, [picture, colour] as const);
  };
  await expect.poll(() => pixels(STATION.at, RED), { timeout: 60_000 }).toBeGreaterThan(200);
  // Letters of this folder are squares: between them is little, above and below nothing.
  await expect.poll(() => pixels(TOWN.at, [0x1e, 0x4d, 0x2b]), { timeout: 60_000 }).toBeGreaterThan(150);
  expect([...assets].sort()).toEqual([['/map/assets/glyphs/Noto Sans Regular/0-255.pbf', 200], ['/map/assets/sprite.json', 200], ['/map/assets/sprite.png', 200], ['/map/assets/style.json', 200]]);
  expect([...hosts]).toEqual([new URL(house.url).host]);
  await page.context().close();
});
