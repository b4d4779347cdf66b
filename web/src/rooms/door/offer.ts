//! What a server offers to who stands before it, and the ways in.
import type { Api } from '../../api/client';

export interface Offer {
  name: string;
  registration: 'open' | 'closed';
  password: { length_min: number; bytes_max: number };
  /** Whether this server notifies browsers in which no page is open. */
  push: boolean;
  totp: boolean;
  passkeys: boolean;
}

/** Answer of a log-in: a token, or which second proofs are taken. */
export interface Entry {
  token?: string;
  mfa?: boolean;
  ticket?: string;
  totp?: boolean;
  backup?: boolean;
  /** JSON text of the request for a passkey. */
  webauthn?: string | null;
}

export interface InvitePreview {
  code: string;
  guild: { id: string; name: string; icon: string | null; description: string | null } | null;
  channel: { id: string; name: string | null } | null;
  approximate_member_count?: number;
  approximate_presence_count?: number;
}

export function offerOf(api: Api): Promise<Offer> {
  return api.get<Offer>('/parvis/v1/instance');
}

export function previewInvite(api: Api, code: string): Promise<InvitePreview> {
  return api.get<InvitePreview>(`/invites/${encodeURIComponent(code)}`, { query: { with_counts: true } });
}

/** Asks the device for a passkey; `challenge` is JSON text of `{ publicKey }`. Returns the answer as JSON text. */
export async function askPasskey(challenge: string): Promise<string> {
  const { publicKey } = JSON.parse(challenge) as { publicKey: PublicKeyCredentialRequestOptionsJSON };
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('cancelled', 'AbortError');
  return JSON.stringify(credential.toJSON());
}

/** The address of another server as somebody types it, or null if it is none. */
export function serverAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const withScheme = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  try {
    const url = new URL(withScheme);
    const isHost = url.hostname.includes('.') || url.hostname === 'localhost';
    return isHost && url.username === '' && url.password === '' ? url.origin : null;
  } catch {
    return null;
  }
}
