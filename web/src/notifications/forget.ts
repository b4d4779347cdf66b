//! What a device forgets when somebody signs out. The worker's caches stay: they hold the program, and nobody's
//! words; and so does the guide of the map, which is for everybody.
import { forgetGuildGuides } from '../state/guide/copies';
import { forgetKept } from './kept';
import { unsubscribeHere } from './push';
import { workerRegistration } from './registration.svelte';

/** What belongs to the device and not to the account. */
const STAYS: ReadonlySet<string> = new Set(['parvis.device', 'parvis.locale', 'parvis.emojis', 'parvis.skin_tone']);

/** `wholly` when the person asked for it; where the server ended the login, what was being written stays for the next. */
export async function forgetAccount(wholly: boolean): Promise<void> {
  if (wholly) for (const key of Object.keys(localStorage)) if (key.startsWith('parvis.') && !STAYS.has(key)) localStorage.removeItem(key);
  const registration = await workerRegistration();
  for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
  // Each on its own: one that fails must not keep the others.
  await Promise.allSettled([unsubscribeHere(), forgetKept(), forgetGuildGuides(), 'clearAppBadge' in navigator ? navigator.clearAppBadge() : undefined]);
}
