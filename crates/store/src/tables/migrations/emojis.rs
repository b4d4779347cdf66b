//! Emojis of guilds and of applications.

/// The owner is a guild or an application; the picture is in `pictures`.
pub(super) const SQL: &str = "
create table emojis (
  id bigint not null primary key,
  owner_id bigint not null,
  creator_id bigint,
  name text not null,
  animated boolean not null,
  roles text not null
);
create index emojis_by_owner on emojis (owner_id);
create index emojis_by_creator on emojis (creator_id) where creator_id is not null;
";
