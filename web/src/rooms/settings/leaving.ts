//! Signing out: the login ends on the server, and this device forgets.
import { t } from '../../i18n/i18n.svelte';
import type { Instance } from '../../state/instance.svelte';
import { login } from '../../state/login.svelte';
import { overlays } from '../shell/overlays.svelte';

/** Asks, and signs out. */
export function signOut(instance: Instance): void {
  overlays.open('confirm', {
    title: t('people.sign_out'),
    text: t('people.sign_out_text'),
    action: t('people.sign_out'),
    act: async () => {
      await instance.api.post('/auth/logout', {});
      login.leave();
    },
  });
}
