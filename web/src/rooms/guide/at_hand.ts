//! Who keeps guides on this device has what shows them at hand too, after the page was renewed: the worker keeps what
//! the page has loaded once.
import { i18n } from '../../i18n/i18n.svelte';
import { keptGuides } from '../../state/guide/copies';

export async function keepReaderAtHand(): Promise<void> {
  if ((await keptGuides()).length > 0) await i18n.with('guide', import('./GuideAlone.svelte'));
}
