//! Messages that somebody keeps for later.

/// No two of one account have the same time, so that pages by time leave nothing out.
pub(super) const SQL: &str = "
create table saved_messages (
  user_id bigint not null,
  channel_id bigint not null,
  message_id bigint not null,
  saved_ms bigint not null,
  primary key (user_id, channel_id, message_id)
){clustered};
create unique index saved_messages_by_time on saved_messages (user_id, saved_ms);
create index saved_messages_by_message on saved_messages (channel_id, message_id);
";
