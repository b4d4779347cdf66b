import { describe, expect, it } from 'vitest';

import { Gesture, type Drawers } from './swipe';

const SHUT: Drawers = { open: null, width: 300, hasRight: true, rightToLeft: false };
const at = (x: number, y = 0, atMs = 0) => ({ x, y, atMs });

/** A finger that goes from place to place, a second each: never fast enough to throw. */
function slowly(drawers: Drawers, ...xs: number[]) {
  const gesture = new Gesture(drawers, at(0));
  let swipe = null;
  xs.forEach((x, index) => (swipe = gesture.move(at(x, 0, (index + 1) * 1000))));
  return { swipe, end: gesture.end(at(xs.at(-1) ?? 0, 0, (xs.length + 1) * 1000)) };
}

describe('a swipe', () => {
  it('is not one before the finger has gone some way', () => {
    expect(slowly(SHUT, 5)).toEqual({ swipe: null, end: null });
  });

  it('follows the finger and opens past the middle', () => {
    expect(slowly(SHUT, 60, 120)).toEqual({ swipe: { drawer: 'left', progress: 0.4 }, end: null });
    expect(slowly(SHUT, 60, 180)).toEqual({ swipe: { drawer: 'left', progress: 0.6 }, end: 'left' });
    expect(slowly(SHUT, 60, 900)).toEqual({ swipe: { drawer: 'left', progress: 1 }, end: 'left' });
  });

  it('the other way opens the other drawer, if there is one', () => {
    expect(slowly(SHUT, -60, -180).end).toBe('right');
    expect(slowly({ ...SHUT, hasRight: false }, -60, -180)).toEqual({ swipe: null, end: null });
  });

  it('is mirrored where text runs from right to left', () => {
    const arabic = { ...SHUT, rightToLeft: true };
    expect(slowly(arabic, -60, -180).end).toBe('left');
    expect(slowly(arabic, 60, 180).end).toBe('right');
  });

  it('shuts what is open, and stays when it goes back', () => {
    const open: Drawers = { ...SHUT, open: 'left' };
    expect(slowly(open, -60, -180)).toEqual({ swipe: { drawer: 'left', progress: 0.4 }, end: null });
    expect(slowly(open, -60, -30)).toEqual({ swipe: { drawer: 'left', progress: 0.9 }, end: 'left' });
    expect(slowly(open, 60, 180)).toEqual({ swipe: null, end: 'left' });
  });

  it('thrown fast opens or shuts wherever it is', () => {
    const opening = new Gesture(SHUT, at(0));
    opening.move(at(20, 0, 20));
    opening.move(at(60, 0, 60));
    expect(opening.end(at(60, 0, 60))).toBe('left');
    const regretting = new Gesture(SHUT, at(0));
    regretting.move(at(280, 0, 500));
    regretting.move(at(240, 0, 540));
    expect(regretting.end(at(240, 0, 540))).toBe(null);
  });

  it('that rests before it ends is not thrown', () => {
    const resting = new Gesture(SHUT, at(0));
    resting.move(at(20, 0, 20));
    resting.move(at(90, 0, 60));
    expect(resting.end(at(90, 0, 400))).toBe(null);
  });

  it('up and down is scrolling', () => {
    const gesture = new Gesture(SHUT, at(0));
    expect(gesture.move(at(20, 40, 16))).toBe(null);
    expect(gesture.refused).toBe(true);
    expect(gesture.move(at(200, 40, 32))).toBe(null);
    expect(gesture.end(at(200, 40, 48))).toBe(null);
  });
});
