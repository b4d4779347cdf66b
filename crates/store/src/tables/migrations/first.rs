//! People, guilds, channels and messages.

/// The first tables.
pub(super) const SQL: &str = "
create table server_secrets (name text not null primary key, value {blob} not null);

create table users (
  id bigint not null primary key,
  username text not null unique,
  username_skeleton text not null,
  display_name text,
  bot boolean not null,
  password_hash text,
  avatar text,
  bio text not null,
  locale text not null,
  flags bigint not null
);
create index users_by_skeleton on users (username_skeleton);

create table logins (
  id bigint not null primary key,
  user_id bigint not null references users (id),
  token_hash {blob} not null unique,
  client text not null,
  last_used_day bigint not null
);
create index logins_by_user on logins (user_id);

create table applications (
  id bigint not null primary key references users (id),
  owner_id bigint not null references users (id),
  flags bigint not null,
  details text not null,
  signing_key {blob} not null
);
create index applications_by_owner on applications (owner_id);

create table guilds (
  id bigint not null primary key,
  owner_id bigint not null references users (id),
  settings text not null,
  member_count bigint not null
);

create index guilds_by_owner on guilds (owner_id);

create table roles (
  guild_id bigint not null references guilds (id),
  id bigint not null,
  details text not null,
  primary key (guild_id, id)
){clustered};

create table channels (
  id bigint not null primary key,
  guild_id bigint references guilds (id),
  thread boolean not null,
  details text not null
);
create index channels_by_guild on channels (guild_id, thread);

create table channel_heads (
  channel_id bigint not null primary key references channels (id),
  last_message_id bigint not null,
  message_seq bigint not null,
  removed bigint not null,
  last_pin_ms bigint
);

create table recipients (
  channel_id bigint not null references channels (id),
  user_id bigint not null references users (id),
  shown boolean not null,
  primary key (channel_id, user_id)
){clustered};
create index recipients_by_user on recipients (user_id);

create table direct_pairs (
  low_user_id bigint not null,
  high_user_id bigint not null,
  channel_id bigint not null references channels (id),
  primary key (low_user_id, high_user_id)
){clustered};

create table members (
  guild_id bigint not null references guilds (id),
  user_id bigint not null references users (id),
  nick text,
  avatar text,
  joined_ms bigint not null,
  timeout_until_ms bigint,
  flags bigint not null,
  pending boolean not null,
  deaf boolean not null,
  mute boolean not null,
  primary key (guild_id, user_id)
){clustered};
create index members_by_user on members (user_id);

create table member_roles (
  guild_id bigint not null,
  user_id bigint not null,
  role_id bigint not null,
  primary key (guild_id, user_id, role_id)
){clustered};
create index member_roles_by_role on member_roles (guild_id, role_id);

create table bans (
  guild_id bigint not null references guilds (id),
  user_id bigint not null references users (id),
  reason text,
  banned_by bigint not null,
  created_ms bigint not null,
  primary key (guild_id, user_id)
){clustered};

create table invites (
  code text not null primary key,
  guild_id bigint references guilds (id),
  channel_id bigint not null references channels (id),
  inviter_id bigint references users (id),
  created_ms bigint not null,
  max_age_s bigint not null,
  max_uses bigint not null,
  uses bigint not null,
  temporary boolean not null,
  expires_ms bigint
);
create index invites_by_guild on invites (guild_id);
create index invites_by_channel on invites (channel_id);
create index invites_by_end on invites (expires_ms) where expires_ms is not null;

create table messages (
  channel_id bigint not null,
  id bigint not null,
  seq bigint not null,
  author_id bigint not null,
  kind bigint not null,
  content text not null,
  edited_ms bigint,
  flags bigint not null,
  pinned_ms bigint,
  has_reactions boolean not null,
  has_attachments boolean not null,
  extras text,
  primary key (channel_id, id)
){clustered};
create index messages_pinned on messages (channel_id, pinned_ms) where pinned_ms is not null;

create table message_nonces (
  author_id bigint not null,
  channel_id bigint not null,
  nonce text not null,
  message_id bigint not null,
  primary key (author_id, channel_id, nonce)
){clustered};
create index message_nonces_by_age on message_nonces (message_id);

create table message_mentions (
  target_id bigint not null,
  channel_id bigint not null,
  message_id bigint not null,
  primary key (target_id, channel_id, message_id)
){clustered};
create index message_mentions_by_message on message_mentions (channel_id, message_id);

create table attachments (
  id bigint not null primary key,
  channel_id bigint not null,
  message_id bigint not null,
  filename text not null,
  content_type text not null,
  size_bytes bigint not null,
  width bigint,
  height bigint,
  description text,
  duration_ms bigint,
  waveform text,
  blob text not null
);
create index attachments_by_message on attachments (channel_id, message_id);
create unique index attachments_by_blob on attachments (blob);

create table reactions (
  channel_id bigint not null,
  message_id bigint not null,
  emoji text not null,
  user_id bigint not null,
  created_ms bigint not null,
  primary key (channel_id, message_id, emoji, user_id)
){clustered};

create table audit_log (
  guild_id bigint not null,
  id bigint not null,
  user_id bigint,
  target_id bigint,
  action bigint not null,
  entry text not null,
  primary key (guild_id, id)
){clustered};

create table read_states (
  user_id bigint not null,
  channel_id bigint not null,
  last_read_id bigint not null,
  last_read_seq bigint not null,
  primary key (user_id, channel_id)
){clustered};
create index read_states_by_channel on read_states (channel_id);

create table user_settings (user_id bigint not null primary key, settings text not null);

create table guild_settings (
  user_id bigint not null,
  guild_id bigint not null,
  settings text not null,
  primary key (user_id, guild_id)
){clustered};
create index guild_settings_by_guild on guild_settings (guild_id);

create table relationships (
  user_id bigint not null,
  other_id bigint not null,
  kind bigint not null,
  since_ms bigint not null,
  nickname text,
  primary key (user_id, other_id)
){clustered};
create index relationships_by_other on relationships (other_id);

create table notes (
  user_id bigint not null,
  target_id bigint not null,
  note text not null,
  primary key (user_id, target_id)
){clustered};

create table pictures (
  hash text not null,
  kind text not null,
  owner_id bigint not null,
  blob text not null,
  content_type text not null,
  primary key (kind, owner_id, hash)
){clustered};
create index pictures_by_blob on pictures (blob);

create table leftover_channels (channel_id bigint not null primary key, queued_ms bigint not null);

create table blob_deletions (blob text not null primary key, queued_ms bigint not null);
";
