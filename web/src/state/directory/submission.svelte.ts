//! A group being handed in: what is written, which groups may be the same, and the private link that comes back.
import type { Api } from '../../api/client';
import type { Directory } from './directory.svelte';
import { bodyOf, type GroupDraft } from './group_draft';
import { proofFor } from './proof';
import { MAP_PATH, type Similar } from './words';

const PAUSE_MS = 350;
const NAME_MIN = 3;

export interface Submitted {
  id: string;
  receipt: string;
}

export class Submission {
  draft = $state() as GroupDraft;
  agreed = $state(false);
  similar = $state.raw<readonly Similar[]>([]);
  busy = $state(false);
  done = $state.raw<Submitted | null>(null);
  readonly #api: Api;
  readonly #directory: Directory;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cancel: AbortController | null = null;

  constructor(directory: Directory, draft: GroupDraft) {
    this.#api = directory.api;
    this.#directory = directory;
    this.draft = draft;
  }

  /** For an `$effect`: looks for groups that may be the same, after the last letter. */
  compare(): () => void {
    const { name, areaId, point } = this.draft;
    clearTimeout(this.#timer);
    this.#cancel?.abort();
    if (name.trim().length < NAME_MIN) this.similar = [];
    else this.#timer = setTimeout(() => void this.#look(name.trim(), areaId, point), PAUSE_MS);
    return () => clearTimeout(this.#timer);
  }

  /** Hands it in. Throws what the server refuses. */
  async send(): Promise<Submitted> {
    this.busy = true;
    try {
      const proof = await proofFor(this.#api);
      const body = { ...bodyOf(this.draft), agreed: this.agreed, ...(proof && { proof }) };
      const done = await this.#api.post<Submitted>(`${MAP_PATH}/submissions`, body);
      this.#directory.receipts.keep({ kind: 'group', receipt: done.receipt, name: this.draft.name.trim(), atMs: Date.now() });
      this.done = done;
      return done;
    } finally {
      this.busy = false;
    }
  }

  async #look(name: string, areaId: string | null, point: readonly number[] | null): Promise<void> {
    const cancel = (this.#cancel = new AbortController());
    const place = point !== null ? { point } : areaId !== null ? { area_id: areaId } : {};
    try {
      const { groups } = await this.#api.post<{ groups: Similar[] }>(`${MAP_PATH}/similar`, { name, ...place }, { signal: cancel.signal });
      this.similar = groups;
    } catch {
      // It is a hint: the moderators see it too.
      if (!cancel.signal.aborted) this.similar = [];
    }
  }
}
