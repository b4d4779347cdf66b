//! Ours: cases of those who look after a place, and decisions about the person. They say that there is something, never what.

export interface CaseChange {
  id: string;
  guild_id: string | null;
  state: 'open' | 'claimed' | 'decided' | 'escalated';
  urgent?: boolean;
}

export interface GuardEvents {
  GUARD_CASE_CREATE: CaseChange;
  GUARD_CASE_UPDATE: CaseChange;
  GUARD_STATEMENT_CREATE: { id: string };
  GUARD_STATEMENT_UPDATE: { id: string };
}
