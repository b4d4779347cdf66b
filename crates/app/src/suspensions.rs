//! Accounts that may sign in and see nothing but what was decided about them, and appeal against it.

use std::collections::HashMap;

use parking_lot::RwLock;
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::{StoreError, Tx, tables};

use crate::{App, Outbox};

/// Who is suspended, in memory, because every request asks.
#[derive(Default)]
pub struct Suspensions(RwLock<HashMap<Id<UserMarker>, i64>>);

impl Suspensions {
    pub(crate) fn new(suspended: Vec<(Id<UserMarker>, i64)>) -> Self {
        Self(RwLock::new(suspended.into_iter().collect()))
    }

    /// Notes that somebody is suspended until a moment, or is not any more; when it is on disk.
    pub fn set(&self, user_id: Id<UserMarker>, until_ms: Option<i64>) {
        let mut suspended = self.0.write();
        match until_ms {
            Some(until_ms) => suspended.insert(user_id, until_ms),
            None => suspended.remove(&user_id),
        };
    }

    fn holds(&self, user_id: Id<UserMarker>, now_ms: i64) -> bool {
        self.0.read().get(&user_id).is_some_and(|until_ms| *until_ms > now_ms)
    }
}

impl App {
    /// Whether an account is suspended now.
    pub fn is_suspended(&self, user_id: Id<UserMarker>) -> bool {
        self.suspensions.holds(user_id, self.now_ms())
    }
}

/// Writes down that an account is suspended until a moment (without an end: [`i64::MAX`]), or is not any more.
pub fn set(tx: &mut Tx<'_>, user_id: Id<UserMarker>, until_ms: Option<i64>) -> Result<(), StoreError> {
    tables::users::set_suspended(tx, user_id, until_ms)
}

/// Ends what an account that was just suspended has open; its logins stay, and lead to its statements.
pub fn close_sessions(tx: &mut Tx<'_>, out: &mut Outbox, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    let logins = tables::logins::of_user(tx, user_id)?;
    out.end_logins(user_id, logins.into_iter().map(|login| login.id).collect());
    Ok(())
}
