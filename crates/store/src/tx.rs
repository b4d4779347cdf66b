//! The seam: statements in a transaction, the same on both engines. It must not know who owns the transaction.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::param::{Param, Value};
use crate::row::Row;
use crate::{StoreError, postgres, sqlite};

/// A connection of either engine.
pub(crate) enum Link {
    Sqlite(sqlite::Link),
    Postgres(Box<postgres::Link>),
}

/// Calls the same method on whichever engine it is.
macro_rules! each {
    ($link:expr, $it:ident => $call:expr) => {
        match $link {
            Link::Sqlite($it) => $call,
            Link::Postgres($it) => $call,
        }
    };
}

impl Link {
    pub(crate) fn begin_write(&mut self) -> Result<(), StoreError> {
        each!(self, it => it.begin_write())
    }

    pub(crate) fn begin_read(&mut self) -> Result<(), StoreError> {
        each!(self, it => it.begin_read())
    }

    /// Whether a transaction is open: an engine ends one by itself after some errors.
    pub(crate) fn in_transaction(&self) -> bool {
        each!(self, it => it.in_transaction())
    }

    /// Sets the mark to come back to, in place of an earlier one.
    pub(crate) fn mark(&mut self, replace: bool) -> Result<(), StoreError> {
        each!(self, it => it.mark(replace))
    }

    /// Undoes everything since the mark, which stays.
    pub(crate) fn return_to_mark(&mut self) -> Result<(), StoreError> {
        each!(self, it => it.return_to_mark())
    }

    /// Returns when the disk has confirmed the transaction.
    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        each!(self, it => it.commit())
    }

    /// Undoes the transaction; harmless when there is none.
    pub(crate) fn rollback(&mut self) {
        each!(self, it => it.rollback());
    }

    /// Whether after this error, in a commit or else in a job, no later write may be acknowledged.
    pub(crate) fn is_fatal(&self, error: &StoreError, in_commit: bool) -> bool {
        match self {
            Self::Sqlite(_) => sqlite::is_fatal(error, in_commit),
            // The server looks after its own disk, and stops by itself when a sync fails.
            Self::Postgres(_) => false,
        }
    }

    fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        each!(self, it => it.execute(sql, values))
    }

    fn query(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        each_row: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        each!(self, it => it.query(sql, values, each_row))
    }
}

/// A transaction, lent to a job.
///
/// After an error of the engine (a violated key, say) the job can only return: every further statement answers the
/// same error, on both engines, because PostgreSQL allows nothing else. What is expected to conflict is therefore
/// said in the statement (`on conflict …`, `update … where … returning …`).
pub struct Tx<'a> {
    link: &'a mut Link,
    failed: Option<StoreError>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(link: &'a mut Link) -> Self {
        Self { link, failed: None }
    }

    /// The engine's error that the job met, whatever it returned.
    pub(crate) fn into_failure(self) -> Option<StoreError> {
        self.failed
    }

    /// Runs a statement and returns the number of rows that it changed.
    pub fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        let values = values(params)?;
        self.guarded(|link| link.execute(sql, &values))
    }

    /// Runs a statement and maps each row of its result.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let values = values(params)?;
        let mut rows = Vec::new();
        self.guarded(|link| {
            link.query(sql, &values, &mut |row| {
                rows.push(map(row)?);
                Ok(())
            })
        })?;
        Ok(rows)
    }

    /// Runs a statement whose result has at most one row.
    pub fn query_opt<T>(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.query(sql, params, map)?;
        if rows.len() > 1 {
            return Err(StoreError::Rows { expected: "at most one row", found: "several", statement: sql });
        }
        Ok(rows.pop())
    }

    /// Runs a statement whose result has exactly one row.
    pub fn query_one<T>(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let row = self.query_opt(sql, params, map)?;
        row.ok_or(StoreError::Rows { expected: "one row", found: "none", statement: sql })
    }

    fn guarded<T>(&mut self, run: impl FnOnce(&mut Link) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = run(self.link);
        if let Err(error) = &result
            && !error.spares_transaction()
        {
            self.failed = Some(error.clone());
        }
        result
    }
}

fn values<'p>(params: &'p [&dyn Param]) -> Result<Vec<Value<'p>>, StoreError> {
    params.iter().map(|param| param.value()).collect()
}

/// Runs a job that may panic or swallow the engine's error; neither counts as success.
pub(crate) fn run_job<T, E: From<StoreError>>(
    mut tx: Tx<'_>,
    job: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> (Result<T, E>, Option<StoreError>) {
    let result = catch_unwind(AssertUnwindSafe(|| job(&mut tx)));
    let failure = tx.into_failure();
    let result = match (result, &failure) {
        (Err(payload), _) => Err(StoreError::Panicked(panic_text(payload.as_ref())).into()),
        (Ok(Ok(_)), Some(error)) => Err(error.clone().into()),
        (Ok(result), _) => result,
    };
    (result, failure)
}

/// The message of a panic, where it has one.
pub(crate) fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".into())
}
