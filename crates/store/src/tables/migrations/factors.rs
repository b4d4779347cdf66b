//! Second factors of accounts: one-time codes (RFC 6238), recovery codes, passkeys (WebAuthn).

/// A one-time code's secret is needed in clear to check one, so it is sealed under a key of the server; recovery codes
/// are kept as digests. `last_step` is the time step of the last code that was used: no code is good twice.
pub(super) const SQL: &str = "
create table totp (
  user_id bigint not null primary key references users (id),
  secret {blob} not null,
  last_step bigint not null
);

create table recovery_codes (
  user_id bigint not null references users (id),
  code_hash {blob} not null,
  primary key (user_id, code_hash)
){clustered};

create table passkeys (
  id bigint not null primary key,
  user_id bigint not null references users (id),
  credential_id {blob} not null unique,
  public_key {blob} not null,
  rp_id text not null,
  sign_count bigint not null,
  name text not null,
  last_used_day bigint
);
create index passkeys_by_user on passkeys (user_id, id);
";
