//! Moves SQLite's log into the database file, on a thread and connection of its own, off the writer's path.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex};
use rusqlite::Connection;

use crate::StoreError;
use crate::sqlite::words;
use crate::writer::Health;

/// Pages in the log that start a checkpoint: 4 MiB.
const PAGES_START: i64 = 1_024;
/// Pages in the log from which the next writer is made to start it anew: 32 MiB. A log that is written without a pause
/// never becomes empty by itself.
const PAGES_RESTART: i64 = 8_192;

/// What the writer tells the checkpoint thread.
#[derive(Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    committed: bool,
    stopped: bool,
}

impl Signal {
    /// Something was committed.
    pub(crate) fn committed(&self) {
        let mut state = self.state.lock();
        if !state.committed {
            state.committed = true;
            self.changed.notify_one();
        }
    }

    /// No commit follows.
    pub(crate) fn stop(&self) {
        self.state.lock().stopped = true;
        self.changed.notify_one();
    }

    /// Waits for commits; `false` when there will be none.
    fn wait(&self) -> bool {
        let mut state = self.state.lock();
        while !state.committed && !state.stopped {
            self.changed.wait(&mut state);
        }
        state.committed = false;
        !state.stopped
    }
}

/// Pages in the log and pages of it that are in the database file already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Progress {
    in_log: i64,
    moved: i64,
}

/// Checkpoints as the log grows, until stopped; then once more, so that the database file is whole by itself.
pub(crate) fn run(connection: &Connection, signal: &Arc<Signal>, health: &Arc<Health>) {
    while signal.wait() {
        if let Err(error) = relieve(connection) {
            report(&error, health);
        }
    }
    if health.check().is_ok()
        && let Err(error) = checkpoint(connection, "pragma wal_checkpoint(truncate)")
    {
        report(&error, health);
    }
}

fn relieve(connection: &Connection) -> Result<(), StoreError> {
    let found = checkpoint(connection, "pragma wal_checkpoint(noop)")?;
    if found.in_log - found.moved < PAGES_START {
        return Ok(());
    }
    let left = checkpoint(connection, "pragma wal_checkpoint(passive)")?;
    if left.in_log >= PAGES_RESTART {
        // Nearly everything has been moved, so this holds the writer up for a moment only.
        checkpoint(connection, "pragma wal_checkpoint(restart)")?;
    }
    Ok(())
}

fn checkpoint(connection: &Connection, sql: &'static str) -> Result<Progress, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(|error| words(&error, sql))?;
    let row = statement.query_row([], |row| Ok(Progress { in_log: row.get(1)?, moved: row.get(2)? }));
    row.map_err(|error| words(&error, sql))
}

fn report(error: &StoreError, health: &Health) {
    match error {
        // The log holds everything; the next checkpoint tries again.
        StoreError::Full(_) | StoreError::Busy(_) => {
            tracing::warn!(%error, "a checkpoint could not be finished");
        }
        // The database file's pages may be lost while the log is about to be written over.
        _ => health.fail(error),
    }
}
