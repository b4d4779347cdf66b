//! Moments as a form's fields write them, in the zone of the reader, and back.

const two = (number: number): string => String(number).padStart(2, '0');

/** As a field for a date and a time holds it. */
export function fieldOf(moment: Date): string {
  return `${dayOf(moment)}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The day of a moment, as a field for a date holds it. */
export function dayOf(moment: Date): string {
  return `${String(moment.getFullYear()).padStart(4, '0')}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** Null for what is not filled in. */
export function momentOf(field: string): Date | null {
  const moment = new Date(field);
  return field === '' || Number.isNaN(moment.getTime()) ? null : moment;
}

/** The next full hour, at which a form begins. */
export function nextHour(now: Date): Date {
  const next = new Date(now);
  next.setHours(now.getHours() + 1, 0, 0, 0);
  return next;
}

/** The reader's zone, in their language: "heure d’été d’Europe centrale (Europe/Paris)". */
export function zoneName(moment: Date, locale: string): string {
  const { timeZone } = new Intl.DateTimeFormat(locale).resolvedOptions();
  const long = new Intl.DateTimeFormat(locale, { timeZoneName: 'long' }).formatToParts(moment).find((it) => it.type === 'timeZoneName')?.value;
  return long === undefined ? timeZone : `${long} (${timeZone})`;
}
