//! Application commands, and the interactions that are open.

/// A command of no guild has scope 0. An interaction is kept from its first answer
/// for as long as its token is good, and so are messages that one person alone sees.
pub(super) const SQL: &str = "
create table commands (
  id bigint not null primary key,
  application_id bigint not null references applications (id),
  scope_id bigint not null,
  kind bigint not null,
  name text not null,
  details text not null
);
create unique index commands_by_name on commands (application_id, scope_id, kind, name);
create index commands_by_scope on commands (scope_id);

create table command_permissions (
  guild_id bigint not null references guilds (id),
  application_id bigint not null references applications (id),
  target_id bigint not null,
  permissions text not null,
  primary key (guild_id, application_id, target_id)
){clustered};
create index command_permissions_by_application on command_permissions (application_id);

create table interactions (
  id bigint not null primary key,
  application_id bigint not null references applications (id),
  token_hash {blob} not null,
  user_id bigint not null,
  guild_id bigint,
  channel_id bigint not null,
  answered boolean not null,
  answer_id bigint,
  details text not null
);
create index interactions_by_application on interactions (application_id);
create index interactions_by_user on interactions (user_id);

create table ephemeral_messages (
  id bigint not null primary key,
  interaction_id bigint not null,
  application_id bigint not null,
  user_id bigint not null,
  channel_id bigint not null,
  expires_ms bigint not null,
  message text not null
);
create index ephemeral_messages_by_expiry on ephemeral_messages (expires_ms);
create index ephemeral_messages_by_application on ephemeral_messages (application_id);
create index ephemeral_messages_by_user on ephemeral_messages (user_id);
";
