//! What an account that is guarded shows beside its password.
import type { components } from '../../api/parvis';
import type { Api } from '../../api/client';
import { askPasskey } from '../door/offer';

export type Factors = Pick<components['schemas']['SecondFactors'], 'mfa_enabled' | 'passkeys'>;

/** The code that was typed, or what a passkey signs in its place; nothing where nothing guards the account. */
export async function secondProof(api: Api, factors: Factors, code: string): Promise<Record<string, string>> {
  if (!factors.mfa_enabled) return {};
  if (code !== '') return { code };
  const { ticket, challenge } = await api.post<{ ticket: string; challenge: string }>('/auth/conditional/start');
  return { ticket, credential: await askPasskey(challenge) };
}
