//! Days of guilds in numbers: nobody is named, and nobody can be found out.

/// A day is the number of days since 1970 in UTC. Messages and writers are counted once the day is over and somebody
/// asks; until then they are null.
pub(super) const SQL: &str = "
create table guild_days (
  guild_id bigint not null,
  day bigint not null,
  messages bigint,
  writers bigint,
  joins bigint not null,
  leaves bigint not null,
  primary key (guild_id, day)
){clustered};
create index guild_days_by_age on guild_days (day);

create table channel_days (
  guild_id bigint not null,
  day bigint not null,
  channel_id bigint not null,
  messages bigint not null,
  primary key (guild_id, day, channel_id)
){clustered};
create index channel_days_by_age on channel_days (day);
";
