//! Whether somebody is at the page. A hidden or untouched page counts as away: then pushes go to the other devices.
import { Op } from '../gateway/socket';
import { presenceOf } from '../rooms/people/own_presence';
import { clock } from '../state/clock.svelte';
import type { Instance } from '../state/instance.svelte';

const UNTOUCHED_MS = 120_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

class Attendance {
  isHidden = $state(document.visibilityState === 'hidden');
  #touchedAtMs = $state(Date.now());

  /** Looks at the page's events from now on; returns how to stop. */
  watch(): () => void {
    const seen = () => (this.isHidden = document.visibilityState === 'hidden');
    // Once in a while is enough: a pointer that moves tells nothing new.
    const touched = () => {
      if (Date.now() - this.#touchedAtMs > UNTOUCHED_MS / 12) this.#touchedAtMs = Date.now();
    };
    document.addEventListener('visibilitychange', seen);
    for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true });
    return () => {
      document.removeEventListener('visibilitychange', seen);
      for (const touch of TOUCHES) removeEventListener(touch, touched);
    };
  }

  get isAway(): boolean {
    return this.isHidden || clock.nowMs - this.#touchedAtMs > UNTOUCHED_MS;
  }
}

/** Tells the server whether somebody is here, as long as it is not stopped. */
export function tellAttendance(instance: Instance): () => void {
  const attendance = new Attendance();
  const stopWatching = attendance.watch();
  let told = false;
  const stopTelling = $effect.root(() => {
    $effect(() => {
      const account = instance.settings.account;
      const { isAway } = attendance;
      // The frame tells of the account's status by itself; only being away, and coming back, are told from here.
      if (account === null || instance.connection.state !== 'here' || (!isAway && !told)) return;
      const presence = presenceOf(account, Date.now());
      instance.send(Op.PresenceUpdate, isAway ? { ...presence, status: presence.status === 'online' ? 'idle' : presence.status, afk: true } : presence);
      told = isAway;
    });
  });
  return () => {
    stopWatching();
    stopTelling();
  };
}
