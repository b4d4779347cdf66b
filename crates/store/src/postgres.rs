//! The other engine: connections that come back by themselves, and PostgreSQL's errors in the store's words.

use std::collections::HashMap;
use std::error::Error as _;
use std::thread;
use std::time::{Duration, Instant};

use ::postgres::config::{Config, Host};
use ::postgres::error::{DbError, SqlState};
use ::postgres::types::private::BytesMut;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use ::postgres::{Client, Error, NoTls, Statement};
use parvis_model::Timestamp;

use crate::StoreError;
use crate::migrate::{self, Applied, Component};
use crate::param::Value;
use crate::row::{Cell, Cells, Misfit, Row};
use crate::text::{self, Dialect};

/// How long to wait for a server that does not answer.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// How long a connection may be silent before it is asked, and then before it is given up.
const SILENCE_WAIT: Duration = Duration::from_secs(30);
/// How soon to try again after that failed; jobs in between are refused at once.
const CONNECT_PAUSE: Duration = Duration::from_millis(500);
/// Only one program at a time migrates a schema; those in other schemas of one server do not wait for one another.
const MIGRATION_LOCK: i32 = 0x5052_5653;

/// Settings of each session: locks are waited for as long as on SQLite; our statements are too short for the compiler.
const SETTINGS: &str = "set lock_timeout = '10s'; set jit = off; set client_min_messages = warning; \
    select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

pub(crate) struct Link {
    config: Box<Config>,
    client: Option<Client>,
    /// Statements by the address of our text, with the types of their parameters.
    statements: HashMap<(usize, usize), (Statement, Vec<Type>)>,
    /// Whether a transaction is open, and whether a statement in it failed since the mark.
    open: bool,
    failed: bool,
    refused_at: Option<Instant>,
}

/// Reads a `postgres:` URL.
pub(crate) fn parse(url: &str) -> Result<Config, StoreError> {
    let parsed = url.parse::<Config>();
    let mut config = parsed.map_err(|error| StoreError::Open {
        target: "the database server".into(),
        reason: format!("its URL is not valid: {}", with_cause(&error)),
    })?;
    config.connect_timeout(CONNECT_WAIT).keepalives_idle(SILENCE_WAIT).tcp_user_timeout(SILENCE_WAIT);
    if config.get_application_name().is_none() {
        config.application_name("parvis");
    }
    Ok(config)
}

/// The server without its password.
fn target(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "localhost".into(),
    };
    format!("{} on {host}", config.get_dbname().or(config.get_user()).unwrap_or("postgres"))
}

fn connect(config: &Config) -> Result<Client, StoreError> {
    let failed = |error: Error| StoreError::Open { target: target(config), reason: with_cause(&error) };
    let mut client = config.connect(NoTls).map_err(failed)?;
    client.batch_execute(SETTINGS).map_err(failed)?;
    Ok(client)
}

impl Link {
    pub(crate) fn connect(config: Box<Config>) -> Result<Self, StoreError> {
        let client = Some(connect(&config)?);
        Ok(Self { config, client, statements: HashMap::new(), open: false, failed: false, refused_at: None })
    }

    pub(crate) fn begin_write(&mut self) -> Result<(), StoreError> {
        self.begin("begin isolation level read committed read write")
    }

    pub(crate) fn begin_read(&mut self) -> Result<(), StoreError> {
        self.begin("begin isolation level repeatable read read only")
    }

    fn begin(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.reconnect_if_lost()?;
        let begun = match self.control(sql) {
            // The connection was lost since it was last used: nothing has begun, so a new one may begin.
            Err(StoreError::Unavailable(_)) => {
                self.reconnect_if_lost()?;
                self.control(sql)
            }
            other => other,
        };
        self.open = begun.is_ok();
        self.failed = !self.open;
        begun
    }

    fn reconnect_if_lost(&mut self) -> Result<(), StoreError> {
        if self.client.as_ref().is_some_and(|client| !client.is_closed()) {
            return Ok(());
        }
        self.forget_client();
        if self.refused_at.is_some_and(|refused_at| refused_at.elapsed() < CONNECT_PAUSE) {
            return Err(StoreError::Unavailable(target(&self.config)));
        }
        match connect(&self.config) {
            Ok(client) => {
                self.client = Some(client);
                self.refused_at = None;
                Ok(())
            }
            Err(error) => {
                self.refused_at = Some(Instant::now());
                tracing::error!(%error, "no connection to the database server");
                Err(StoreError::Unavailable(error.to_string()))
            }
        }
    }

