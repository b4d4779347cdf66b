//! How large files are, in words.
import { i18n } from '../../../i18n/i18n.svelte';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function sizeWords(bytes: number): string {
  let power = 0;
  let size = bytes;
  while (size >= 1024 && power < UNITS.length - 1) {
    size /= 1024;
    power += 1;
  }
  const unit = UNITS[power] ?? 'byte';
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: size < 10 && power > 0 ? 1 : 0 }).format(size);
}
