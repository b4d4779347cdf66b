//! Rides and mutual aid: something changed about one's own listing or question. What it is, is asked for again.

export interface AidEvents {
  AID_UPDATE: { aid_id: string; ask_id: string | null; state: string };
}
