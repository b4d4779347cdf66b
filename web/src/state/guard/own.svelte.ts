//! What was decided about the person, and what they reported themselves: read whole, with the appeals.
import type { Api } from '../../api/client';
import { GUARD_PATH, type OwnReport, type Statement } from './words';

export const APPEAL_TEXT_MAX = 2000;

/** Why somebody can or cannot appeal any more. */
export function appealStateOf(of: Pick<Statement, 'appeal' | 'appeal_until'> & { undone_at?: string | null }, nowMs: number): 'possible' | 'waiting' | 'answered' | 'too_late' | 'needless' {
  if (of.appeal !== null) return of.appeal.state === 'decided' ? 'answered' : 'waiting';
  if (of.undone_at != null) return 'needless';
  return of.appeal_until !== null && Date.parse(of.appeal_until) > nowMs ? 'possible' : 'too_late';
}

export class OwnDecisions {
  all = $state.raw<readonly Statement[] | null>(null);
  readonly #api: Pick<Api, 'get' | 'post'>;

  constructor(api: Pick<Api, 'get' | 'post'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    this.all = await this.#api.get<Statement[]>(`${GUARD_PATH}/statements/@me`);
  }

  async appeal(id: string, text: string): Promise<void> {
    const changed = await this.#api.post<Statement>(`${GUARD_PATH}/statements/${id}/appeal`, { text });
    this.all = this.all?.map((it) => (it.id === id ? changed : it)) ?? null;
  }
}

export class OwnReports {
  all = $state.raw<readonly OwnReport[] | null>(null);
  readonly #api: Pick<Api, 'get' | 'post'>;

  constructor(api: Pick<Api, 'get' | 'post'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    this.all = await this.#api.get<OwnReport[]>(`${GUARD_PATH}/reports/@me`);
  }

  async appeal(id: string, text: string): Promise<void> {
    const changed = await this.#api.post<OwnReport>(`${GUARD_PATH}/reports/${id}/appeal`, { text });
    this.all = this.all?.map((it) => (it.id === id ? changed : it)) ?? null;
  }
}
