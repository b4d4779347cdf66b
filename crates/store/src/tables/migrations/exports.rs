//! Copies of what is kept about somebody, made for that person.

/// One for each account. `file` is the name of the copy on the disk.
pub(super) const SQL: &str = "
create table exports (
  user_id bigint not null primary key references users (id),
  id bigint not null unique,
  file text not null,
  state text not null,
  size_bytes bigint not null,
  created_ms bigint not null
);
create index exports_by_age on exports (created_ms);
";
