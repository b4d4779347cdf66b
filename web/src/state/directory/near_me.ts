//! The places around somebody, found on their device. Their position never leaves it: the page asks for the places of
//! the map from the outermost inwards, as whoever looks for their place by hand does, and compares here.
import type { Api } from '../../api/client';
import { contains, distanceM, geometryOf, isWithin } from './geometry';
import { MAP_PATH, type Area, type Position } from './words';

const PAGE = 100;
/** Levels below one another that are looked into. */
const DEPTH_MAX = 12;

export interface Around {
  /** The smallest place that holds the point. */
  area: Area;
  isInside: boolean;
  /** To its middle, where the point lies in no place of the map. */
  distanceM: number;
}

/** The smallest place of the map around a point, or the nearest of the outermost ones; null on an empty map. */
export async function placeAround(api: Pick<Api, 'get'>, point: Position, signal?: AbortSignal): Promise<Around | null> {
  const roots = await areasBelow(api, null, signal);
  let found: Area | null = null;
  let below = roots;
  for (let depth = 0; depth < DEPTH_MAX && below.length > 0; depth += 1) {
    const next = await holding(api, below, point, signal);
    if (next === null) break;
    found = next;
    below = next.areas > 0 ? await areasBelow(api, next.id, signal) : [];
  }
  if (found !== null) return { area: found, isInside: true, distanceM: 0 };
  const away = (area: Area) => distanceM(point, [area.centre[0] ?? 0, area.centre[1] ?? 0]);
  const [nearest] = [...roots].sort((a, b) => away(a) - away(b));
  return nearest === undefined ? null : { area: nearest, isInside: false, distanceM: away(nearest) };
}

/** The position of this device, as exactly as it says without being asked for more. */
export function ownPosition(device: Pick<Geolocation, 'getCurrentPosition'> = navigator.geolocation): Promise<Position> {
  return new Promise((resolve, reject) => {
    device.getCurrentPosition(({ coords }) => resolve([coords.longitude, coords.latitude]), reject, { enableHighAccuracy: false, timeout: 20_000, maximumAge: 600_000 });
  });
}

async function holding(api: Pick<Api, 'get'>, areas: readonly Area[], point: Position, signal?: AbortSignal): Promise<Area | null> {
  for (const area of areas) {
    const [west = 0, south = 0, east = 0, north = 0] = area.bounds;
    if (!isWithin([west, south, east, north], point)) continue;
    const exact = area.shape === undefined ? await api.get<Area>(`${MAP_PATH}/areas/${area.id}`, { query: { shape: true }, ...(signal && { signal }) }) : area;
    const shape = geometryOf(exact.shape);
    if (shape !== null && contains(shape, point)) return area;
  }
  return null;
}

async function areasBelow(api: Pick<Api, 'get'>, parentId: string | null, signal?: AbortSignal): Promise<Area[]> {
  const all: Area[] = [];
  for (;;) {
    const query = { parent_id: parentId, after: all.at(-1)?.id ?? null, limit: PAGE };
    const page = await api.get<{ areas: Area[]; has_more: boolean }>(`${MAP_PATH}/areas`, { query, ...(signal && { signal }) });
    all.push(...page.areas);
    if (!page.has_more || page.areas.length === 0) return all;
  }
}
