//! What the page leaves for the worker: a push carries ids only, and the worker knows no catalogue and no account.
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';

import type { QuietHours } from '../state/quiet_hours';
import type { PushNames, PushTexts } from './push_words';

interface Kept {
  names: PushNames;
  texts: PushTexts;
  quietHours: QuietHours | null;
  /** Whose names these are: a push for somebody else is shown without any. */
  userId: string;
}

interface Schema extends DBSchema {
  kept: { key: string; value: unknown };
}

const DATABASE = 'parvis-worker';

function open(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(DATABASE, 1, { upgrade: (database) => void database.createObjectStore('kept') });
}

export async function keep(values: Partial<Kept>): Promise<void> {
  const database = await open();
  const { store, done } = database.transaction('kept', 'readwrite');
  for (const [key, value] of Object.entries(values)) void store.put(value, key);
  await done;
  database.close();
}

export async function kept(): Promise<Partial<Kept>> {
  const database = await open();
  const { store, done } = database.transaction('kept');
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  await done;
  database.close();
  return Object.fromEntries(keys.map((key, index) => [key, values[index]])) as Partial<Kept>;
}

export function forgetKept(): Promise<void> {
  return deleteDB(DATABASE);
}
