import { describe, expect, it } from 'vitest';

import { dragged, keptSquare, WHOLE, within, ZOOM_MAX } from './crop';

const WIDE = { width: 400, height: 200 };

describe('cropping', () => {
  it('begins with the middle, as large as it goes', () => {
    expect(keptSquare(WIDE, WHOLE)).toEqual({ left: 100, top: 0, side: 200 });
  });

  it('never shows what is beside the picture', () => {
    expect(keptSquare(WIDE, within(WIDE, { zoom: 1, x: 0, y: 1 }))).toEqual({ left: 0, top: 0, side: 200 });
    expect(keptSquare(WIDE, within(WIDE, { zoom: 2, x: 1, y: 1 }))).toEqual({ left: 300, top: 100, side: 100 });
  });

  it('zooms between all of it and a quarter', () => {
    expect(within(WIDE, { ...WHOLE, zoom: 0.2 }).zoom).toBe(1);
    expect(within(WIDE, { ...WHOLE, zoom: 99 }).zoom).toBe(ZOOM_MAX);
  });

  it('follows the hand: dragging to the right shows what is on the left', () => {
    expect(keptSquare(WIDE, dragged(WIDE, WHOLE, 0.25, 0)).left).toBe(50);
    expect(keptSquare(WIDE, dragged(WIDE, WHOLE, 9, 9))).toEqual({ left: 0, top: 0, side: 200 });
  });
});
