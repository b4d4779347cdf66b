import { describe, expect, it } from 'vitest';

import { styleHere } from './own_style';

const [TILES, ASSETS] = ['https://parvis.example/map/tiles.pmtiles', 'https://parvis.example/map/assets/'];
const here = (style: object) => styleHere({ version: 8, sources: {}, layers: [], ...style }, TILES, ASSETS);

describe('the operator’s style', () => {
  it('reads vector tiles from the operator’s file, wherever its author had them', () => {
    const style = here({
      sources: { protomaps: { type: 'vector', url: 'https://api.protomaps.example/v4.json?key=1' }, photos: { type: 'raster', tiles: ['https://photos.example/{z}/{x}/{y}'] }, own: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }, far: { type: 'geojson', data: 'https://far.example/data.json' } },
      layers: [{ id: 'ground', type: 'background' }, { id: 'earth', type: 'fill', source: 'protomaps', 'source-layer': 'earth' }, { id: 'photos', type: 'raster', source: 'photos' }, { id: 'far', type: 'line', source: 'far' }],
    });
    expect(style?.sources).toEqual({ protomaps: { type: 'vector', url: `pmtiles://${TILES}` }, own: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } });
    expect(style?.layers.map((it) => it.id)).toEqual(['ground', 'earth']);
  });

  it('finds glyphs and sprites in the folder and nowhere else', () => {
    for (const [address, expected] of [
      ['glyphs/{fontstack}/{range}.pbf', `${ASSETS}glyphs/{fontstack}/{range}.pbf`],
      ['./glyphs/{fontstack}/{range}.pbf', `${ASSETS}glyphs/{fontstack}/{range}.pbf`],
      ['/map/assets/{fontstack}/{range}.pbf', `${ASSETS}{fontstack}/{range}.pbf`],
      ['https://glyphs.example/{fontstack}/{range}.pbf', undefined],
      ['//glyphs.example/{fontstack}/{range}.pbf', undefined],
      ['../../api/users', undefined],
      [7, undefined],
    ] as const) {
      expect(here({ glyphs: address })?.glyphs, String(address)).toBe(expected);
    }
    expect(here({ sprite: 'sprites/light' })?.sprite).toBe(`${ASSETS}sprites/light`);
    expect(here({ sprite: [{ id: 'default', url: 'sprites/light' }, { id: 'far', url: 'https://far.example/s' }] })?.sprite).toEqual([{ id: 'default', url: `${ASSETS}sprites/light` }]);
    expect(here({ sprite: 'https://far.example/s' })).not.toHaveProperty('sprite');
  });

  it('is none when it is something else', () => {
    for (const other of [null, 7, [], {}, { sources: [] , layers: [] }, { sources: {}, layers: {} }]) expect(styleHere(other, TILES, ASSETS)).toBeNull();
  });
});
