//! A small base map for the tests: vector tiles with land, water, a street and a name, in one PMTiles file of version 3
//! (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), in the layers of the Protomaps basemap; and letters and
//! a picture for an operator's style.
import { crc32, deflateSync } from 'node:zlib';

type Degrees = readonly [number, number];
/** Commands of a geometry, as vector tiles count them. */
const [MOVE, LINE, CLOSE] = [1, 2, 7];
const [POINT, STREET, AREA] = [1, 2, 3];
const EXTENT = 4096;

interface Feature {
  kind: number;
  corners: readonly Degrees[];
  words?: Record<string, string>;
}

/** Bytes of a number in the base of 128. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const field = (number: number, bytes: readonly number[]): number[] => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const count = (number: number, value: number): number[] => [...varint(number * 8), ...varint(value)];
const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** Where a place lies on the square of the whole Earth. */
function onEarth([lon, lat]: Degrees): readonly [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

function geometry({ kind, corners }: Feature, zoom: number, x: number, y: number): number[] {
  const points = corners.map(onEarth).map(([u, v]) => [Math.round((u * 2 ** zoom - x) * EXTENT), Math.round((v * 2 ** zoom - y) * EXTENT)] as const);
  const steps = points.flatMap(([px, py], at) => [zigzag(px - (points[at - 1]?.[0] ?? 0)), zigzag(py - (points[at - 1]?.[1] ?? 0))]);
  const rest = points.length - 1;
  return [8 + MOVE, ...steps.slice(0, 2), ...(rest > 0 ? [rest * 8 + LINE, ...steps.slice(2)] : []), ...(kind === AREA ? [8 + CLOSE] : [])];
}

function layer(name: string, features: readonly Feature[], zoom: number, x: number, y: number): number[] {
  const pairs = features.map((it) => Object.entries(it.words ?? {}));
  const keys = [...new Set(pairs.flatMap((it) => it.map(([key]) => key)))];
  const values = [...new Set(pairs.flatMap((it) => it.map(([, value]) => value)))];
  const body = features.flatMap((it, at) => {
    const tags = (pairs[at] ?? []).flatMap(([key, value]) => [keys.indexOf(key), values.indexOf(value)]);
    return field(2, [...field(2, tags.flatMap(varint)), ...count(3, it.kind), ...field(4, geometry(it, zoom, x, y).flatMap(varint))]);
  });
  return field(3, [...count(15, 2), ...field(1, text(name)), ...body, ...keys.flatMap((it) => field(3, text(it))), ...values.flatMap((it) => field(4, field(1, text(it)))), ...count(5, EXTENT)]);
}

/** The number of a tile along the curve that the format counts by. */
function tileId(zoom: number, x: number, y: number): number {
  let id = (4 ** zoom - 1) / 3;
  let [px, py] = [x, y];
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const [rx, ry] = [(px & side) > 0 ? 1 : 0, (py & side) > 0 ? 1 : 0];
    id += side * side * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [px, py] = [side - 1 - px, side - 1 - py];
      [px, py] = [py, px];
    }
  }
  return id;
}

export interface BaseMap {
  bounds: readonly [number, number, number, number];
  zooms: readonly number[];
  attribution: string;
  layers: Record<string, readonly Feature[]>;
}

export const point = (at: Degrees, words: Record<string, string>): Feature => ({ kind: POINT, corners: [at], words });
export const street = (corners: readonly Degrees[], words: Record<string, string>): Feature => ({ kind: STREET, corners, words });
export const ground = ([west, south, east, north]: readonly [number, number, number, number]): Feature => ({ kind: AREA, corners: [[west, north], [east, north], [east, south], [west, south]] });

/** The file, with every tile that the bounds touch. */
export function baseMap({ bounds: [west, south, east, north], zooms, attribution, layers }: BaseMap): Buffer {
  const tiles = zooms.flatMap((zoom) => {
    const [[left, top], [right, bottom]] = [onEarth([west, north]), onEarth([east, south])].map(([u, v]) => [Math.floor(u * 2 ** zoom), Math.floor(v * 2 ** zoom)]) as [[number, number], [number, number]];
    const found: { id: number; bytes: number[] }[] = [];
    for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) found.push({ id: tileId(zoom, x, y), bytes: Object.entries(layers).flatMap(([name, features]) => layer(name, features, zoom, x, y)) });
    return found;
  }).sort((a, b) => a.id - b.id);
  const directory = [
    ...varint(tiles.length),
    ...tiles.flatMap((it, at) => varint(it.id - (tiles[at - 1]?.id ?? 0))),
    ...tiles.flatMap(() => varint(1)),
    ...tiles.flatMap((it) => varint(it.bytes.length)),
    // Each behind the one before it, which is written as 0; the first stands at the beginning.
    ...tiles.flatMap((_, at) => varint(at === 0 ? 1 : 0)),
  ];
  const words = text(JSON.stringify({ attribution, vector_layers: Object.keys(layers).map((id) => ({ id, fields: {} })) }));
  const data = tiles.flatMap((it) => it.bytes);
  const HEADER_BYTES = 127;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles');
  header[7] = 3;
  const numbers = [HEADER_BYTES, directory.length, HEADER_BYTES + directory.length, words.length, 0, 0, HEADER_BYTES + directory.length + words.length, data.length, tiles.length, tiles.length, tiles.length];
  numbers.forEach((it, at) => header.writeBigUInt64LE(BigInt(it), 8 + 8 * at));
  // Ordered; neither directories nor tiles are packed; vector tiles.
  [1, 1, 1, 1, Math.min(...zooms), Math.max(...zooms)].forEach((it, at) => (header[96 + at] = it));
  [west, south, east, north].forEach((it, at) => header.writeInt32LE(Math.round(it * 1e7), 102 + 4 * at));
  header[118] = Math.min(...zooms);
  [(west + east) / 2, (south + north) / 2].forEach((it, at) => header.writeInt32LE(Math.round(it * 1e7), 119 + 4 * at));
  return Buffer.concat([header, Buffer.from(directory), Buffer.from(words), Buffer.from(data)]);
}

const GLYPH = { side: 18, border: 3, top: -6, advance: 20 } as const;

/** A range of glyphs as styles ask for them, in which every letter from the blank on is a full square. */
export function squareGlyphs(font: string): Buffer {
  const bitmap = Array.from({ length: (GLYPH.side + 2 * GLYPH.border) ** 2 }, () => 255);
  const glyph = (id: number) => [...count(1, id), ...field(2, bitmap), ...count(3, GLYPH.side), ...count(4, GLYPH.side), ...count(5, 0), ...count(6, zigzag(GLYPH.top)), ...count(7, GLYPH.advance)];
  const letters = Array.from({ length: 256 - 32 }, (_, at) => field(3, glyph(at + 32))).flat();
  return Buffer.from(field(1, [...field(1, text(font)), ...field(2, text('0-255')), ...letters]));
}

/** A PNG of one colour. */
export function squarePicture(side: number, colour: readonly [number, number, number]): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(name), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  // Eight bits of red, green and blue.
  head.set([8, 2, 0, 0, 0], 8);
  const row = [0, ...Array.from({ length: side }, () => colour).flat()];
  const rows = Buffer.from(Array.from({ length: side }, () => row).flat());
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
