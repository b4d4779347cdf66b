//! Webhooks.

/// The secret of a webhook is not here: it is derived from its salt by a key of the server.
pub(super) const SQL: &str = "
create table webhooks (
  id bigint not null primary key,
  guild_id bigint not null references guilds (id),
  channel_id bigint not null references channels (id),
  kind bigint not null,
  application_id bigint,
  creator_id bigint,
  name text not null,
  avatar text,
  salt {blob} not null,
  source_guild_id bigint,
  source_channel_id bigint
);
create index webhooks_by_guild on webhooks (guild_id);
create index webhooks_by_channel on webhooks (channel_id);
create index webhooks_by_application on webhooks (application_id) where application_id is not null;
create index webhooks_by_creator on webhooks (creator_id) where creator_id is not null;
create index webhooks_by_source on webhooks (source_channel_id) where source_channel_id is not null;

create table crossposts (
  channel_id bigint not null,
  message_id bigint not null,
  copy_channel_id bigint not null,
  copy_id bigint not null,
  primary key (channel_id, message_id, copy_channel_id)
){clustered};
create index crossposts_by_copy on crossposts (copy_channel_id, copy_id);
";
