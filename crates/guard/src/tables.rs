//! The wing's tables. A part with tables of its own is a component of its own, so that each numbers its migrations
//! itself.

pub mod action_days;
pub mod appeals;
pub mod automod;
pub mod cases;
pub mod decisions;
pub mod evidence;
pub mod labels;
pub mod lists;
mod migrations;
pub mod moderators;
pub mod notices;
pub mod orders;
pub mod policies;
pub mod raids;
pub mod reports;
pub mod statements;
pub mod watch;

use parvis_store::{Component, Migration, Row, StoreError};

/// Tables of reports, cases, decisions and appeals, and of those who decide.
pub const GUARD: Component = Component {
    name: "guard",
    migrations: &[
        Migration {
            name: "moderators of the house",
            sql: "
create table guard_moderators (
  user_id bigint not null primary key,
  added_ms bigint not null
);
",
        },
        Migration { name: "cases, decisions and appeals", sql: migrations::CASES },
        Migration { name: "reports as they were before", sql: migrations::OLD_REPORTS },
        Migration { name: "labels of cases", sql: migrations::LABELS },
        Migration {
            name: "statements that are told later",
            sql: "alter table guard_statements add column told_ms bigint",
        },
    ],
};

/// A word of a closed list, from its column.
fn word<T>(row: &Row<'_>, at: usize, from: fn(&str) -> Option<T>) -> Result<T, StoreError> {
    let text: String = row.get(at)?;
    from(&text).ok_or_else(|| StoreError::Invalid(format!("{text:?} is none of the words of column {at}")))
}

/// The same, where there may be none.
fn word_or_none<T>(row: &Row<'_>, at: usize, from: fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
    if row.get::<Option<String>>(at)?.is_none() {
        return Ok(None);
    }
    word(row, at, from).map(Some)
}
