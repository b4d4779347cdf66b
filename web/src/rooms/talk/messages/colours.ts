//! Colours that people chose, brought to where they can be read: the hue stays, the lightness moves.

/** The hardest grounds that names stand on, by day and by night: `--selected` of the style sheets. */
const DAY = [0xf3, 0xdc, 0xcf] as const;
const NIGHT = [0x43, 0x29, 0x1f] as const;
/** WCAG 2.2 AA for text of usual size. */
const CONTRAST_MIN = 4.5;

type Rgb = readonly [number, number, number];
export interface ReadableColour {
  day: string;
  night: string;
}

const known = new Map<number, ReadableColour>();

/** The colour by day and by night, each with enough contrast. */
export function readable(colour: number): ReadableColour {
  let found = known.get(colour);
  if (found === undefined) {
    const rgb: Rgb = [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
    found = { day: towards(rgb, DAY, 0), night: towards(rgb, NIGHT, 255) };
    known.set(colour, found);
  }
  return found;
}

/** Mixes in black or white until the contrast with the ground is enough. */
function towards(rgb: Rgb, ground: Rgb, end: 0 | 255): string {
  for (let step = 0; step <= 20; step += 1) {
    const mixed = rgb.map((it) => Math.round(it + ((end - it) * step) / 20)) as unknown as Rgb;
    if (contrast(mixed, ground) >= CONTRAST_MIN) return css(mixed);
  }
  return css([end, end, end]);
}

export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((it) => {
    const part = it / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function css(rgb: Rgb): string {
  return `rgb(${rgb.join(' ')})`;
}
