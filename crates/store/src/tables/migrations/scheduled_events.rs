//! What guilds plan, and who is interested.

/// `due_ms` is when the upkeep looks at an event next: when it begins, ends, or is forgotten. Whoever is interested in
/// all occurrences has 0 for the exception. `changes` counts what calendars call the sequence.
pub(super) const SQL: &str = "
create table scheduled_events (
  id bigint not null primary key,
  guild_id bigint not null,
  channel_id bigint,
  creator_id bigint,
  status bigint not null,
  start_ms bigint not null,
  end_ms bigint,
  due_ms bigint not null,
  details text not null,
  changes bigint not null,
  changed_ms bigint not null
);
create index scheduled_events_by_guild on scheduled_events (guild_id, id);
create index scheduled_events_by_channel on scheduled_events (channel_id) where channel_id is not null;
create index scheduled_events_by_creator on scheduled_events (creator_id) where creator_id is not null;
create index scheduled_events_by_due on scheduled_events (due_ms);
create table scheduled_event_exceptions (
  event_id bigint not null,
  exception_id bigint not null,
  start_ms bigint,
  end_ms bigint,
  canceled boolean not null,
  primary key (event_id, exception_id)
){clustered};
create table scheduled_event_users (
  event_id bigint not null,
  exception_id bigint not null,
  user_id bigint not null,
  primary key (event_id, exception_id, user_id)
){clustered};
create index scheduled_event_users_by_user on scheduled_event_users (user_id, event_id);
create table calendar_addresses (
  user_id bigint not null primary key,
  digest {blob} not null unique,
  created_ms bigint not null
);
";
