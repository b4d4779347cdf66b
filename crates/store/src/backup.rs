//! Copies and examinations of a database while it is in use, on connections of their own.

use std::fs::File;
use std::io;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::StoreError;
use crate::sqlite::{Purpose, connect, open_error, words};

/// Pages between two reports of progress: 4 MiB.
const PAGES_PER_STEP: i32 = 1_024;

/// How far a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupProgress {
    /// Pages written so far.
    pub pages_done: u64,
    /// Pages that the database has.
    pub pages_total: u64,
}

/// Copies one moment of a SQLite database into a new file, which appears under its name when it is whole and synced.
///
/// It needs no lock and may run beside a server, also in another process. One read transaction is held from the first
/// page to the last: otherwise each commit of the writer would make SQLite begin the copy again. The log grows
/// meanwhile.
pub(crate) fn copy(
    from: &Path,
    to: &Path,
    mut progress: impl FnMut(BackupProgress),
) -> Result<(), StoreError> {
    if to.exists() {
        let reason = "the file exists; a backup is never written over another".into();
        return Err(StoreError::Open { target: to.display().to_string(), reason });
    }
    let mut partial = to.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let copied = copy_pages(from, partial, &mut progress).and_then(|()| {
        let finished =
            File::open(partial).and_then(|file| file.sync_all()).and_then(|()| rename(partial, to));
        finished.map_err(|error| file_error(to, &error))
    });
    if copied.is_err()
        && let Err(error) = std::fs::remove_file(partial)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %partial.display(), "an unfinished backup could not be removed");
    }
    copied
}

fn copy_pages(from: &Path, to: &Path, progress: &mut impl FnMut(BackupProgress)) -> Result<(), StoreError> {
    let said = |error: rusqlite::Error| words(&error, "backup");
    let source = connect(from, Purpose::Read)?;
    // Reading anything is what fixes the moment.
    source.execute_batch("begin deferred; select count(*) from sqlite_schema").map_err(said)?;
    match std::fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(file_error(to, &error)),
        _ => crate::sqlite::create_private(to).map_err(|error| file_error(to, &error))?,
    }
    let mut target = Connection::open(to).map_err(|error| open_error(to, &error))?;
    {
        let backup = Backup::new(&source, &mut target).map_err(said)?;
        loop {
            let step = backup.step(PAGES_PER_STEP).map_err(said)?;
            let now = backup.progress();
            let pages_total = now.pagecount as u64;
            progress(BackupProgress { pages_done: pages_total - now.remaining as u64, pages_total });
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(StoreError::Busy("the backup could not read on".into())),
            }
        }
    }
    source.execute_batch("rollback").map_err(said)?;
    // A single file without companions: it can be carried away as it is.
    let one_file = target.pragma_update(None, "journal_mode", "delete");
    one_file.map_err(said)?;
    target.close().map_err(|(_, error)| said(error))
}

fn rename(partial: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(partial, to)?;
    // The name itself has to reach the disk too.
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn file_error(path: &Path, error: &io::Error) -> StoreError {
    let text = format!("{}: {error}", path.display());
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full(text),
        _ => StoreError::Io(text),
    }
}

/// What is wrong with a SQLite database, in SQLite's words; nothing when it is whole.
pub(crate) fn examine(path: &Path) -> Result<Vec<String>, StoreError> {
    let connection = connect(path, Purpose::Read)?;
    let said = |error: rusqlite::Error| words(&error, "integrity_check");
    let mut statement = connection.prepare("pragma integrity_check(100)").map_err(said)?;
    let found = statement.query_map([], |row| row.get::<_, String>(0)).map_err(said)?;
    let mut problems = found.collect::<Result<Vec<_>, _>>().map_err(said)?;
    problems.retain(|line| line != "ok");
    let mut statement = connection.prepare("pragma foreign_key_check").map_err(said)?;
    let orphans = statement.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {table} names a row of {parent} that does not exist"))
    });
    problems.extend(orphans.map_err(said)?.collect::<Result<Vec<_>, _>>().map_err(said)?);
    Ok(problems)
}
