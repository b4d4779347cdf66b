//! How the map that moves looks: our own colours, our own outlines and names, and below them the operator's tiles where
//! there are some, in the operator's style or in ours. Tiles that ours draws have the layers of the Protomaps basemap
//! (https://docs.protomaps.com/basemaps/layers).
//!
//! Names need no glyphs from anywhere: where a style names none, the library draws each letter with the fonts of the
//! device, joins those of Arabic, and orders what is written from right to left.
import type { Feature, FeatureCollection, Geometry as AnyGeometry } from 'geojson';
import type { StyleSpecification, LayerSpecification } from 'maplibre-gl';

import type { Geometry } from '../../state/directory/geometry';
import type { Position } from '../../state/directory/words';
import land from './land.json';
import type { OwnStyle } from './own_style';

export interface Colours {
  ground: string;
  sunk: string;
  card: string;
  line: string;
  strong: string;
  accent: string;
  soft: string;
  ink: string;
}

/** The colours of the page, as its theme has them now. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    ground: colour('--ground'), sunk: colour('--ground-sunk'), card: colour('--card'), line: colour('--line'), strong: colour('--line-strong'), accent: colour('--accent'), soft: colour('--accent-soft'), ink: colour('--ink'),
  };
}

export interface Outline {
  id: string;
  geometry: Geometry;
  isWhole: boolean;
}

export function outlinesAsGeoJson(outlines: readonly Outline[]): FeatureCollection {
  const feature = ({ id, geometry, isWhole }: Outline): Feature => ({ type: 'Feature', properties: { id, isWhole }, geometry: geometry as AnyGeometry });
  return { type: 'FeatureCollection', features: outlines.map(feature) };
}

/** A name that stands beside a mark. */
export interface Named {
  at: Position;
  name: string;
  /** The mark's, around which the name is put. */
  radiusPx: number;
  count: number;
}

export function namesAsGeoJson(names: readonly Named[]): FeatureCollection {
  const feature = ({ at, name, radiusPx, count }: Named): Feature => ({ type: 'Feature', properties: { name, away: radiusPx / NAME_PX + 0.2, count }, geometry: { type: 'Point', coordinates: [...at] } });
  return { type: 'FeatureCollection', features: names.map(feature) };
}

/** What lies below our own outlines: the operator's style, ours for the operator's tiles, or the coasts alone. */
export interface Ground {
  tiles: string | null;
  style: OwnStyle | null;
}

/** Our own sources, which no style of an operator's can stand in the way of. */
export const [AREAS, NAMES, DRAWN] = ['parvis areas', 'parvis names', 'parvis drawn'] as const;
const NAME_PX = 13;
const FONT = ['sans-serif'];

export function liveStyle(colours: Colours, { tiles, style }: Ground, outlines: readonly Outline[], names: readonly Named[], language: string): StyleSpecification {
  const { card, strong, accent, soft, ink } = colours;
  const below = style ?? plainGround(colours, tiles, language);
  return {
    version: 8,
    ...below,
    sources: {
      ...below.sources,
      [AREAS]: { type: 'geojson', data: outlinesAsGeoJson(outlines) },
      [NAMES]: { type: 'geojson', data: namesAsGeoJson(names) },
    },
    layers: [
      ...below.layers,
      { id: AREAS, type: 'fill', source: AREAS, paint: { 'fill-color': ['case', ['get', 'isWhole'], card, soft], 'fill-opacity': tiles === null ? 0.6 : 0.15 } },
      { id: 'parvis borders', type: 'line', source: AREAS, paint: { 'line-color': ['case', ['get', 'isWhole'], accent, strong], 'line-width': ['case', ['get', 'isWhole'], 2.5, 1] } },
      {
        id: NAMES, type: 'symbol', source: NAMES,
        layout: {
          'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': NAME_PX, 'text-max-width': 9,
          // Around its mark, wherever no other name stands; who has more groups is named first.
          'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': ['get', 'away'], 'text-justify': 'auto', 'symbol-sort-key': ['-', 0, ['get', 'count']],
        },
        paint: { 'text-color': ink, 'text-halo-color': card, 'text-halo-width': 1.5 },
      },
    ],
  };
}

function plainGround(colours: Colours, tiles: string | null, language: string): OwnStyle {
  return {
    sources: { land: { type: 'geojson', data: land as AnyGeometry }, ...(tiles !== null && { tiles: { type: 'vector' as const, url: `pmtiles://${tiles}` } }) },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colours.sunk } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours.ground } },
      ...(tiles === null ? [] : tileLayers(colours, language)),
    ],
  };
}

function tileLayers({ sunk, ground, card, line, strong, ink }: Colours, language: string): LayerSpecification[] {
  const from = (layer: string) => ({ source: 'tiles', 'source-layer': layer });
  const name: LayerSpecification & { type: 'symbol' } = {
    id: 'names', type: 'symbol', ...from('places'),
    layout: { 'text-field': ['coalesce', ['get', `name:${language}`], ['get', 'name']], 'text-font': FONT, 'text-size': NAME_PX },
    paint: { 'text-color': ink, 'text-halo-color': card, 'text-halo-width': 1.5 },
  };
  const streets: LayerSpecification & { type: 'symbol' } = {
    id: 'streets', type: 'symbol', ...from('roads'), minzoom: 14,
    layout: { 'symbol-placement': 'line', 'text-field': ['coalesce', ['get', `name:${language}`], ['get', 'name']], 'text-font': FONT, 'text-size': 12 },
    paint: { 'text-color': ink, 'text-halo-color': card, 'text-halo-width': 1.5 },
  };
  return [
    { id: 'earth', type: 'fill', ...from('earth'), paint: { 'fill-color': ground } },
    { id: 'landuse', type: 'fill', ...from('landuse'), paint: { 'fill-color': line, 'fill-opacity': 0.35 } },
    { id: 'rivers', type: 'fill', ...from('water'), filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': sunk } },
    { id: 'houses', type: 'fill', ...from('buildings'), minzoom: 14, paint: { 'fill-color': line } },
    { id: 'roads', type: 'line', ...from('roads'), paint: { 'line-color': card, 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 8, 0.5, 18, 12] } },
    { id: 'boundaries', type: 'line', ...from('boundaries'), paint: { 'line-color': strong, 'line-dasharray': [3, 2] } },
    streets,
    name,
  ];
}
