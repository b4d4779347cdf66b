//! Accounts that see nothing but what was decided about them.

/// Null: not suspended. The index keeps the question at the start of the program small.
pub(super) const SQL: &str = "
alter table users add column suspended_until_ms bigint;
create index users_suspended on users (id) where suspended_until_ms is not null;
";
