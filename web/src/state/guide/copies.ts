//! Copies of guides on this device, to be read without a connection. Those of guilds go when somebody signs out. They are
//! few and small: the server bounds one, and the oldest makes room.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import type { GuideCopy } from './words';

/** A guide on this device. */
export interface KeptGuide {
  /** Of what shape this is: one that another version wrote is no copy. */
  format: typeof FORMAT;
  /** The guild, or null for the map. */
  guild: string | null;
  /** What the guild is called. */
  name: string;
  keptAtMs: number;
  copy: GuideCopy;
}

const FORMAT = 1;
const DATABASE = 'parvis-guides';
export const COPIES_MAX = 20;
/** A copy that is older is made anew when there is a connection. */
export const FRESH_MS = 86_400_000;

interface Schema extends DBSchema {
  guides: { key: string; value: KeptGuide };
}

const keyOf = (guild: string | null): string => guild ?? 'map';

async function withGuides<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(DATABASE, 1, { upgrade: (it) => void it.createObjectStore('guides') });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Keeps a copy; the one that was not renewed for longest goes when there are too many. */
export function keepGuide(kept: Omit<KeptGuide, 'format'>): Promise<void> {
  return withGuides(async (database) => {
    await database.put('guides', { ...kept, format: FORMAT }, keyOf(kept.guild));
    const all = (await database.getAll('guides')).sort((a, b) => b.keptAtMs - a.keptAtMs);
    for (const it of all.slice(COPIES_MAX)) await database.delete('guides', keyOf(it.guild));
  });
}

export function keptGuide(guild: string | null): Promise<KeptGuide | null> {
  return withGuides(async (database) => {
    const kept = await database.get('guides', keyOf(guild));
    return kept?.format === FORMAT ? kept : null;
  });
}

/** Everything that is kept, the map's first. */
export function keptGuides(): Promise<readonly KeptGuide[]> {
  return withGuides(async (database) => {
    const all = (await database.getAll('guides')).filter((it) => it.format === FORMAT);
    return all.sort((a, b) => Number(a.guild !== null) - Number(b.guild !== null) || a.name.localeCompare(b.name));
  });
}

export function forgetGuide(guild: string | null): Promise<void> {
  return withGuides((database) => database.delete('guides', keyOf(guild)));
}

/** What belongs to the account: the guides of its guilds. */
export function forgetGuildGuides(): Promise<void> {
  return withGuides(async (database) => {
    for (const it of await database.getAll('guides')) if (it.guild !== null) await database.delete('guides', keyOf(it.guild));
  });
}
