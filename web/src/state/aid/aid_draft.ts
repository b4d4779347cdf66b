//! An offer or a request as somebody describes it, step by step, and what is sent of it.
import { dayOf, fieldOf, momentOf, nextHour } from '../agenda/local_time';
import type { Area, AreaRef } from '../directory/words';
import { isRide, type AidKind, type AidListing, type AidPlace, type Category, type Condition } from './words';

export const AID_LIMITS = { text: 500, cost: 60, seats: 60, amount: 1000, via: 3, daysAhead: 90 } as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** All of it goes so long after its window. */
export const KEPT_MS = 7 * DAY_MS;
const WINDOW_MS = 2 * HOUR_MS;

export interface AidDraft {
  kind: AidKind | null;
  category: Category | null;
  text: string;
  area: Area | null;
  destination: Area | null;
  via: readonly (Area | null)[];
  /** As the browser's fields hold them, in the reader's zone. */
  from: string;
  until: string;
  total: string;
  conditions: readonly Condition[];
  cost: string;
  /** Null for everybody on the map. */
  guildId: string | null;
}

export const AID_STEPS = ['what', 'where', 'when', 'how', 'preview'] as const;
export type AidStep = (typeof AID_STEPS)[number];

export function emptyAid(now: Date): AidDraft {
  const from = nextHour(now);
  return { kind: null, category: null, text: '', area: null, destination: null, via: [], from: fieldOf(from), until: fieldOf(new Date(from.getTime() + WINDOW_MS)), total: '1', conditions: [], cost: '', guildId: null };
}

export type AidProblem = 'kind' | 'category' | 'area' | 'destination' | 'window' | 'order' | 'past' | 'far' | 'total';

/** What a step still lacks. */
export function missingIn(step: AidStep, draft: AidDraft, now: Date): AidProblem[] {
  const ride = draft.kind !== null && isRide(draft.kind);
  const [from, until] = [momentOf(draft.from), momentOf(draft.until)];
  const total = totalOf(draft);
  const found: Record<AidStep, (AidProblem | false)[]> = {
    what: [draft.kind === null && 'kind', draft.kind !== null && !ride && draft.category === null && 'category'],
    where: [draft.area === null && 'area', ride && draft.destination === null && 'destination'],
    when: [
      (from === null || until === null) && 'window',
      from !== null && until !== null && until < from && 'order',
      (until !== null && until <= now) || (from !== null && from.getTime() < now.getTime() - HOUR_MS) ? 'past' : false,
      until !== null && until.getTime() > now.getTime() + AID_LIMITS.daysAhead * DAY_MS && 'far',
    ],
    how: [(total === null || total < 1 || total > (ride ? AID_LIMITS.seats : AID_LIMITS.amount)) && 'total'],
    preview: [],
  };
  return found[step].filter((it) => it !== false);
}

function totalOf(draft: AidDraft): number | null {
  return /^\d{1,4}$/u.test(draft.total.trim()) ? Number(draft.total) : null;
}

/** What is sent. */
export function aidBodyOf(draft: AidDraft): Record<string, unknown> {
  const ride = draft.kind !== null && isRide(draft.kind);
  const via = draft.kind === 'ride_offer' ? draft.via.flatMap((it) => (it === null ? [] : [it.id])) : [];
  return {
    kind: draft.kind,
    area_id: draft.area?.id,
    ...(ride && { destination_area_id: draft.destination?.id, ...(via.length > 0 && { via_area_ids: via }) }),
    from: momentOf(draft.from)?.toISOString(),
    until: momentOf(draft.until)?.toISOString(),
    total: totalOf(draft),
    ...(!ride && { category: draft.category }),
    conditions: draft.conditions,
    cost_share: draft.cost.trim(),
    text: draft.text.trim(),
    ...(draft.guildId !== null && { guild_id: draft.guildId }),
  };
}

/** The way to a place of the map, itself included. */
const pathTo = (area: Area): AreaRef[] => [...(area.path ?? []).filter((it) => it.id !== area.id), { id: area.id, level: area.level, kind: area.kind, name: area.name, names: area.names }];
const placeOf = (area: Area): AidPlace => ({ area_id: area.id, path: pathTo(area) });

/** What others will see of it. */
export function previewOf(draft: AidDraft): AidListing | null {
  const [from, until] = [momentOf(draft.from), momentOf(draft.until)];
  const total = totalOf(draft);
  if (draft.kind === null || draft.area === null || from === null || until === null || total === null) return null;
  const ride = isRide(draft.kind);
  return {
    id: '0', kind: draft.kind, scope: draft.guildId === null ? 'map' : 'guild', guild_id: draft.guildId, ...placeOf(draft.area), destination: ride && draft.destination ? placeOf(draft.destination) : null,
    via: draft.kind === 'ride_offer' ? draft.via.flatMap((it) => (it === null ? [] : [placeOf(it)])) : [], from: from.toISOString(), until: until.toISOString(), total, left: total, category: ride ? null : draft.category,
    conditions: [...draft.conditions], cost_share: draft.cost.trim(), text: draft.text.trim(), state: 'open', ends_at: new Date(until.getTime() + KEPT_MS).toISOString(), mine: false, my_ask: null,
  };
}

/** The last day that may be chosen. */
export function lastDay(now: Date): string {
  return dayOf(new Date(now.getTime() + AID_LIMITS.daysAhead * DAY_MS));
}
