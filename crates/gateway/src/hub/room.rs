//! How many sessions an account may have: each keeps what its client may have missed, so that somebody who opens one
//! after the other would fill the memory.

use parvis_model::Id;
use parvis_model::gateway::CloseCode;
use parvis_model::marker::UserMarker;

use super::Hub;
use crate::cell::Listener;

/// Sessions of one account: a person's devices with what they have left open. A bot has two more for each of its
/// shards, the one that runs and the one before.
const SESSIONS_MAX: usize = 32;

impl Hub {
    /// Ends sessions of the account until there is room for this one: first those that nobody listens to, the one that
    /// was left first before the others, then the oldest.
    pub(super) fn make_room(&mut self, newcomer: &Listener) {
        let shards = newcomer.admission.shard.map_or(0, |[_, count]| count as usize);
        let now_ms = self.uptime.now_ms();
        while let Some(key) = self.one_too_many(newcomer.user_id, SESSIONS_MAX + 2 * shards) {
            if let Some(session) = self.sessions.get(&key) {
                session.cell.close(CloseCode::SESSION_TIMED_OUT, true, now_ms);
            }
            self.leave(key);
        }
    }

    fn one_too_many(&self, user_id: Id<UserMarker>, sessions_max: usize) -> Option<u64> {
        let keys = self.users.get(&user_id).map(|user| &user.sessions)?;
        let sessions = keys.iter().filter_map(|key| self.sessions.get(key));
        let order = |cell: &crate::cell::SessionCell| {
            let gone = cell.gone_since_ms();
            (gone.is_none(), gone, cell.listener.key)
        };
        let first = sessions.map(|session| order(&session.cell)).min()?;
        (keys.len() >= sessions_max).then_some(first.2)
    }
}
