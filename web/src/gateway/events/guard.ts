//! Ours: cases of those who look after a place, and decisions about the person. They say that there is something, never what.

export interface CaseChange {
  id: string;
  guild_id: string | null;
  state: 'open' | 'claimed' | 'decided' | 'escalated';
  urgent?: boolean;
}

/** An order of an authority, for the moderators of the house. */
export interface OrderChange {
  id: string;
  state: string;
  due_at: string | null;
  /** Whether somebody has to act now. */
  call: boolean;
}

export interface RaidChange {
  guild_id: string;
  /** Whether more join than usual. */
  ringing: boolean;
  mode: boolean;
  /** How many newcomers are held back. */
  held: number;
}

export interface GuardEvents {
  GUARD_ORDER_UPDATE: OrderChange;
  GUARD_CASE_CREATE: CaseChange;
  GUARD_CASE_UPDATE: CaseChange;
  GUARD_RAID_UPDATE: RaidChange;
  GUARD_STATEMENT_CREATE: { id: string };
  GUARD_STATEMENT_UPDATE: { id: string };
}
