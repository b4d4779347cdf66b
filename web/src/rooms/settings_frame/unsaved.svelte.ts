//! Changes that are not saved yet: the frame shows a bar for them, and nobody leaves without deciding.
import { onDestroy } from 'svelte';

import { notices } from '../../state/notices.svelte';
import { router } from '../../router/router.svelte';

interface Pending {
  save: () => Promise<void>;
  discard: () => void;
}

class Unsaved {
  pending = $state.raw<Pending | null>(null);
  saving = $state(false);
  /** Somebody tried to leave: the bar draws attention to itself. */
  asked = $state(0);

  constructor() {
    router.guard((to) => {
      if (this.pending === null || (to.name === router.place.name && 'page' in to && 'page' in router.place && to.page === router.place.page)) return true;
      this.asked += 1;
      return false;
    });
    addEventListener('beforeunload', (event) => {
      if (this.pending !== null) event.preventDefault();
    });
  }

  async save(): Promise<boolean> {
    if (this.pending === null) return true;
    this.saving = true;
    try {
      await this.pending.save();
      this.pending = null;
      return true;
    } catch (error) {
      notices.complain(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  discard(): void {
    this.pending?.discard();
    this.pending = null;
  }
}

export const unsaved = new Unsaved();

/**
 * For a page with a form: while `isDirty()` holds, the bar is shown. To be called while the component is made.
 * `save` throws when it fails, and then the changes stay.
 */
export function guardUnsaved(isDirty: () => boolean, save: () => Promise<void>, discard: () => void): void {
  $effect(() => {
    unsaved.pending = isDirty() ? { save, discard } : null;
  });
  onDestroy(() => {
    unsaved.pending = null;
  });
}
