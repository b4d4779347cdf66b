//! Threads: channels under a channel, and who is in them.

/// The thread itself is a row of `channels`; what lists of threads ask for stands here.
pub(super) const SQL: &str = "
create table threads (
  id bigint not null primary key references channels (id),
  guild_id bigint not null references guilds (id),
  parent_id bigint not null,
  owner_id bigint not null,
  private boolean not null,
  archived boolean not null,
  archived_ms bigint not null,
  idle_minutes bigint not null
);
create index threads_by_guild on threads (guild_id, archived);
create index threads_by_state on threads (archived) where not archived;
create index threads_by_parent on threads (parent_id, private, archived, archived_ms);
create index threads_by_start on threads (parent_id, id);

create table thread_members (
  thread_id bigint not null references threads (id),
  user_id bigint not null references users (id),
  joined_ms bigint not null,
  flags bigint not null,
  primary key (thread_id, user_id)
){clustered};
create index thread_members_by_user on thread_members (user_id);
";
