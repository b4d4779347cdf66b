//! What people granted to applications by OAuth2 (RFC 6749, RFC 7636).

/// Codes and tokens are kept as digests.
pub(super) const SQL: &str = "
alter table applications add column client_secret_hash {blob};

create table grant_codes (
  code_hash {blob} not null primary key,
  application_id bigint not null references applications (id),
  user_id bigint not null references users (id),
  redirect_uri text not null,
  scopes text not null,
  challenge text,
  expires_ms bigint not null
){clustered};
create index grant_codes_by_age on grant_codes (expires_ms);

create table grants (
  id bigint not null primary key,
  application_id bigint not null references applications (id),
  user_id bigint not null references users (id),
  scopes text not null,
  access_hash {blob} not null unique,
  refresh_hash {blob} not null unique,
  expires_ms bigint not null
);
create index grants_by_user on grants (user_id, application_id);
create index grants_by_application on grants (application_id);
";
