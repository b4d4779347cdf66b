//! Until when a custom status holds.

export const END_CHOICES = ['never', 'kept', 'half_hour', 'hour', 'four_hours', 'today'] as const;
export type EndChoice = (typeof END_CHOICES)[number];

const MINUTES = { half_hour: 30, hour: 60, four_hours: 240 } as const;

/** When a choice made now ends; null is never. `kept` is decided by who knows what was chosen before. */
export function endOf(choice: EndChoice, now: Date): Date | null {
  if (choice === 'never' || choice === 'kept') return null;
  if (choice === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return new Date(now.getTime() + MINUTES[choice] * 60_000);
}
