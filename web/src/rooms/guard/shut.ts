//! Whether an account that the gateway refuses is shut by the house: then its decisions can still be read.
import type { Api } from '../../api/client';
import { GUARD_PATH, type Statement } from '../../state/guard/words';

export async function isShut(api: Pick<Api, 'get'>): Promise<boolean> {
  try {
    await api.get<Statement[]>(`${GUARD_PATH}/statements/@me`);
    return true;
  } catch {
    return false;
  }
}
