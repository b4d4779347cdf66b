//! The embedded engine: connections, their settings, and SQLite's errors in the store's words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::time::Duration;

use parvis_model::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql, TransactionBehavior, ffi};

use crate::StoreError;
use crate::migrate::{self, Applied, Component, Step};
use crate::param::Value;
use crate::row::{Cell, Cells, Misfit, Row};
use crate::text::{self, Dialect};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The one that writes.
    Write,
    /// One of those that read.
    Read,
    /// Checkpoints and backups, beside the others.
    Maintain,
}

/// Prepared statements that a connection keeps: more than the program has, so that none is prepared twice.
const STATEMENTS_MAX: usize = 2_048;
/// How long a connection waits for a lock. Only a checkpoint of a very large log makes the writer wait at all.
const LOCK_WAIT: Duration = Duration::from_secs(10);
/// "PRVS": marks our files, for `file` and for people.
pub(crate) const APPLICATION_ID: i32 = 0x5052_5653;

pub(crate) struct Link {
    connection: Connection,
    /// Our texts, by address, in SQLite's words.
    texts: HashMap<(usize, usize), text::Statement>,
}

/// Opens a connection with the settings that every connection has.
pub(crate) fn connect(path: &Path, purpose: Purpose) -> Result<Connection, StoreError> {
    let failed = |error: rusqlite::Error| open_error(path, &error);
    let access = match purpose {
        Purpose::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Purpose::Write | Purpose::Maintain => {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        }
    };
    // Each connection stays on its thread, so SQLite's own mutex would only cost.
    let connection =
        Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
    configure(&connection, purpose).map_err(failed)?;
    let journal: String =
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).map_err(failed)?;
    if journal != "wal" {
        let reason = "its file system cannot share memory between connections; use a local disk".into();
        return Err(StoreError::Open { target: path.display().to_string(), reason });
    }
    Ok(connection)
}

fn configure(connection: &Connection, purpose: Purpose) -> rusqlite::Result<()> {
    connection.busy_timeout(LOCK_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Closing must not move the log into the database file when a sync has failed: the checkpoint thread decides.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    let cache_kib = match purpose {
        Purpose::Write => 16_384,
        Purpose::Read => 8_192,
        Purpose::Maintain => 1_024,
    };
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    if purpose == Purpose::Read {
        return connection.pragma_update(None, "query_only", true);
    }
    connection.pragma_update(None, "journal_mode", "wal")?;
    // Each commit is on the disk before it is acknowledged: `normal` loses acknowledged writes in a power cut.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Deleted content is overwritten, not only unlinked.
    connection.pragma_update(None, "secure_delete", true)?;
    // The checkpoint thread does that, off the path of those who wait for a commit.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    // The log keeps its blocks: writing over them makes a sync about three times as fast as growing the file does.
    connection.pragma_update(None, "journal_size_limit", 64 << 20)
}

/// The error of opening a file.
pub(crate) fn open_error(path: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::Open { target: path.display().to_string(), reason: error.to_string() }
}

impl Link {
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection, texts: HashMap::new() }
    }

    pub(crate) fn begin_write(&mut self) -> Result<(), StoreError> {
        self.control("begin immediate")
    }

    pub(crate) fn begin_read(&mut self) -> Result<(), StoreError> {
        self.control("begin deferred")
    }

    pub(crate) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    pub(crate) fn mark(&mut self, replace: bool) -> Result<(), StoreError> {
        if replace {
            self.control("release job")?;
        }
        self.control("savepoint job")
    }

    pub(crate) fn return_to_mark(&mut self) -> Result<(), StoreError> {
        self.control("rollback to job")
    }

    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        self.control("commit")
    }

    pub(crate) fn rollback(&mut self) {
        if self.in_transaction()
            && let Err(error) = self.control("rollback")
        {
            tracing::error!(%error, "SQLite could not roll back");
        }
    }

    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut statement = self.prepare(sql, values.len())?;
        bind(&mut statement, sql, values)?;
        let changed = statement.raw_execute().map_err(|error| words(&error, sql))?;
        Ok(changed as u64)
    }

    pub(crate) fn query(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        each_row: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare(sql, values.len())?;
        bind(&mut statement, sql, values)?;
        let mut rows = statement.raw_query();
        let mut number = 0;
        while let Some(row) = rows.next().map_err(|error| words(&error, sql))? {
            each_row(&Row { cells: Cells::Sqlite(row), statement: sql, number })?;
            number += 1;
        }
        Ok(())
    }

    fn prepare(&mut self, sql: &'static str, params: usize) -> Result<CachedStatement<'_>, StoreError> {
        let key = (sql.as_ptr() as usize, sql.len());
        let text = match self.texts.entry(key) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(text::statement(sql, Dialect::Sqlite)?),
        };
        text.check(params)?;
        self.connection.prepare_cached(&text.sql).map_err(|error| words(&error, sql))
    }

    fn control(&self, sql: &'static str) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| words(&error, sql))?;
        statement.raw_execute().map_err(|error| words(&error, sql))?;
        Ok(())
    }
}

fn bind(
    statement: &mut CachedStatement<'_>,
    sql: &'static str,
    values: &[Value<'_>],
) -> Result<(), StoreError> {
    for (index, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value).map_err(|error| words(&error, sql))?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self {
            Value::Integer(number) => number.map(ValueRef::Integer),
            Value::Boolean(yes) => yes.map(|yes| ValueRef::Integer(yes.into())),
            Value::Text(text) => text.as_ref().map(|text| ValueRef::Text(text.as_bytes())),
            Value::Blob(bytes) => bytes.map(ValueRef::Blob),
            Value::Ids(ids) => return Ok(json_array(ids).into()),
        };
        Ok(ToSqlOutput::Borrowed(borrowed.unwrap_or(ValueRef::Null)))
    }
}

