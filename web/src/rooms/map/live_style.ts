//! How the map that moves looks: our own colours, our own outlines, and below them the operator's tiles where there are
//! some. Tiles have the layers of the Protomaps basemap (https://docs.protomaps.com/basemaps/layers).
import type { Feature, FeatureCollection, Geometry as AnyGeometry } from 'geojson';
import type { StyleSpecification, LayerSpecification } from 'maplibre-gl';

import type { Geometry } from '../../state/directory/geometry';
import land from './land.json';

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

export function liveStyle(colours: Colours, tiles: string | null, outlines: readonly Outline[], language: string): StyleSpecification {
  const { sunk, ground, card, strong, accent, soft } = colours;
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: land as AnyGeometry },
      areas: { type: 'geojson', data: outlinesAsGeoJson(outlines) },
      ...(tiles !== null && { tiles: { type: 'vector' as const, url: `pmtiles://${tiles}` } }),
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': sunk } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': ground } },
      ...(tiles === null ? [] : tileLayers(colours, language)),
      { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': ['case', ['get', 'isWhole'], card, soft], 'fill-opacity': tiles === null ? 0.6 : 0.15 } },
      { id: 'borders', type: 'line', source: 'areas', paint: { 'line-color': ['case', ['get', 'isWhole'], accent, strong], 'line-width': ['case', ['get', 'isWhole'], 2.5, 1] } },
    ],
  };
}

function tileLayers({ sunk, ground, card, line, strong, ink }: Colours, language: string): LayerSpecification[] {
  const from = (layer: string) => ({ source: 'tiles', 'source-layer': layer });
  const name: LayerSpecification & { type: 'symbol' } = {
    id: 'names', type: 'symbol', ...from('places'),
    layout: { 'text-field': ['coalesce', ['get', `name:${language}`], ['get', 'name']], 'text-font': ['sans-serif'], 'text-size': 13 },
    paint: { 'text-color': ink, 'text-halo-color': card, 'text-halo-width': 1.5 },
  };
  const streets: LayerSpecification & { type: 'symbol' } = {
    id: 'streets', type: 'symbol', ...from('roads'), minzoom: 14,
    layout: { 'symbol-placement': 'line', 'text-field': ['coalesce', ['get', `name:${language}`], ['get', 'name']], 'text-font': ['sans-serif'], 'text-size': 12 },
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
