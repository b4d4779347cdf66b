//! The tables of this wing, one file for each subject.

pub mod actions;
pub mod aid;
pub mod aid_asks;
pub mod aid_reports;
pub mod areas;
pub mod groups;
pub mod log;
pub mod map;
pub mod members;
pub mod moderators;
pub mod removals;
pub mod reports;
pub mod requests;
pub mod vouchers;

use parvis_store::{Component, Migration};

/// The tables. A group has one row from its submission to its end: what is shown of it and what is proposed stand side
/// by side, as JSON, because both are always read whole.
pub const DIRECTORY: Component = Component {
    name: "directory",
    migrations: &[
        Migration { name: "areas, groups, and how groups come onto the map", sql: FIRST },
        Migration { name: "the map's own flag", sql: "alter table directory_map add column base_flag text;" },
        Migration { name: "dated actions on the map", sql: ACTIONS },
        Migration { name: "rides and mutual aid", sql: AID },
    ],
};

const ACTIONS: &str = "
create table directory_actions (
  event_id bigint not null primary key,
  guild_id bigint not null,
  area_id bigint not null,
  tells_interest boolean not null,
  placed_ms bigint not null
);
create index directory_actions_by_guild on directory_actions (guild_id);
";

/// Open listings are found in memory; the database is asked by person, by listing and by time.
const AID: &str = "
create table directory_aid (
  id bigint not null primary key,
  author_id bigint not null,
  guild_id bigint,
  kind text not null,
  state text not null,
  until_ms bigint not null,
  total bigint not null,
  remaining bigint not null,
  details text not null
);
create index directory_aid_by_author on directory_aid (author_id, id);
create index directory_aid_by_end on directory_aid (until_ms);
create index directory_aid_by_guild on directory_aid (guild_id, author_id) where guild_id is not null;

create table directory_aid_asks (
  id bigint not null primary key,
  aid_id bigint not null,
  asker_id bigint not null,
  own_aid_id bigint,
  amount bigint not null,
  note text not null,
  state text not null,
  is_shelved boolean not null,
  channel_id bigint
);
create index directory_aid_asks_by_listing on directory_aid_asks (aid_id, id);
create index directory_aid_asks_by_asker on directory_aid_asks (asker_id, id);
create index directory_aid_asks_by_own on directory_aid_asks (own_aid_id) where own_aid_id is not null;

create table directory_aid_reports (
  id bigint not null primary key,
  aid_id bigint not null,
  guild_id bigint,
  reason text not null,
  note text not null,
  state text not null
);
create index directory_aid_reports_by_listing on directory_aid_reports (aid_id);
create index directory_aid_reports_by_guild on directory_aid_reports (guild_id, state, id);
";

const FIRST: &str = "
create table directory_map (
  id bigint not null primary key,
  dark_since_ms bigint
);

create table directory_areas (
  id bigint not null primary key,
  parent_id bigint,
  level bigint not null,
  kind text not null,
  name text not null,
  names text not null,
  shape {blob} not null,
  source text not null,
  osm_id text unique,
  is_dark boolean not null,
  changed_ms bigint not null
);
create index directory_areas_by_parent on directory_areas (parent_id);

create table directory_groups (
  id bigint not null primary key,
  receipt {blob} not null unique,
  state text not null,
  is_waiting boolean not null,
  is_dark boolean not null,
  area_id bigint not null,
  guild_id bigint,
  listing text,
  proposed text,
  messages text not null,
  invite text,
  merged_into bigint,
  version bigint not null,
  created_ms bigint not null,
  changed_ms bigint not null,
  confirmed_ms bigint not null
);
create index directory_groups_waiting on directory_groups (id) where is_waiting;
create index directory_groups_by_area on directory_groups (area_id);
create index directory_groups_by_guild on directory_groups (guild_id) where guild_id is not null;
create index directory_groups_by_state on directory_groups (state, confirmed_ms);

create table directory_versions (
  group_id bigint not null,
  version bigint not null,
  by_moderator boolean not null,
  at_ms bigint not null,
  listing text not null,
  primary key (group_id, version)
){clustered};

create table directory_moderators (
  user_id bigint not null primary key,
  added_ms bigint not null
);

create table directory_log (
  id bigint not null primary key,
  actor_id bigint,
  action text not null,
  target_id bigint,
  note text not null
);

create table directory_reports (
  id bigint not null primary key,
  group_id bigint not null,
  reason text not null,
  note text not null,
  state text not null
);
create index directory_reports_by_group on directory_reports (group_id);

create table directory_removals (
  id bigint not null primary key,
  proposer_id bigint not null,
  group_ids text not null,
  reason text not null
);

create table directory_requests (
  id bigint not null primary key,
  group_id bigint not null,
  receipt {blob} not null unique,
  user_id bigint,
  answers text not null,
  state text not null,
  url text
);
create unique index directory_requests_by_user on directory_requests (group_id, user_id) where user_id is not null;
create index directory_requests_by_group on directory_requests (group_id, id);

create table directory_vouchers (
  digest {blob} not null primary key,
  group_id bigint not null,
  maker_id bigint,
  url text not null,
  expires_ms bigint not null
);

create table directory_vouched (
  group_id bigint not null,
  user_id bigint not null,
  primary key (group_id, user_id)
){clustered};
create index directory_vouched_by_user on directory_vouched (user_id);
";