    fn forget_client(&mut self) {
        self.client = None;
        self.statements.clear();
        self.open = false;
    }

    pub(crate) fn in_transaction(&self) -> bool {
        self.open && self.client.as_ref().is_some_and(|client| !client.is_closed())
    }

    pub(crate) fn mark(&mut self, replace: bool) -> Result<(), StoreError> {
        // One round trip for both.
        self.control(if replace { "release savepoint job; savepoint job" } else { "savepoint job" })
    }

    pub(crate) fn return_to_mark(&mut self) -> Result<(), StoreError> {
        self.control("rollback to savepoint job")?;
        self.failed = false;
        Ok(())
    }

    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        if self.failed {
            // PostgreSQL would answer this commit by undoing everything, without an error.
            return Err(StoreError::Statement {
                message: "a statement had failed".into(),
                statement: "commit".into(),
            });
        }
        self.control("commit")?;
        self.open = false;
        Ok(())
    }

    pub(crate) fn rollback(&mut self) {
        if self.in_transaction()
            && let Err(error) = self.control("rollback")
        {
            tracing::error!(%error, "PostgreSQL could not roll back");
            self.forget_client();
        }
        self.open = false;
    }

    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        self.run(sql, values, |client, statement, params| client.execute(statement, params))
    }

    pub(crate) fn query(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        each_row: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let rows = self.run(sql, values, |client, statement, params| client.query(statement, params))?;
        for (number, row) in (0..).zip(&rows) {
            each_row(&Row { cells: Cells::Postgres(row), statement: sql, number })?;
        }
        Ok(())
    }

    fn run<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        run: impl FnOnce(&mut Client, &Statement, &[&(dyn ToSql + Sync)]) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let statement = self.prepare(sql, values)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        self.talk(sql, |client| run(client, &statement, &params))
    }

    fn prepare(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Statement, StoreError> {
        let key = (sql.as_ptr() as usize, sql.len());
        let types: Vec<Type> = values.iter().map(type_of).collect();
        if let Some((statement, prepared_for)) = self.statements.get(&key)
            && *prepared_for == types
        {
            return Ok(statement.clone());
        }
        let text = text::statement(sql, Dialect::Postgres)?;
        text.check(types.len())?;
        let statement = self.talk(sql, |client| client.prepare_typed(&text.sql, &types))?;
        self.statements.insert(key, (statement.clone(), types));
        Ok(statement)
    }

    fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.talk(sql, |client| client.batch_execute(sql))
    }

    fn talk<T>(
        &mut self,
        sql: &str,
        talk: impl FnOnce(&mut Client) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let Some(client) = &mut self.client else {
            return Err(StoreError::Unavailable(target(&self.config)));
        };
        talk(client).map_err(|error| {
            let error = words(&error, sql);
            self.failed = true;
            if matches!(error, StoreError::Unavailable(_)) {
                self.forget_client();
            }
            error
        })
    }
}

fn type_of(value: &Value<'_>) -> Type {
    match value {
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Boolean(_) => Type::BOOL,
        Value::Blob(_) => Type::BYTEA,
        Value::Ids(_) => Type::INT8_ARRAY,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Integer(number) => number.to_sql(kind, out),
            Value::Text(text) => text.as_deref().to_sql(kind, out),
            Value::Boolean(yes) => yes.to_sql(kind, out),
            Value::Blob(bytes) => bytes.to_sql(kind, out),
            Value::Ids(ids) => ids.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        // Statements are prepared for the very types of their values.
        true
    }

    to_sql_checked!();
}

struct AnyCell<'a>(Cell<'a>);

impl<'a> FromSql<'a> for AnyCell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        let cell = match *kind {
            Type::INT8 => Cell::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Cell::Integer(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Cell::Boolean(bool::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME => Cell::Text(<&str>::from_sql(kind, raw)?),
            Type::BYTEA => Cell::Blob(raw),
            _ => {
                return Err(
                    format!("a {kind}, which the store does not use (cast it in the statement)").into()
                );
            }
        };
        Ok(Self(cell))
    }

    fn from_sql_null(_kind: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }
}

/// A value of a result.
pub(crate) fn cell(row: &::postgres::Row, index: usize) -> Result<Cell<'_>, Misfit> {
    let cell = row.try_get::<_, AnyCell<'_>>(index);
    cell.map(|cell| cell.0).map_err(|error| with_cause(&error).into())
}

