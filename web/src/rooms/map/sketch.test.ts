import { describe, expect, it } from 'vitest';

import { boundsToShow, radiusOf, sketchOf, WIDTH } from './sketch';

describe('the drawing', () => {
  it('holds all of its bounds, north above, east to the right', () => {
    const sketch = sketchOf([27.4, 53.8, 27.7, 54]);
    const [high, low] = [sketch.point([27.7, 54]), sketch.point([27.4, 53.8])];
    expect(high.x).toBeGreaterThan(low.x);
    expect(high.y).toBeLessThan(low.y);
    for (const { x, y } of [high, low]) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(WIDTH);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(sketch.height);
    }
    expect(sketch.path({ type: 'Polygon', coordinates: [[[27.4, 53.8], [27.7, 53.8], [27.7, 54], [27.4, 53.8]]] })).toMatch(/^M\d+ \d+(L\d+ \d+){3}Z$/);
  });

  it('knows which place each of its points stands for', () => {
    const sketch = sketchOf([27.4, 53.8, 27.7, 54]);
    const [lon, lat] = sketch.place(sketch.point([27.5, 53.9]));
    expect([lon, lat].map((it) => it.toFixed(6))).toEqual(['27.500000', '53.900000']);
  });

  it('keeps a kilometre as long to the east as to the north', () => {
    const sketch = sketchOf([0, 59.95, 0.1, 60.05]);
    const [zero, east, north] = [sketch.point([0, 60]), sketch.point([0.02, 60]), sketch.point([0, 60.01])];
    expect((east.x - zero.x) / (zero.y - north.y)).toBeCloseTo(1, 1);
  });

  it('draws a single point with something around it, and nothing of nothing', () => {
    const mark = { key: '', kind: 'group' as const, at: [2.35, 48.85] as const, area: null, groups: [], count: 1 };
    const bounds = boundsToShow(null, [], [mark]);
    expect(bounds && bounds[2] - bounds[0]).toBeCloseTo(0.02);
    expect(boundsToShow(null, [], [])).toBeNull();
    expect(radiusOf(100)).toBeLessThan(2.5 * radiusOf(1));
  });
});
