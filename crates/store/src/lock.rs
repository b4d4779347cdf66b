//! The lock file beside a database file: two servers never open the same one. The kernel frees it when its holder dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::StoreError;

/// How long a lock is waited for. A child that is just being started has every file of ours open until it becomes its
/// own program, so a store that was closed may be held for an instant longer; and a restart may overlap the last
/// moments of the process before it.
const WAIT: Duration = Duration::from_millis(500);
const BETWEEN_TRIES: Duration = Duration::from_millis(5);

/// Held as long as the database is open for writing.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(database: &Path) -> Result<Self, StoreError> {
        let path = lock_path(database);
        let failed = |error: std::io::Error| StoreError::Open {
            target: path.display().to_string(),
            reason: error.to_string(),
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(failed)?;
        let until = Instant::now() + WAIT;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                // The kernel tells nobody that a lock was freed but who waits for it without an end.
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    thread::park_timeout(BETWEEN_TRIES);
                }
                Err(TryLockError::WouldBlock) => return Err(held(database, &mut file)),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        file.set_len(0).map_err(failed)?;
        write!(file, "process {}", std::process::id()).map_err(failed)?;
        Ok(Self { _file: file })
    }
}

fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    path.into()
}

fn held(database: &Path, file: &mut File) -> StoreError {
    let mut holder = String::new();
    if file.read_to_string(&mut holder).is_err() || holder.is_empty() {
        holder = "another process".into();
    }
    StoreError::Locked { path: database.display().to_string(), holder }
}
