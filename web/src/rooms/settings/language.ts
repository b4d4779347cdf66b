//! Takes on another language: on this page at once, and in the account for what the server and bots say.
import { i18n, type Locale } from '../../i18n/i18n.svelte';
import type { Instance } from '../../state/instance.svelte';
import { notices } from '../../state/notices.svelte';

/** The platform's names of our languages, where they are others. */
const PLATFORM: Partial<Record<Locale, string>> = { en: 'en-US', es: 'es-ES' };

export async function chooseLanguage(instance: Instance, locale: Locale): Promise<void> {
  try {
    await i18n.use(locale);
    await instance.settings.change({ locale: PLATFORM[locale] ?? locale });
  } catch (error) {
    notices.complain(error);
  }
}
