//! Sheets of paper, and the invitations that they carry.

/// A sheet leads to a channel of a guild, to a group of the map, or to both. Its id's time is when it was made.
pub(super) const SQL: &str = "
create table sheets (
  id bigint not null primary key,
  code text not null unique,
  guild_id bigint,
  channel_id bigint,
  group_id bigint,
  kind text not null,
  label text not null,
  texts text not null,
  careful boolean not null,
  maker_id bigint,
  revoked_ms bigint,
  joins bigint not null
);
create index sheets_by_guild on sheets (guild_id, id) where guild_id is not null;
create index sheets_by_channel on sheets (channel_id) where channel_id is not null;
create index sheets_by_group on sheets (group_id, id) where group_id is not null;
create index sheets_by_maker on sheets (maker_id) where maker_id is not null;
create index sheets_by_end on sheets (revoked_ms) where revoked_ms is not null;
alter table invites add column sheet_id bigint;
";
