//! Pictures of the gallery as it was seen to be right, and what of a story is different now. Each page is kept at half its
//! size, beside the places of its stories. Stories are compared one by one, by the mean colours of small squares: another
//! machine draws the edges of letters a little differently, and a story that grew moves the ones after it. The browser
//! reads and writes the pictures, so that nothing has to be installed for it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, TestInfo } from '@playwright/test';

import type { GalleryPage } from './gallery';

const FOLDER = fileURLToPath(new URL('gallery_pictures', import.meta.url));

/** Each pixel that is kept is the mean of so many in each direction. */
const PIXELS_PER_KEPT = 2;
/** Of the kept pictures, from 0 to 1: words can be read, and all of them take less than 4 MB. */
const QUALITY = 0.25;
/** The edge of a square, in kept pixels. */
const SQUARE = 8;
/** A square is different when the mean of one of its colours is by more than this, of 255. */
const COLOUR_STEP = 12;
/**
 * What is broken is different in more squares of its story. A screen with twice as many pixels is in up to two, names of
 * another weight in sixteen.
 */
const SQUARES_MAX = 4;

/** Where a story stands on its page, in kept pixels: left, top, width, height. */
type Place = [number, number, number, number];
type Places = Record<string, Place>;

interface Seen {
  /** A data address. */
  picture: string;
  places: Places;
}

/** What is different in one story. */
interface Difference {
  story: string;
  words: string;
}

/** Whether this run writes the pictures anew instead of comparing. */
export function renewsPictures(info: TestInfo): boolean {
  return info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed';
}

/** Compares a page with its picture, or writes it anew. `drawing` is an empty page. The answer says what is different. */
export async function differencesOf(name: string, gallery: GalleryPage, drawing: Page, info: TestInfo): Promise<string[]> {
  const seen = await look(gallery, drawing);
  if (renewsPictures(info)) {
    keep(name, seen);
    return [];
  }
  const kept = keptAs(name);
  if (kept === null) return [`${name}: there is no picture; “npm run pictures” takes it`];
  const limits = { square: SQUARE, step: COLOUR_STEP, squaresMax: SQUARES_MAX };
  const { differences, shown } = await drawing.evaluate(compared, { now: seen, kept, limits });
  if (differences.length > 0) {
    writeFileSync(info.outputPath(`${name}.webp`), bytesOf(seen.picture));
    writeFileSync(info.outputPath(`${name}.difference.webp`), bytesOf(shown));
  }
  return differences.map(({ story, words }) => `${name}, ${story}: ${words}`);
}

async function look(gallery: GalleryPage, drawing: Page): Promise<Seen> {
  const { png, scale, boxes } = await gallery.picture();
  const shrink = PIXELS_PER_KEPT * scale;
  const picture = await drawing.evaluate(kept, { png: png.toString('base64'), shrink, quality: QUALITY });
  const places: Places = {};
  for (const [story, box] of Object.entries(boxes)) places[story] = box.map((it) => Math.round(it / PIXELS_PER_KEPT)) as Place;
  return { picture, places };
}

function keptAs(name: string): Seen | null {
  const path = join(FOLDER, `${name}.webp`);
  if (!existsSync(path)) return null;
  const places = (JSON.parse(readFileSync(join(FOLDER, 'places.json'), 'utf8')) as Record<string, Places>)[name] ?? {};
  return { picture: `data:image/webp;base64,${readFileSync(path).toString('base64')}`, places };
}

function keep(name: string, { picture, places }: Seen): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.webp`), bytesOf(picture));
  const path = join(FOLDER, 'places.json');
  const all = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Places>) : {};
  const sorted = Object.entries({ ...all, [name]: places }).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
}

function bytesOf(address: string): Buffer {
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

/** Runs in the browser: makes a picture smaller, in its pixels and in its bytes. */
async function kept({ png, shrink, quality }: { png: string; shrink: number; quality: number }): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const [width, height] = [Math.floor(image.naturalWidth / shrink), Math.floor(image.naturalHeight / shrink)];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width * shrink, height * shrink, 0, 0, width, height);
  return canvas.toDataURL('image/webp', quality);
}

interface Comparison {
  now: Seen;
  kept: Seen;
  limits: { square: number; step: number; squaresMax: number };
}

/** Runs in the browser: compares each story with itself, wherever it stands. The shown page is faint where it is the same. */
async function compared({ now, kept, limits }: Comparison): Promise<{ differences: Difference[]; shown: string }> {
  const pixelsOf = async (address: string) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const context = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight }).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    return context;
  };
  const [page, before] = [await pixelsOf(now.picture), await pixelsOf(kept.picture)];
  const cut = (from: CanvasRenderingContext2D, [x, y, width, height]: Place) => from.getImageData(x, y, Math.max(1, width), Math.max(1, height));
  const mean = ({ data, width }: ImageData, left: number, top: number): number[] => {
    const sums = [0, 0, 0];
    for (let y = top; y < top + limits.square; y += 1) for (let x = left; x < left + limits.square; x += 1) for (const it of [0, 1, 2]) sums[it] = (sums[it] ?? 0) + (data[(y * width + x) * 4 + it] ?? 0);
    return sums.map((it) => it / limits.square ** 2);
  };
  const differences: Difference[] = [];
  const red: Place[] = [];
  for (const [story, place] of Object.entries(now.places)) {
    const was = kept.places[story];
    if (was === undefined) {
      differences.push({ story, words: 'there is no picture of it; “npm run pictures” takes it' });
      continue;
    }
    // Where boxes begin between two pixels, their sizes are rounded differently.
    if (Math.abs(was[2] - place[2]) > 1 || Math.abs(was[3] - place[3]) > 1) {
      differences.push({ story, words: `it was ${was[2] * 2} × ${was[3] * 2} px and is ${place[2] * 2} × ${place[3] * 2} px` });
      red.push(place);
      continue;
    }
    const [a, b] = [cut(page, place), cut(before, was)];
    let different = 0;
    for (let y = 0; y + limits.square <= Math.min(a.height, b.height); y += limits.square) {
      for (let x = 0; x + limits.square <= Math.min(a.width, b.width); x += limits.square) {
        const [here, there] = [mean(a, x, y), mean(b, x, y)];
        if (!here.some((it, index) => Math.abs(it - (there[index] ?? 0)) > limits.step)) continue;
        different += 1;
        red.push([place[0] + x, place[1] + y, limits.square, limits.square]);
      }
    }
    if (different > limits.squaresMax) differences.push({ story, words: `${different} squares look different` });
  }
  for (const story of Object.keys(kept.places)) if (!(story in now.places)) differences.push({ story, words: 'it is gone; “npm run pictures” forgets it' });
  page.fillStyle = 'rgb(255 255 255 / 0.75)';
  page.fillRect(0, 0, page.canvas.width, page.canvas.height);
  page.fillStyle = 'rgb(255 0 0 / 0.5)';
  for (const place of red) page.fillRect(...place);
  return { differences, shown: page.canvas.toDataURL('image/webp', 0.9) };
}
