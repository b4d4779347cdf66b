//! Reports of messages, each with a copy of what was said. They went on to the wing Guard, and the table stays empty.

/// An id's time is that of the report, and decides when it goes.
pub(super) const SQL: &str = "
create table reports (
  id bigint not null primary key,
  guild_id bigint,
  channel_id bigint not null,
  message_id bigint not null,
  author_id bigint not null,
  reporter_id bigint,
  for_operator boolean not null,
  reason text not null,
  note text not null,
  copy text not null,
  state text not null,
  outcome text,
  handler_id bigint,
  handled_ms bigint
);
create index reports_by_guild on reports (guild_id, id) where guild_id is not null;
create unique index reports_by_reporter on reports (reporter_id, channel_id, message_id)
  where reporter_id is not null;
";
