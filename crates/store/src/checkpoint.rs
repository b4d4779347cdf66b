//! Moves SQLite's log into the database file, on a thread and connection of its own, off the writer's path.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::StoreError;
use crate::sqlite::words;
use crate::writer::Health;

/// Pages in the log, not yet in the database file, that start a checkpoint: 4 MiB.
const PAGES_START: i64 = 1_024;
/// Pages in the log from which it is started anew: 32 MiB. A log that is written without a pause never gets there by
/// itself.
const PAGES_RESTART: i64 = 8_192;
/// How long readers of the log are waited for then. The writer is held meanwhile.
const READERS_WAIT: Duration = Duration::from_millis(250);

/// Jobs, each commit counted as four of them, after which the checkpoint thread looks at the log: looking takes system
/// calls, and those of a lone writer wait for none of it.
const JOBS_PER_LOOK: usize = 200;

/// What the writer and the checkpoint thread tell each other.
#[derive(Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    changed: Condvar,
    /// The writer is to wait.
    hold: AtomicBool,
}

#[derive(Default)]
struct State {
    committed: bool,
    stopped: bool,
}

/// The writer's end of the signal.
pub(crate) struct Teller {
    signal: Arc<Signal>,
    jobs_since_look: usize,
}

impl Teller {
    pub(crate) fn new(signal: Arc<Signal>) -> Self {
        Self { signal, jobs_since_look: 0 }
    }

    /// A commit is on the disk, with this many jobs in it.
    pub(crate) fn committed(&mut self, jobs: usize) {
        self.jobs_since_look += jobs + 4;
        if self.jobs_since_look >= JOBS_PER_LOOK {
            self.jobs_since_look = 0;
            self.signal.state.lock().committed = true;
            self.signal.changed.notify_all();
        }
    }

    /// Whether the log is being started anew, so that whoever would write has to wait.
    pub(crate) fn is_held(&self) -> bool {
        self.signal.hold.load(Ordering::Acquire)
    }

    /// The writer waits in here while the log is being started anew: SQLite only polls for the right to write, and
    /// would not get it from a writer that is always busy.
    pub(crate) fn wait_while_held(&self) {
        if self.is_held() {
            let mut state = self.signal.state.lock();
            while self.is_held() {
                self.signal.changed.wait(&mut state);
            }
        }
    }
}

impl Signal {
    /// No commit follows.
    pub(crate) fn stop(&self) {
        self.state.lock().stopped = true;
        self.changed.notify_all();
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

    /// Keeps the writer waiting after its present batch, until what this returns is dropped.
    fn hold_writer(&self) -> Held<'_> {
        self.hold.store(true, Ordering::Release);
        Held(self)
    }
}

struct Held<'a>(&'a Signal);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // Under the lock, so that the writer does not begin to wait just after it was told to go on.
        let _state = self.0.state.lock();
        self.0.hold.store(false, Ordering::Release);
        self.0.changed.notify_all();
    }
}

/// What a checkpoint found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Outcome {
    /// Somebody was in the way.
    is_busy: bool,
    pages_in_log: i64,
    /// Those of them that are in the database file.
    pages_moved: i64,
}

/// Checkpoints as the log grows, until stopped; then once more, so that the database file is whole by itself.
///
/// After a failure the log is all that can be trusted, and nothing touches it any more.
pub(crate) fn run(connection: &Connection, signal: &Signal, health: &Health) {
    let mut restart_at = PAGES_RESTART;
    while signal.wait() {
        let relieved = health.check().and_then(|()| relieve(connection, signal, restart_at));
        match relieved {
            Ok(next) => restart_at = next,
            Err(error) => report(&error, health),
        }
    }
    if let Err(error) = health.check().and_then(|()| finish(connection)) {
        report(&error, health);
    }
}

fn finish(connection: &Connection) -> Result<(), StoreError> {
    let finished = checkpoint(connection, "pragma wal_checkpoint(truncate)")?;
    if finished.is_busy {
        return Err(StoreError::Busy("another process reads the database".into()));
    }
    // Now that the log is empty, closing may remove it.
    let may_remove = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
    may_remove.map(drop).map_err(|error| words(&error, "close"))
}

/// Returns the number of pages in the log at which it is to be started anew next.
fn relieve(connection: &Connection, signal: &Signal, restart_at: i64) -> Result<i64, StoreError> {
    let mut found = checkpoint(connection, "pragma wal_checkpoint(noop)")?;
    if found.pages_in_log - found.pages_moved >= PAGES_START {
        found = checkpoint(connection, "pragma wal_checkpoint(passive)")?;
    }
    if found.pages_in_log < restart_at {
        return Ok(restart_at);
    }
    // Nearly everything has been moved, so this holds the writer up for a moment only.
    let held = signal.hold_writer();
    connection.busy_timeout(READERS_WAIT).map_err(|error| words(&error, "busy_timeout"))?;
    let restarted = checkpoint(connection, "pragma wal_checkpoint(restart)")?;
    drop(held);
    // Somebody reads for long, a backup say: the log may grow rather than the writer wait again and again.
    Ok(if restarted.is_busy { restarted.pages_in_log + PAGES_RESTART } else { PAGES_RESTART })
}

fn checkpoint(connection: &Connection, sql: &'static str) -> Result<Outcome, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(|error| words(&error, sql))?;
    let row = statement.query_row([], |row| {
        Ok(Outcome { is_busy: row.get(0)?, pages_in_log: row.get(1)?, pages_moved: row.get(2)? })
    });
    row.map_err(|error| words(&error, sql))
}

fn report(error: &StoreError, health: &Health) {
    match error {
        // Told before.
        StoreError::Fatal(_) => {}
        // The log holds everything; the next checkpoint tries again.
        StoreError::Full(_) | StoreError::Busy(_) => {
            tracing::warn!(%error, "a checkpoint could not be finished");
        }
        // The database file's pages may be lost while the log is about to be written over.
        _ => health.fail(error),
    }
}
