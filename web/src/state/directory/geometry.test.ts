import { describe, expect, it } from 'vitest';

import { boundsOf, contains, distanceM, geometryOf, isWithin, joinBounds } from './geometry';

const SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
const HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]];

describe('shapes', () => {
  it('hold what is inside and not what is in a hole or beside', () => {
    const shape = geometryOf({ type: 'Polygon', coordinates: [SQUARE, HOLE] });
    if (shape === null) throw new Error('it is a shape');
    expect([[1, 1], [5, 5], [11, 5], [5, -1], [9.9, 9.9]].map(([x = 0, y = 0]) => contains(shape, [x, y]))).toEqual([true, false, false, false, true]);
    const two = geometryOf({ type: 'MultiPolygon', coordinates: [[SQUARE, HOLE], [HOLE]] });
    expect(two && contains(two, [5, 5])).toBe(true);
  });

  it.each([null, 5, {}, { type: 'Polygon' }, { type: 'Polygon', coordinates: [] }, { type: 'Polygon', coordinates: [[[0, 0], [1, 1], [0, 0]]] }, { type: 'Point', coordinates: [181, 0] }, { type: 'LineString', coordinates: SQUARE }])('%j is none', (value) => {
    expect(geometryOf(value)).toBeNull();
  });

  it('lie within bounds, also across the date line', () => {
    expect(isWithin([27, 53, 28, 54], [27.5, 53.9])).toBe(true);
    expect(isWithin([27, 53, 28, 54], [28.1, 53.9])).toBe(false);
    expect(isWithin([170, -20, -170, 0], [-175, -10])).toBe(true);
    expect(isWithin([170, -20, -170, 0], [0, -10])).toBe(false);
  });

  it('are measured on the Earth', () => {
    expect(Math.round(distanceM([2.3522, 48.8566], [27.5615, 53.9045]) / 1000)).toBe(1826);
    expect(distanceM([1, 1], [1, 1])).toBe(0);
    expect(boundsOf([])).toBeNull();
    expect(joinBounds([[0, 0, 1, 1], [-1, 0.5, 0, 3]])).toEqual([-1, 0, 1, 3]);
  });
});
