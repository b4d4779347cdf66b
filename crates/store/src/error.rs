//! What can go wrong in the store, in words that do not depend on the engine.

/// Why a store operation did not happen, or, where a variant says so, may not have happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another transaction was in the way (a lock, a deadlock, a serialization failure). Nothing was done; asking
    /// again
    /// is safe. The store cannot ask again by itself: a job is a `FnOnce`.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// No space is left on the disk. Nothing was written; reads go on, and writes do when there is space again.
    #[error("the disk is full: {0}")]
    Full(String),
    /// A row with this key exists. `constraint` reads `table.column, table.column` on both engines, or is the index's
    /// name where the index is on an expression.
    #[error("a row with the same {constraint} exists")]
    Unique {
        /// The columns, or the index.
        constraint: String,
    },
    /// A foreign key, check or not-null constraint was violated.
    #[error("a constraint was violated: {0}")]
    Constraint(String),
    /// The engine could not read or write the disk.
    #[error("the disk failed: {0}")]
    Io(String),
    /// The disk did not confirm that data is on it.
    #[error("the disk did not confirm a write: {0}")]
    Sync(String),
    /// The database server cannot be reached. When the connection was lost while a job ran or committed, its
    /// outcome is
    /// not known.
    #[error("the database server cannot be reached: {0}")]
    Unavailable(String),
    /// A stored value does not parse.
    #[error("table {table}, column {column}, row {row} of the result: {reason}")]
    Corrupt {
        /// First table that the statement names.
        table: String,
        /// Name of the result's column.
        column: String,
        /// Number of the row in the result, from 0.
        row: u64,
        /// What is wrong with the value.
        reason: String,
    },
    /// The database file is damaged.
    #[error("the database file is damaged: {0}")]
    Damaged(String),
    /// A parameter cannot be stored: text with a NUL character, a number beyond 63 bits.
    #[error("a value cannot be stored: {0}")]
    Invalid(String),
    /// `query_one` or `query_opt` found another number of rows.
    #[error("expected {expected}, found {found}: {statement}")]
    Rows {
        /// What the caller asked for.
        expected: &'static str,
        /// What there was.
        found: &'static str,
        /// The statement.
        statement: &'static str,
    },
    /// The engine does not accept a statement: a programming error.
    #[error("{message} (in: {statement})")]
    Statement {
        /// The engine's words.
        message: String,
        /// The statement.
        statement: String,
    },
    /// The job or its `then` hook panicked. A panicking job left nothing behind; what precedes a panicking hook is
    /// on disk.
    #[error("a database job panicked: {0}")]
    Panicked(String),
    /// The store is closed, or closes.
    #[error("the store is closed")]
    Closed,
    /// The disk failed to confirm a commit earlier: the store accepts nothing until the program is started again.
    #[error("the store stopped: {0}")]
    Fatal(String),
    /// The store was opened to read only.
    #[error("the store was opened to read only")]
    ReadOnly,
    /// Another process has the database open.
    #[error("{path} is in use by {holder}: stop that server first, or point --data at another folder")]
    Locked {
        /// The database file.
        path: String,
        /// Who holds it, as the lock file says.
        holder: String,
    },
    /// The database cannot be opened.
    #[error("cannot open the database {target}: {reason}")]
    Open {
        /// File, or server without its password.
        target: String,
        /// Why.
        reason: String,
    },
    /// A newer program has used this database.
    #[error(
        "the database was written by a newer program: its {component} has migration {found}, this program knows {known}. \
         Install the newer program, or restore a backup from before the upgrade; the database was left as it is"
    )]
    Newer {
        /// Component whose migrations are ahead.
        component: String,
        /// The database's number.
        found: i64,
        /// This program's number.
        known: i64,
    },
    /// A migration that was applied differs from this program's.
    #[error(
        "migration {version} ({name}) of {component} is not the one that was applied to this database: \
         this program was built from a changed history; the database was left as it is"
    )]
    Changed {
        /// The component.
        component: String,
        /// Number of the migration, from 1.
        version: i64,
        /// Its name in this program.
        name: String,
    },
    /// A migration failed; it was rolled back.
    #[error("migration {version} ({name}) of {component} failed and was undone: {reason}")]
    Migration {
        /// The component.
        component: String,
        /// Number of the migration, from 1.
        version: i64,
        /// Its name.
        name: String,
        /// The engine's words.
        reason: String,
    },
    /// This engine cannot do that; the text says what to use instead.
    #[error("{0}")]
    Unsupported(String),
}

impl StoreError {
    /// Whether this is a violated key whose text names `column`, written `table.column`.
    pub fn is_unique(&self, column: &str) -> bool {
        matches!(self, Self::Unique { constraint } if constraint.split(", ").any(|part| part == column))
    }

    /// Whether the transaction can go on after this error: it arose outside the engine.
    pub(crate) fn spares_transaction(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Invalid(_) | Self::Rows { .. })
    }
}
