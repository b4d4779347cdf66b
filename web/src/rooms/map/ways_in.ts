//! Going where a group's way in leads: into a guild of this server, or to a chat elsewhere.
import { router } from '../../router/router.svelte';
import { codeOf } from '../places/invitation';

/** The code, where an address is an invitation of this server, by whichever of its names. */
export function inviteIn(url: string): string | null {
  const { pathname } = new URL(url, location.origin);
  return pathname.startsWith('/invite/') ? codeOf(pathname) : null;
}

/** Goes in: within the page where it is ours, else to the other network. */
export function enter(url: string): void {
  const code = inviteIn(url);
  if (code !== null) router.go({ name: 'join', code });
  else window.open(url, '_blank', 'noreferrer,noopener');
}
