//! Puts words where they can be pasted, and says so.
import { t } from '../i18n/i18n.svelte';
import { notices } from './notices.svelte';

/** Copies a text. Pages without HTTPS have no clipboard: there the text is shown, to be copied by hand. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.say(t('places.copied'));
  } catch {
    notices.say(text);
  }
}
