//! The colour of a role as the colour of a name, readable on our grounds by day and by night.
import { readable } from '../talk/messages/colours';

/** A CSS colour, or undefined for the usual ink. */
export function nameColor(color: number | null): string | undefined {
  if (color === null || color === 0) return undefined;
  const { day, night } = readable(color);
  return `light-dark(${day}, ${night})`;
}
