//! Bringing the places of a GeoJSON file onto the map: looked into here, sent with how far it is.
import type { Api } from '../../api/client';
import { MAP_PATH } from './words';

/** What the server takes at once; larger files are imported at its console. */
export const FILE_BYTES_MAX = 12 * 1024 * 1024;

export interface Imported {
  added: number;
  changed: number;
}

export type Refusal = 'too_large' | 'no_geojson';

export class AreaImport {
  file = $state.raw<File | null>(null);
  /** Places in the file. */
  count = $state<number | null>(null);
  refused = $state<Refusal | null>(null);
  /** Between 0 and 1 while it is sent; 1 while the server works. */
  progress = $state<number | null>(null);
  done = $state.raw<Imported | null>(null);
  readonly #api: Pick<Api, 'sendFile'>;
  #text = '';

  constructor(api: Pick<Api, 'sendFile'>) {
    this.#api = api;
  }

  /** Takes a file and looks into it before anything is sent. */
  async choose(file: File): Promise<void> {
    [this.file, this.count, this.refused, this.done, this.#text] = [file, null, null, null, ''];
    if (file.size > FILE_BYTES_MAX) {
      this.refused = 'too_large';
      return;
    }
    const text = await file.text();
    const count = featuresIn(text);
    if (count === null) this.refused = 'no_geojson';
    else [this.count, this.#text] = [count, text];
  }

  async send(parentId: string | null, levels: string): Promise<Imported> {
    this.progress = 0;
    try {
      const query = { parent_id: parentId, levels: levels.replace(/\s/g, '') || null };
      const body = new Blob([this.#text], { type: 'application/json' });
      this.done = await this.#api.sendFile<Imported>('POST', `${MAP_PATH}/area-imports`, body, { query, progress: (sent, total) => (this.progress = total === 0 ? 1 : sent / total) });
      return this.done;
    } finally {
      this.progress = null;
    }
  }
}

/** How many places a file holds; null if it is no collection of them. */
export function featuresIn(text: string): number | null {
  try {
    const { type, features } = JSON.parse(text) as { type?: unknown; features?: unknown };
    return type === 'FeatureCollection' && Array.isArray(features) ? features.length : null;
  } catch {
    return null;
  }
}
