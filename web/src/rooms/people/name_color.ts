//! The colour of a role as the colour of a name: kept readable on our grounds, by day and by night.

/** A CSS colour whose hue is the role's and whose lightness is the theme's, or undefined for the usual ink. */
export function nameColor(color: number | null): string | undefined {
  if (color === null || color === 0) return undefined;
  const hex = `#${color.toString(16).padStart(6, '0')}`;
  // Mixed with the ink of the theme: what is too light by day is darkened by it, what is too dark by night lightened.
  return `color-mix(in oklab, ${hex} 58%, var(--ink))`;
}
