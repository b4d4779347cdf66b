//! Where applications are reached and what people granted them by OAuth2 (RFC 6749, RFC 7636).

/// Codes, tokens and secrets are kept as digests. `spent_hash` is that of the code or refresh token that was exchanged
/// last: whoever shows it again ends the grant.
pub(super) const SQL: &str = "
alter table applications add column client_secret_hash {blob};
alter table applications add column redirect_uris text;
alter table applications add column interactions_url text;

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
create index grant_codes_by_user on grant_codes (user_id);
create index grant_codes_by_application on grant_codes (application_id);

create table grants (
  id bigint not null primary key,
  application_id bigint not null references applications (id),
  user_id bigint not null references users (id),
  scopes text not null,
  access_hash {blob} not null unique,
  refresh_hash {blob} not null unique,
  spent_hash {blob} not null unique,
  expires_ms bigint not null
);
create index grants_by_user on grants (user_id, application_id);
create index grants_by_application on grants (application_id);
create index grants_by_age on grants (expires_ms);
";