fn json_array(ids: &[i64]) -> String {
    use std::fmt::Write as _;
    let mut json = String::with_capacity(2 + ids.len() * 20);
    json.push('[');
    for (index, id) in ids.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(json, "{comma}{id}").expect("writing to a string does not fail");
    }
    json.push(']');
    json
}

/// A value of a result.
pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Cell<'a>, Misfit> {
    match row.get_ref(index).map_err(|error| error.to_string())? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Integer(number)),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map(Cell::Text).map_err(|_| "text is not UTF-8".into())
        }
        ValueRef::Blob(bytes) => Ok(Cell::Blob(bytes)),
        ValueRef::Real(_) => Err("a floating-point number, which the store does not use".into()),
    }
}

/// SQLite's error in the store's words.
pub(crate) fn words(error: &rusqlite::Error, sql: &str) -> StoreError {
    let text = error.to_string();
    let Some(cause) = error.sqlite_error() else {
        return StoreError::Statement { message: text, statement: sql.to_owned() };
    };
    match (cause.code, cause.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => {
            let constraint = text.split_once("constraint failed: ").map_or(&*text, |(_, columns)| columns);
            StoreError::Unique { constraint: constraint.to_owned() }
        }
        (ErrorCode::ConstraintViolation, _) => StoreError::Constraint(text),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreError::Busy(text),
        // The log's index could not grow: nothing but a lack of space keeps it from that.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => StoreError::Full(text),
        (_, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) => StoreError::Sync(text),
        (ErrorCode::SystemIoFailure | ErrorCode::CannotOpen, _) => StoreError::Io(text),
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => StoreError::Damaged(text),
        _ => StoreError::Statement { message: text, statement: sql.to_owned() },
    }
}

/// Whether after this error no later write may be acknowledged: once a sync has failed, the kernel may have dropped
/// the pages and call the next sync a success.
pub(crate) fn is_fatal(error: &StoreError, in_commit: bool) -> bool {
    match error {
        StoreError::Sync(_) => true,
        StoreError::Full(_) | StoreError::Busy(_) | StoreError::Constraint(_) | StoreError::Unique { .. } => {
            false
        }
        _ => in_commit,
    }
}

/// The one true path of a database file, so that two names of it meet at one lock; the file is made if it is absent.
pub(crate) fn locate(path: &Path, create: bool) -> Result<PathBuf, StoreError> {
    let created = if create { create_private(path) } else { Ok(()) };
    created
        .and_then(|()| path.canonicalize())
        .map_err(|error| StoreError::Open { target: path.display().to_string(), reason: error.to_string() })
}

/// Applies the migrations that the file lacks. When it is refused, the file is left as it is.
pub(crate) fn migrate(path: &Path, components: &[Component], now: Timestamp) -> Result<(), StoreError> {
    let steps = missing(path, components)?;
    let mut connection = connect(path, Purpose::Write)?;
    prepare(&connection).map_err(|error| open_error(path, &error))?;
    for step in &steps {
        apply(&mut connection, step, now).map_err(|error| migrate::failed(step, error))?;
    }
    Ok(())
}

/// Marks a new file as ours and gives it the record of migrations.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    let found: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found != APPLICATION_ID {
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    connection.execute_batch(migrate::RECORD_TABLE_IF_ABSENT)
}

/// Compares the record of a file with what the program knows, and changes nothing.
pub(crate) fn missing(path: &Path, components: &[Component]) -> Result<Vec<Step>, StoreError> {
    let look = |access| {
        let connection = Connection::open_with_flags(path, access)?;
        applied(&connection)
    };
    let found = match look(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        // A death left a transaction that has to be undone first, which needs the right to write.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
            look(OpenFlags::SQLITE_OPEN_READ_WRITE)
        }
        other => other,
    };
    let applied = found.map_err(|error| open_error(path, &error))?;
    let Some(applied) = applied else {
        let reason = "it has tables of another program; point --database at another file".into();
        return Err(StoreError::Open { target: path.display().to_string(), reason });
    };
    migrate::plan(components, &applied, Dialect::Sqlite)
}

fn apply(connection: &mut Connection, step: &Step, now: Timestamp) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(&step.sql)?;
    let line = "insert into schema_migrations (component, version, name, checksum, applied_unix_ms) \
                values (?1, ?2, ?3, ?4, ?5)";
    transaction.execute(line, migrate::record(step, now))?;
    transaction.commit()
}

/// The record of migrations of a file: empty for a new one, none for a file that is not ours.
fn applied(connection: &Connection) -> rusqlite::Result<Option<Vec<Applied>>> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    if count("select count(*) from sqlite_schema where name = 'schema_migrations'")? == 0 {
        let is_new = count("select count(*) from sqlite_schema")? == 0;
        return Ok(is_new.then(Vec::new));
    }
    let mut lines = connection.prepare("select component, version, checksum from schema_migrations")?;
    let lines = lines.query_map([], |row| {
        Ok(Applied { component: row.get(0)?, version: row.get(1)?, checksum: row.get(2)? })
    })?;
    lines.collect::<rusqlite::Result<_>>().map(Some)
}

/// Creates the file so that only its owner can read it; SQLite gives its companions the same mode.
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
