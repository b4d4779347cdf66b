//! The account's passkeys, and how this device makes one.
import type { Api } from '../../api/client';

export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  /** To the day. */
  last_used_at: string | null;
}

const PATH = '/users/@me/mfa/webauthn/credentials';

export function listPasskeys(api: Api): Promise<Passkey[]> {
  return api.get<Passkey[]>(PATH);
}

/** Makes a passkey on this device. Answers with recovery codes if it is the account's first second factor. */
export async function addPasskey(api: Api, password: string, name: string): Promise<{ code: string }[]> {
  const { ticket, challenge } = await api.post<{ ticket: string; challenge: string }>(PATH, { password });
  const { publicKey } = JSON.parse(challenge) as { publicKey: PublicKeyCredentialCreationOptionsJSON };
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('cancelled', 'AbortError');
  const made = await api.post<{ backup_codes: { code: string }[] }>(PATH, { ticket, credential: JSON.stringify(credential.toJSON()), name });
  return made.backup_codes;
}

export function renamePasskey(api: Api, id: string, name: string): Promise<Passkey> {
  return api.patch<Passkey>(`${PATH}/${id}`, { name });
}

export function deletePasskey(api: Api, id: string, password: string): Promise<void> {
  return api.delete(`${PATH}/${id}`, { body: { password } });
}
