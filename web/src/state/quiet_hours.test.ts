import { describe, expect, it } from 'vitest';

import { clockText, isQuiet, minuteOf, type QuietHours } from './quiet_hours';

const NIGHT: QuietHours = { from: 22 * 60, to: 7 * 60, days: [1, 2, 3, 4, 5], time_zone: 'Europe/Paris' };
const at = (text: string) => Date.parse(text);

describe('quiet hours', () => {
  // Monday is 2026-11-23; Paris is one hour ahead of UTC in winter.
  it.each([
    ['2026-11-23T20:59:00Z', false, 'a minute before'],
    ['2026-11-23T21:00:00Z', true, 'from the first minute'],
    ['2026-11-24T05:59:00Z', true, 'until the morning'],
    ['2026-11-24T06:00:00Z', false, 'not after their end'],
    ['2026-11-28T05:00:00Z', true, 'the span that began on Friday goes on into Saturday'],
    ['2026-11-28T21:30:00Z', false, 'none begins on Saturday'],
    ['2026-11-23T05:00:00Z', false, 'none began on Sunday'],
    ['2026-07-06T20:00:00Z', true, 'summer time moves them'],
  ])('%s: %s, %s', (instant, quiet) => {
    expect(isQuiet(NIGHT, at(instant))).toBe(quiet);
  });

  it('within one day end on that day', () => {
    const siesta = { ...NIGHT, from: 13 * 60, to: 14 * 60, time_zone: 'UTC' };
    expect(isQuiet(siesta, at('2026-11-23T13:30:00Z'))).toBe(true);
    expect(isQuiet(siesta, at('2026-11-24T12:30:00Z'))).toBe(false);
  });

  it('that end when they begin last a whole day', () => {
    const day = { ...NIGHT, from: 0, to: 0, days: [1], time_zone: 'UTC' };
    expect(isQuiet(day, at('2026-11-23T00:00:00Z'))).toBe(true);
    expect(isQuiet(day, at('2026-11-23T23:59:00Z'))).toBe(true);
    expect(isQuiet(day, at('2026-11-24T00:00:00Z'))).toBe(false);
  });

  it('are not there for who has none', () => {
    expect(isQuiet(null, 0)).toBe(false);
    expect(isQuiet(undefined, 0)).toBe(false);
  });

  it('are written as times', () => {
    expect(clockText(7 * 60 + 5)).toBe('07:05');
    expect(minuteOf('22:30')).toBe(22 * 60 + 30);
    expect(minuteOf('')).toBeNull();
  });
});
