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

/// What rules, lists and banks noticed about the subject of a case: each thing once, so that two who notice at the same
/// time do not overwrite one another.
pub(super) const LABELS: &str = "
create table guard_labels (
  id bigint not null primary key,
  case_id bigint not null,
  name text not null,
  given_by text not null,
  detail text not null
);
create unique index guard_labels_by_case on guard_labels (case_id, name, given_by, detail);
create index guard_cases_by_subject on guard_cases (subject);
alter table guard_cases drop column labels;
";

/// Reports as they were before there were cases: those of one message become one case, and the outcome of a closed one
/// its decision. An id is made of the moment, counted from 2015, and of the last 22 bits of the case's.
pub(super) const OLD_REPORTS: &str = "
insert into guard_cases (id, guild_id, for_house, escalated, subject, user_id, urgent, report_count, copy, labels,
  decided, decided_ms)
select f.id, f.guild_id, f.for_operator, false,
  '{\"kind\":\"message\",\"channel_id\":\"' || cast(f.channel_id as text) || '\",\"message_id\":\"'
    || cast(f.message_id as text) || '\"}',
  f.author_id,
  exists (select 1 from reports o where o.channel_id = f.channel_id and o.message_id = f.message_id
    and o.reason in ('violence', 'self_harm')),
  (select count(*) from reports o where o.channel_id = f.channel_id and o.message_id = f.message_id),
  f.copy, '[]',
  not exists (select 1 from reports o where o.channel_id = f.channel_id and o.message_id = f.message_id
    and o.state <> 'closed'),
  (select max(o.handled_ms) from reports o where o.channel_id = f.channel_id and o.message_id = f.message_id)
from reports f
where f.id = (select min(o.id) from reports o where o.channel_id = f.channel_id and o.message_id = f.message_id);

update guard_cases set decided_ms = null where not decided;

insert into guard_reports (id, case_id, reporter_id, reason, note)
select r.id,
  (select min(o.id) from reports o where o.channel_id = r.channel_id and o.message_id = r.message_id),
  r.reporter_id, r.reason, r.note
from reports r;

insert into guard_decisions (id, case_id, guild_id, channel_id, user_id, actor_id, day, kind, source, category, automated, rule,
  content, undo)
select (h.handled_ms - 1420070400000) * 4194304 + (c.id % 4194304), c.id, c.guild_id, h.channel_id, c.user_id,
  h.handler_id, h.handled_ms / 86400000, h.kind, 'report', 'other_violation_tc', 'none', '',
  '{\"measures\":[{\"kind\":\"' || h.kind || '\"}],\"ground\":\"rules\",\"legal_ground\":null,\"rule\":\"\",\"facts\":\"\",'
    || '\"category\":\"other_violation_tc\",\"keywords\":[],\"source\":\"report\",\"automated\":\"none\",'
    || '\"text_to_person\":null}',
  '[]'
from guard_cases c join (
  select r.id, r.channel_id, r.handled_ms, r.handler_id,
    case r.outcome when 'message_deleted' then 'delete_message' when 'warned' then 'warn'
      when 'timed_out' then 'timeout' when 'kicked' then 'kick' when 'banned' then 'ban' else 'none' end as kind
  from reports r where r.outcome is not null and r.handled_ms is not null
) h on h.id = (
  select g.id from guard_reports g join reports r on r.id = g.id
  where g.case_id = c.id and r.outcome is not null and r.handled_ms is not null
  order by r.handled_ms desc, g.id desc limit 1)
where c.decided
on conflict do nothing;

update guard_cases set decision_id = (select d.id from guard_decisions d where d.case_id = guard_cases.id)
where decided;

delete from reports;
";
