//! A shape that somebody draws: corner by corner on the map or by numbers, or pasted as GeoJSON.
import { boundsOf, geometryOf, polygonsOf, type Bounds, type Geometry } from './geometry';
import { position } from './marks';
import type { Position } from './words';

const DIGITS = 6;
const CORNERS_MIN = 3;

export class Drawing {
  corners = $state.raw<readonly Position[]>([]);
  /** What was pasted, which takes the place of the corners. */
  pasted = $state.raw<Geometry | null>(null);

  /** The shape so far; null while there are too few corners. */
  get geometry(): Geometry | null {
    if (this.pasted !== null) return this.pasted;
    const [first] = this.corners;
    if (first === undefined || this.corners.length < CORNERS_MIN) return null;
    return { type: 'Polygon', coordinates: [[...this.corners, first].map(([lon, lat]) => [lon, lat])] };
  }

  get bounds(): Bounds | null {
    const pasted = this.pasted === null ? [] : polygonsOf(this.pasted).flatMap((polygon) => polygon.flatMap((ring) => ring.map(position)));
    return boundsOf(this.pasted === null ? this.corners : pasted);
  }

  add([lon, lat]: Position): void {
    this.pasted = null;
    this.corners = [...this.corners, [round(lon), round(lat)]];
  }

  move(at: number, to: Position): void {
    this.corners = this.corners.map((it, index) => (index === at ? ([round(to[0]), round(to[1])] as const) : it));
  }

  remove(at: number): void {
    this.corners = this.corners.filter((_, index) => index !== at);
  }

  undo(): void {
    if (this.pasted !== null) this.pasted = null;
    else this.corners = this.corners.slice(0, -1);
  }

  clear(): void {
    [this.pasted, this.corners] = [null, []];
  }

  /** Takes pasted GeoJSON: a geometry, a feature, or a collection of one. False if it holds no shape of the map. */
  paste(text: string): boolean {
    const shape = geometryIn(text);
    if (shape === null || shape.type === 'Point') return false;
    this.pasted = shape;
    this.corners = [];
    return true;
  }
}

function geometryIn(text: string): Geometry | null {
  try {
    let value: unknown = JSON.parse(text);
    const { type, features } = (value ?? {}) as { type?: unknown; features?: unknown };
    if (type === 'FeatureCollection') value = Array.isArray(features) && features.length === 1 ? features[0] : null;
    const { geometry } = (value ?? {}) as { geometry?: unknown };
    return geometryOf(geometry ?? value);
  } catch {
    return null;
  }
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DIGITS));
}
