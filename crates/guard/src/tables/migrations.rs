//! The wing's tables, as migrations.

/// Reports, cases, decisions, statements and appeals. An id's time is that of the row. `subject` is what a case is
/// about, in the one form in which it is written, so that there is one open case of each thing.
pub(super) const CASES: &str = "
create table guard_cases (
  id bigint not null primary key,
  guild_id bigint,
  for_house boolean not null,
  escalated boolean not null,
  subject text not null,
  user_id bigint,
  urgent boolean not null,
  report_count bigint not null,
  copy text,
  labels text not null,
  barred_id bigint,
  claimed_by bigint,
  claimed_until_ms bigint,
  decided boolean not null,
  decided_ms bigint,
  decision_id bigint
);
create unique index guard_cases_open on guard_cases (subject) where not decided;
create index guard_cases_by_guild on guard_cases (guild_id, id) where guild_id is not null;
create index guard_cases_of_house on guard_cases (id) where for_house;

create table guard_reports (
  id bigint not null primary key,
  case_id bigint not null,
  reporter_id bigint,
  reason text not null,
  note text not null
);
create index guard_reports_by_case on guard_reports (case_id, id);
create unique index guard_reports_by_reporter on guard_reports (reporter_id, case_id) where reporter_id is not null;

create table guard_notes (
  id bigint not null primary key,
  case_id bigint not null,
  author_id bigint,
  note text not null
);
create index guard_notes_by_case on guard_notes (case_id, id);

create table guard_decisions (
  id bigint not null primary key,
  case_id bigint,
  guild_id bigint,
  channel_id bigint,
  user_id bigint,
  actor_id bigint,
  day bigint not null,
  kind text not null,
  source text not null,
  category text not null,
  automated text not null,
  rule text not null,
  content text not null,
  undo text not null,
  undone_day bigint,
  undone_ms bigint,
  undone_by bigint,
  undo_reason text
);
create index guard_decisions_by_guild on guard_decisions (guild_id, id) where guild_id is not null;
create index guard_decisions_by_user on guard_decisions (user_id, id) where user_id is not null;
create index guard_decisions_by_day on guard_decisions (day);

create table guard_follows (
  earlier_id bigint not null,
  later_id bigint not null,
  primary key (earlier_id, later_id)
){clustered};
create index guard_follows_by_later on guard_follows (later_id);

create table guard_statements (
  id bigint not null primary key,
  decision_id bigint not null,
  user_id bigint not null,
  ends_ms bigint,
  quote text
);
create index guard_statements_by_decision on guard_statements (decision_id);
create index guard_statements_by_user on guard_statements (user_id, id);

create table guard_appeals (
  id bigint not null primary key,
  decision_id bigint not null,
  guild_id bigint,
  statement_id bigint,
  report_id bigint,
  appellant_id bigint,
  note text not null,
  due_ms bigint not null,
  outcome text,
  answer text,
  decider_id bigint,
  decided_ms bigint
);
create unique index guard_appeals_by_statement on guard_appeals (statement_id) where statement_id is not null;
create unique index guard_appeals_by_report on guard_appeals (report_id) where report_id is not null;
create index guard_appeals_by_decision on guard_appeals (decision_id);
create index guard_appeals_open on guard_appeals (due_ms) where outcome is null;

create table guard_strikes (
  decision_id bigint not null primary key,
  guild_id bigint,
  user_id bigint not null,
  rule text not null,
  expires_ms bigint not null
);
create index guard_strikes_by_user on guard_strikes (user_id, expires_ms);

create table guard_watch (
  guild_id bigint not null,
  user_id bigint not null,
  since_ms bigint not null,
  primary key (guild_id, user_id)
){clustered};

create table guard_handovers (
  guild_id bigint not null primary key,
  note text not null,
  author_id bigint,
  written_ms bigint not null
);
";
