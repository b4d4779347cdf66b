//! The operator's own style for the tiles, made to ask this server and no other: what its author's addresses lead to is
//! read from the operator's files, or left out (https://maplibre.org/maplibre-style-spec/).
import type { LayerSpecification, SourceSpecification, SpriteSpecification, StyleSpecification } from 'maplibre-gl';

/** Where the operator's files are: glyphs, sprites, and the style itself. */
export const ASSETS = '/map/assets/';

/** What is taken of a style. */
export type OwnStyle = Pick<StyleSpecification, 'sources' | 'layers' | 'glyphs' | 'sprite'>;

/** Asks for the operator's style. Null for what is not there or is no style: the tiles are then drawn in ours. */
export async function ownStyle(tiles: string): Promise<OwnStyle | null> {
  try {
    const response = await fetch(`${ASSETS}style.json`);
    return response.ok ? styleHere(await response.json(), tiles, new URL(ASSETS, location.origin).href) : null;
  } catch {
    return null;
  }
}

/** A style with every address on this server: `tiles` is the operator's file, `assets` the folder beside it. */
export function styleHere(style: unknown, tiles: string, assets: string): OwnStyle | null {
  if (!isObject(style) || !isObject(style['sources']) || !Array.isArray(style['layers'])) return null;
  const found = Object.entries(style['sources']).map(([name, source]) => [name, sourceHere(source, tiles)] as const);
  const sources = Object.fromEntries(found.filter((it): it is readonly [string, SourceSpecification] => it[1] !== null));
  const layers = (style['layers'] as LayerSpecification[]).filter((it) => !('source' in it) || String(it.source) in sources);
  const glyphs = addressHere(style['glyphs'], assets);
  const sprite = spriteHere(style['sprite'], assets);
  return { sources, layers, ...(glyphs !== null && { glyphs }), ...(sprite !== null && { sprite }) };
}

/** Every source of vector tiles is the operator's file; what stands in the style itself comes with it. */
function sourceHere(source: unknown, tiles: string): SourceSpecification | null {
  if (!isObject(source)) return null;
  if (source['type'] === 'vector') return { type: 'vector', url: `pmtiles://${tiles}` };
  return source['type'] === 'geojson' && isObject(source['data']) ? (source as unknown as SourceSpecification) : null;
}

function spriteHere(sprite: unknown, assets: string): SpriteSpecification | null {
  if (!Array.isArray(sprite)) return addressHere(sprite, assets);
  const all: unknown[] = sprite;
  const found = all.flatMap((it) => {
    const url = isObject(it) ? addressHere(it['url'], assets) : null;
    return isObject(it) && url !== null ? [{ id: String(it['id']), url }] : [];
  });
  return found.length > 0 ? found : null;
}

/** An address within the folder, whole; its patterns (`{range}`) stay as they are. */
function addressHere(address: unknown, assets: string): string | null {
  if (typeof address !== 'string') return null;
  const whole = decodeURI(new URL(address, assets).href);
  return whole.startsWith(assets) ? whole : null;
}

const isObject = (it: unknown): it is Record<string, unknown> => typeof it === 'object' && it !== null && !Array.isArray(it);
