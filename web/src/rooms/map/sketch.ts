//! A plain drawing of a part of the Earth: degrees become pixels, small parts of a map are flat.
import { boundsOf, geometryOf, joinBounds, polygonsOf, type Bounds, type Geometry } from '../../state/directory/geometry';
import { position, type Mark } from '../../state/directory/marks';
import type { Area, Position } from '../../state/directory/words';

export const WIDTH = 800;
const MARGIN = 48;
const HEIGHT_MIN = 400;
const HEIGHT_MAX = 900;
/** Around a single point, so that there is something to see: about two kilometres. */
const ALONE_DEG = 0.01;

export interface Sketch {
  height: number;
  point: (at: Position) => { x: number; y: number };
  /** The place that a point of the drawing stands for. */
  place: (point: { x: number; y: number }) => Position;
  path: (geometry: Geometry) => string;
}

/** How what lies in these bounds is drawn. */
export function sketchOf([west, south, east, north]: Bounds): Sketch {
  // A degree of longitude is shorter the further one is from the equator.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180) || 1;
  const [across, up] = [Math.max(1e-9, (east - west) * squeeze), Math.max(1e-9, north - south)];
  const height = Math.max(HEIGHT_MIN, Math.min(HEIGHT_MAX, Math.round((WIDTH - 2 * MARGIN) * (up / across)) + 2 * MARGIN));
  const scale = Math.min((WIDTH - 2 * MARGIN) / across, (height - 2 * MARGIN) / up);
  const left = (WIDTH - across * scale) / 2;
  const top = (height - up * scale) / 2;
  const point = ([lon, lat]: Position) => ({ x: left + (lon - west) * squeeze * scale, y: top + (north - lat) * scale });
  const ring = (corners: readonly (readonly number[])[]) => `M${corners.map((it) => point(position(it))).map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`).join('L')}Z`;
  const place = ({ x, y }: { x: number; y: number }): Position => [west + (x - left) / (squeeze * scale), north - (y - top) / scale];
  return { height, point, place, path: (geometry) => polygonsOf(geometry).map((rings) => rings.map(ring).join('')).join('') };
}

/** What a drawing has to show: the place, else what stands in it. */
export function boundsToShow(area: Area | null, areas: readonly Area[], marks: readonly Mark[]): Bounds | null {
  const own = area === null ? null : widened(boundsFrom(area.bounds));
  if (own !== null) return own;
  return widened(joinBounds(areas.map((it) => boundsFrom(it.bounds))) ?? boundsOf(marks.map((it) => it.at)));
}

export function shapeOf(area: Area): Geometry | null {
  const shape = geometryOf(area.shape);
  return shape?.type === 'Point' ? null : shape;
}

/** Larger circles for more groups, so that a hundred is not ten times as wide as ten. */
export function radiusOf(count: number): number {
  return Math.round(14 + 7 * Math.log10(Math.max(1, count)));
}

function boundsFrom(numbers: readonly number[]): Bounds {
  const [west = 0, south = 0, east = 0, north = 0] = numbers;
  return [west, south, east, north];
}

function widened(bounds: Bounds | null): Bounds | null {
  if (bounds === null) return null;
  const [west, south, east, north] = bounds;
  if (east - west > ALONE_DEG / 10 || north - south > ALONE_DEG / 10) return bounds;
  return [west - ALONE_DEG, south - ALONE_DEG, east + ALONE_DEG, north + ALONE_DEG];
}
