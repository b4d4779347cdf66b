//! Shapes on the Earth as GeoJSON writes them (RFC 7946), as far as the page looks into them itself.
import type { Position } from './words';

type Ring = readonly (readonly number[])[];
export type Geometry = { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] } | { type: 'Point'; coordinates: readonly number[] };

/** West, south, east, north. */
export type Bounds = readonly [number, number, number, number];

const EARTH_RADIUS_M = 6_371_008.8;
const CORNERS_MAX = 20_000;

/** A shape that the server sent or somebody pasted; null if it is none that the map can hold. */
export function geometryOf(value: unknown): Geometry | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  if (type === 'Point' && isPosition(coordinates)) return { type, coordinates };
  if (type === 'Polygon' && isPolygon(coordinates)) return { type, coordinates };
  if (type === 'MultiPolygon' && Array.isArray(coordinates) && coordinates.length > 0 && coordinates.every(isPolygon)) return { type, coordinates: coordinates as Ring[][] };
  return null;
}

export function polygonsOf(geometry: Geometry): readonly Ring[][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

/** Whether a point lies in a shape; a hole is no part of it. */
export function contains(geometry: Geometry, point: Position): boolean {
  return polygonsOf(geometry).some(([outer, ...holes]) => outer !== undefined && isInRing(outer, point) && !holes.some((hole) => isInRing(hole, point)));
}

export function isWithin([west, south, east, north]: Bounds, [lon, lat]: Position): boolean {
  return lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
}

/** Along a great circle, by the haversine formula. */
export function distanceM([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const along = half(lat1, lat2) + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * half(lon1, lon2);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(along)));
}

export function boundsOf(points: readonly Position[]): Bounds | null {
  const [first] = points;
  if (first === undefined) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

export function joinBounds(all: readonly Bounds[]): Bounds | null {
  return boundsOf(all.flatMap(([west, south, east, north]): Position[] => [[west, south], [east, north]]));
}

// Counts how often a line to the east crosses the ring.
function isInRing(ring: Ring, [x, y]: Position): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi = 0, yi = 0] = ring[i] ?? [];
    const [xj = 0, yj = 0] = ring[j] ?? [];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function isPosition(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length < 2) return false;
  const [lon, lat] = value as unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function isPolygon(value: unknown): value is Ring[] {
  return Array.isArray(value) && value.length > 0 && value.every((ring) => Array.isArray(ring) && ring.length >= 4 && ring.length <= CORNERS_MAX && ring.every(isPosition));
}
