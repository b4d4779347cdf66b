//! Rules of automatic moderation, and when pauses of guilds end; and what is asked of the memberships of Talk.

use parvis_model::marker::{AutoModerationRuleMarker, GuildMarker, UserMarker};
use parvis_model::{AutoModerationRule, AutoModerationTrigger, Id, MemberFlags, Timestamp};
use parvis_store::{Component, Json, Migration, StoreError, Tx};

/// The tables of automatic moderation.
pub const AUTOMOD: Component = Component {
    name: "automod",
    migrations: &[Migration {
        name: "rules of automatic moderation, and pauses",
        sql: "
create table automod_rules (
  guild_id bigint not null,
  id bigint not null,
  trigger_type bigint not null,
  rule text not null,
  primary key (guild_id, id)
){clustered};

create table automod_pauses (
  guild_id bigint not null primary key,
  until_ms bigint not null
);
create index automod_pauses_by_end on automod_pauses (until_ms);
",
    }],
};

/// A guild's rules, the oldest first.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<AutoModerationRule>, StoreError> {
    tx.query("select rule from automod_rules where guild_id = $1 order by id", &[&guild_id], |row| {
        row.get(0).map(|Json(rule)| rule)
    })
}

/// One rule.
pub fn get(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    id: Id<AutoModerationRuleMarker>,
) -> Result<Option<AutoModerationRule>, StoreError> {
    tx.query_opt("select rule from automod_rules where guild_id = $1 and id = $2", &[&guild_id, &id], |row| {
        row.get(0).map(|Json(rule)| rule)
    })
}

/// How many rules of a guild look at this.
pub fn count(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    trigger: AutoModerationTrigger,
) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from automod_rules where guild_id = $1 and trigger_type = $2",
        &[&guild_id, &i64::from(trigger.0)],
        |row| row.get(0),
    )
}

/// Adds a rule.
pub fn insert(tx: &mut Tx<'_>, rule: &AutoModerationRule) -> Result<(), StoreError> {
    tx.execute(
        "insert into automod_rules (guild_id, id, trigger_type, rule) values ($1, $2, $3, $4)",
        &[&rule.guild_id, &rule.id, &i64::from(rule.trigger_type.0), &Json(rule)],
    )?;
    Ok(())
}

/// Replaces a rule; whether there was one. What it looks at stays.
pub fn update(tx: &mut Tx<'_>, rule: &AutoModerationRule) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update automod_rules set rule = $3 where guild_id = $1 and id = $2",
        &[&rule.guild_id, &rule.id, &Json(rule)],
    )?;
    Ok(changed > 0)
}

/// Removes a rule; whether there was one.
pub fn delete(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    id: Id<AutoModerationRuleMarker>,
) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from automod_rules where guild_id = $1 and id = $2", &[&guild_id, &id])? > 0)
}

/// Removes everything of a guild that is gone.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<(), StoreError> {
    tx.execute("delete from automod_rules where guild_id = $1", &[&guild_id])?;
    tx.execute("delete from automod_pauses where guild_id = $1", &[&guild_id])?;
    Ok(())
}

/// Notes when the first pause of a guild ends; `None`: nothing is paused.
pub fn set_pause(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.execute("delete from automod_pauses where guild_id = $1", &[&guild_id])?;
    if let Some(until) = until {
        tx.execute("insert into automod_pauses (guild_id, until_ms) values ($1, $2)", &[&guild_id, &until])?;
    }
    Ok(())
}

/// Guilds of which a pause has ended.
pub fn ended_pauses(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Id<GuildMarker>>, StoreError> {
    tx.query("select guild_id from automod_pauses where until_ms <= $1 order by guild_id", &[&now], |row| {
        row.get(0)
    })
}

/// Members whose name a rule has ruled out.
pub fn quarantined(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    limit: u32,
) -> Result<Vec<Id<UserMarker>>, StoreError> {
    let flag = i64::from(MemberFlags::AUTOMOD_QUARANTINED_USERNAME.bits());
    tx.query(
        "select user_id from members where guild_id = $1 and (flags & $2) <> 0 order by user_id limit $3",
        &[&guild_id, &flag, &limit],
        |row| row.get(0),
    )
}
