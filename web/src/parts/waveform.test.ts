import { describe, expect, it } from 'vitest';

import { clockWords, fromWaveform, resampled, toWaveform } from './waveform';

describe('a waveform', () => {
  it('comes back as it was sent, within a step', () => {
    const levels = [0, 0.25, 0.5, 1];
    expect(fromWaveform(toWaveform(levels), 4).map((it) => Math.round(it * 100) / 100)).toEqual([0, 0.25, 0.5, 1]);
  });
  it('keeps what is outside of the scale at its ends', () => expect(fromWaveform(toWaveform([-1, 7]), 2)).toEqual([0, 1]));
  it('of a long recording is short enough for the server, and keeps its peaks', () => {
    const levels = Array.from({ length: 12_000 }, (_, n) => (n === 7_777 ? 1 : 0.1));
    expect(toWaveform(levels).length).toBeLessThanOrEqual(400);
    expect(Math.max(...fromWaveform(toWaveform(levels), 64))).toBe(1);
  });
  it('of a short one is drawn with as many bars as wanted', () => expect(resampled([0.2, 0.8], 4)).toEqual([0.2, 0.2, 0.8, 0.8]));
  it('that is none draws nothing', () => expect([fromWaveform('%%%', 8), fromWaveform('', 8)]).toEqual([[], []]));
});

describe('a clock', () => {
  it.each([[0, '0:00'], [9.9, '0:09'], [75, '1:15'], [3_675, '1:01:15'], [Infinity, '0:00']])('%d is %s', (seconds, words) => expect(clockWords(seconds)).toBe(words));
});
