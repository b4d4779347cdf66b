//! The wing's tables. A part with tables of its own is a component of its own, so that each numbers its migrations
//! itself.

pub mod moderators;

use parvis_store::{Component, Migration};

/// Tables of reports, cases, decisions and appeals, and of those who decide.
pub const GUARD: Component = Component {
    name: "guard",
    migrations: &[Migration {
        name: "moderators of the house",
        sql: "
create table guard_moderators (
  user_id bigint not null primary key,
  added_ms bigint not null
);
",
    }],
};
