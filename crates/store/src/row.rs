//! Values on their way out of a statement. What does not parse is an error that names table, column and row.

use std::borrow::Cow;

use parvis_model::{Id, Permissions, Timestamp};
use serde::de::DeserializeOwned;

use crate::{Json, StoreError};

/// One row of a result.
pub struct Row<'a> {
    pub(crate) cells: Cells<'a>,
    pub(crate) statement: &'static str,
    pub(crate) number: u64,
}

pub(crate) enum Cells<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

/// A stored value as an engine hands it out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// NULL
    Null,
    /// Any integer type.
    Integer(i64),
    /// PostgreSQL's `boolean`; SQLite answers an integer.
    Boolean(bool),
    /// Any text type.
    Text(&'a str),
    /// `blob` or `bytea`.
    Blob(&'a [u8]),
}

/// Why a cell is not the value that was asked for.
pub type Misfit = Cow<'static, str>;

/// What can be read from a column.
pub trait Column: Sized {
    /// Reads the value; the error says what is wrong with it.
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit>;
}

impl Row<'_> {
    /// The value in the column with this index, from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, StoreError> {
        self.cell(index).and_then(T::from_cell).map_err(|reason| StoreError::Corrupt {
            table: first_table(self.statement).to_owned(),
            column: self.column_name(index),
            row: self.number,
            reason: reason.into_owned(),
        })
    }

    fn cell(&self, index: usize) -> Result<Cell<'_>, Misfit> {
        match self.cells {
            Cells::Sqlite(row) => crate::sqlite::cell(row, index),
            Cells::Postgres(row) => crate::postgres::cell(row, index),
        }
    }

    fn column_name(&self, index: usize) -> String {
        let name = match self.cells {
            Cells::Sqlite(row) => row.as_ref().column_name(index).ok(),
            Cells::Postgres(row) => row.columns().get(index).map(::postgres::Column::name),
        };
        name.map_or_else(|| format!("number {index}"), str::to_owned)
    }
}

/// The first table that a statement names: where to look first when a value does not parse. What stands in parentheses
/// is a question to another table.
fn first_table(statement: &str) -> &str {
    let mut depth = 0_u32;
    for piece in statement.split_inclusive(['(', ')']) {
        let mut words =
            piece.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
        if depth == 0 && words.any(|word| ["from", "into", "update"].contains(&word)) {
            return words.next().unwrap_or("unknown");
        }
        depth = if piece.ends_with('(') { depth + 1 } else { depth.saturating_sub(1) };
    }
    "unknown"
}

fn misfit(cell: Cell<'_>, wanted: &str) -> Misfit {
    let found = match cell {
        Cell::Null => "null",
        Cell::Integer(_) => "an integer",
        Cell::Boolean(_) => "a boolean",
        Cell::Text(_) => "text",
        Cell::Blob(_) => "bytes",
    };
    format!("found {found} instead of {wanted}").into()
}

impl Column for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Integer(number) => Ok(number),
            other => Err(misfit(other, "an integer")),
        }
    }
}

macro_rules! integers {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
                let number = i64::from_cell(cell)?;
                number.try_into().map_err(|_| concat!("the number does not fit ", stringify!($type)).into())
            }
        }
    )* };
}
integers!(i32, u64, u32, u16, u8, usize);

impl Column for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Boolean(yes) => Ok(yes),
            Cell::Integer(0) => Ok(false),
            Cell::Integer(1) => Ok(true),
            other => Err(misfit(other, "a boolean")),
        }
    }
}

impl Column for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => Err(misfit(other, "text")),
        }
    }
}

impl Column for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Blob(bytes) => Ok(bytes.to_owned()),
            other => Err(misfit(other, "bytes")),
        }
    }
}

impl<const N: usize> Column for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Blob(bytes) => bytes.try_into().map_err(|_| format!("not {N} bytes long").into()),
            other => Err(misfit(other, "bytes")),
        }
    }
}

impl<M> Column for Id<M> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        u64::from_cell(cell).map(Self::new)
    }
}

impl Column for Timestamp {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        i64::from_cell(cell).map(Self::from_unix_ms)
    }
}

impl Column for Permissions {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        u64::from_cell(cell).map(Self::from_bits)
    }
}

impl<T: DeserializeOwned> Column for Json<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Text(text) => serde_json::from_str(text).map(Self).map_err(|e| e.to_string().into()),
            other => Err(misfit(other, "JSON text")),
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::first_table;

    #[test]
    fn the_first_table_of_a_statement_is_found() {
        for (statement, table) in [
            ("select id from messages where id = $1", "messages"),
            ("insert into members (user_id) values ($1)", "members"),
            ("update guilds set name = $1", "guilds"),
            ("select exists (select (1) from totp t where t.id = u.id) from users u", "users"),
            ("select 1", "unknown"),
        ] {
            assert_eq!(first_table(statement), table);
        }
    }
}
