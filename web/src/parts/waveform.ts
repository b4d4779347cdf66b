//! The course of a recording's volume: a byte for each moment, as base64, the way voice messages carry it.

/** So many bytes are sent at most; the server takes 400 letters of base64. */
const SENT_MAX = 256;

/** The loudest of each of `count` equal parts. */
export function resampled(levels: readonly number[], count: number): number[] {
  if (levels.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
}

/** Levels between 0 and 1 as they are sent. */
export function toWaveform(levels: readonly number[]): string {
  const shown = levels.length > SENT_MAX ? resampled(levels, SENT_MAX) : levels;
  return btoa(String.fromCharCode(...shown.map((it) => Math.round(Math.min(1, Math.max(0, it)) * 255))));
}

/** So many levels between 0 and 1 to draw; none if it is no waveform. */
export function fromWaveform(base64: string, count: number): number[] {
  try {
    const levels = [...atob(base64)].map((it) => it.charCodeAt(0) / 255);
    return resampled(levels, count);
  } catch {
    return [];
  }
}

/** Seconds as a clock shows them. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const minutes = Math.floor(whole / 60);
  const hours = Math.floor(minutes / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