/// PostgreSQL's error in the store's words.
fn words(error: &Error, sql: &str) -> StoreError {
    let text = with_cause(error);
    let Some(cause) = error.as_db_error() else {
        let is_lost =
            error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
        return match is_lost {
            true => StoreError::Unavailable(text),
            false => StoreError::Statement { message: text, statement: sql.to_owned() },
        };
    };
    let code = cause.code();
    match &code.code()[..2] {
        _ if *code == SqlState::UNIQUE_VIOLATION => StoreError::Unique { constraint: unique_columns(cause) },
        _ if *code == SqlState::DISK_FULL => StoreError::Full(text),
        _ if *code == SqlState::LOCK_NOT_AVAILABLE => StoreError::Busy(text),
        "23" => StoreError::Constraint(text),
        "40" => StoreError::Busy(text),
        "58" => StoreError::Io(text),
        "XX" => StoreError::Damaged(text),
        "08" | "53" | "57" => StoreError::Unavailable(text),
        _ => StoreError::Statement { message: text, statement: sql.to_owned() },
    }
}

/// The violated key as SQLite words it: the detail reads `Key (a, b)=(1, 2) already exists.` in every language.
fn unique_columns(error: &DbError) -> String {
    let columns = error.detail().and_then(|detail| detail.split_once('(')?.1.split_once(")=("));
    match (columns, error.table()) {
        (Some((columns, _)), Some(table)) if !columns.contains('(') => {
            let named: Vec<String> = columns.split(", ").map(|column| format!("{table}.{column}")).collect();
            named.join(", ")
        }
        _ => format!("index '{}'", error.constraint().unwrap_or("unknown")),
    }
}

/// The driver keeps what happened in the cause of what it says.
fn with_cause(error: &Error) -> String {
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

/// Runs something with the driver outside the caller's async runtime, which the driver's own one must not be inside of.
pub(crate) fn aside<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| match scope.spawn(run).join() {
        Ok(value) => value,
        Err(payload) => std::panic::resume_unwind(payload),
    })
}

/// Applies the migrations that the database lacks. When it is refused, the database is left as it is.
pub(crate) fn migrate(config: &Config, components: &[Component], now: Timestamp) -> Result<(), StoreError> {
    let failed = |error: Error| StoreError::Open { target: target(config), reason: with_cause(&error) };
    let mut client = connect(config)?;
    // Held until this connection ends. Whoever migrates now may take longer than a statement may wait.
    client.batch_execute("set lock_timeout = 0").map_err(failed)?;
    let lock = "select pg_advisory_lock($1, hashtext(coalesce(current_schema(), '')))";
    client.execute(lock, &[&MIGRATION_LOCK]).map_err(failed)?;
    let applied = applied(&mut client).map_err(failed)?;
    let steps = migrate::plan(components, &applied, Dialect::Postgres)?;
    client.batch_execute(migrate::RECORD_TABLE_IF_ABSENT).map_err(failed)?;
    for step in &steps {
        let applied = (|| {
            let mut transaction = client.transaction()?;
            transaction.batch_execute(&step.sql)?;
            let line = "insert into schema_migrations (component, version, name, checksum, applied_unix_ms) \
                        values ($1, $2, $3, $4, $5)";
            let (component, version, name, checksum, applied_unix_ms) = migrate::record(step, now);
            transaction.execute(line, &[&component, &version, &name, &checksum, &applied_unix_ms])?;
            transaction.commit()
        })();
        applied.map_err(|error: Error| migrate::failed(step, with_cause(&error)))?;
    }
    Ok(())
}

/// Compares the record of a database with what the program knows, and changes nothing.
pub(crate) fn verify(config: &Config, components: &[Component]) -> Result<(), StoreError> {
    let mut client = connect(config)?;
    let applied = applied(&mut client)
        .map_err(|error| StoreError::Open { target: target(config), reason: with_cause(&error) })?;
    migrate::refuse_missing(&migrate::plan(components, &applied, Dialect::Postgres)?)
}

fn applied(client: &mut Client) -> Result<Vec<Applied>, Error> {
    let exists: bool = client.query_one("select to_regclass('schema_migrations') is not null", &[])?.get(0);
    if !exists {
        return Ok(Vec::new());
    }
    let lines = client.query("select component, version, checksum from schema_migrations", &[])?;
    Ok(lines
        .iter()
        .map(|line| Applied { component: line.get(0), version: line.get(1), checksum: line.get(2) })
        .collect())
}
