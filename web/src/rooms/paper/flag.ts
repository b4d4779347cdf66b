//! Flags as small descriptions, which the server draws: layout, colours, an emblem, a few letters.
import type { components } from '../../api/parvis';
import { t, type Key } from '../../i18n/i18n.svelte';

export type FlagDesign = components['schemas']['FlagDesign'];
export type FlagParts = components['schemas']['FlagParts'];

/** Colours that come next when a flag gets one more. */
const MORE_COLOURS = ['#ffffff', '#c8102e', '#f2b134', '#1e4d2b', '#123c69'];

/** Begins a flag: two stripes that can be told apart. */
export function plainFlag(): FlagDesign {
  return { layout: 'horizontal', colours: ['#ffffff', '#c8102e'] };
}

/** As many of the colours as a layout takes. */
export function coloursFor(colours: readonly string[], min: number, max: number): string[] {
  const kept = colours.slice(0, max);
  while (kept.length < min) kept.push(MORE_COLOURS.find((it) => !kept.includes(it)) ?? '#888888');
  return kept;
}

/** The letters that a name is shortened to. */
export function initialsOf(name: string, lettersMax: number): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((it) => it !== '');
  return words.map((it) => [...it][0] ?? '').join('').toUpperCase().slice(0, Math.min(3, lettersMax));
}

/** A part of a flag in the page's language: the server's word where there is none. */
export function partWords(kind: 'layout' | 'figure' | 'place' | 'plate', name: string): string {
  const key = `paper.${kind}_${name.replaceAll('-', '_')}` as Key;
  const words = t(key);
  return words === key ? name : words;
}
