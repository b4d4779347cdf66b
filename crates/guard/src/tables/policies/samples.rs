//! Samples of dry runs, and what people said of them.

use std::collections::BTreeMap;

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Json, StoreError, Tx};

use super::{PolicyMarker, Why};

/// What a rule caught, as people judge it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its place among those of the run.
    pub place: u32,
    /// In which guild.
    pub guild_id: Id<GuildMarker>,
    /// Where it was written.
    pub channel_id: Id<ChannelMarker>,
    /// By whom.
    pub author_id: Id<UserMarker>,
    /// What, without credentials.
    pub content: String,
    /// Why it was caught.
    pub why: Vec<Why>,
    /// When.
    pub caught_at: Timestamp,
}

/// Who said whether the rule was right.
pub type Said = Vec<(Id<UserMarker>, bool)>;

/// Puts a sample at its place, instead of the one that was there, and of what was said about that.
pub fn put(tx: &mut Tx<'_>, policy_id: Id<PolicyMarker>, sample: &Sample) -> Result<(), StoreError> {
    let place = [&policy_id as &dyn parvis_store::Param, &sample.place];
    tx.execute("delete from policy_labels where policy_id = $1 and place = $2", &place)?;
    tx.execute("delete from policy_samples where policy_id = $1 and place = $2", &place)?;
    tx.execute(
        "insert into policy_samples (policy_id, place, guild_id, channel_id, author_id, content, why, caught_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &policy_id,
            &sample.place,
            &sample.guild_id,
            &sample.channel_id,
            &sample.author_id,
            &sample.content,
            &Json(&sample.why),
            &sample.caught_at,
        ],
    )?;
    Ok(())
}

/// The samples of a run.
pub fn of_policy(tx: &mut Tx<'_>, policy_id: Id<PolicyMarker>) -> Result<Vec<Sample>, StoreError> {
    tx.query(
        "select place, guild_id, channel_id, author_id, content, why, caught_ms from policy_samples
         where policy_id = $1 order by place",
        &[&policy_id],
        |row| {
            Ok(Sample {
                place: row.get(0)?,
                guild_id: row.get(1)?,
                channel_id: row.get(2)?,
                author_id: row.get(3)?,
                content: row.get(4)?,
                why: row.get::<Json<_>>(5)?.0,
                caught_at: row.get(6)?,
            })
        },
    )
}

/// What people said of the samples of a run, by their places.
pub fn labels(tx: &mut Tx<'_>, policy_id: Id<PolicyMarker>) -> Result<BTreeMap<u32, Said>, StoreError> {
    let rows = tx.query(
        "select place, user_id, is_right from policy_labels where policy_id = $1 order by place, user_id",
        &[&policy_id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut labels: BTreeMap<u32, Said> = BTreeMap::new();
    for (place, user_id, is_right) in rows {
        labels.entry(place).or_default().push((user_id, is_right));
    }
    Ok(labels)
}

/// Writes down what somebody says of a sample; what they said before is replaced.
pub fn put_label(
    tx: &mut Tx<'_>,
    (policy_id, place): (Id<PolicyMarker>, u32),
    user_id: Id<UserMarker>,
    is_right: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into policy_labels (policy_id, place, user_id, is_right) values ($1, $2, $3, $4)
         on conflict (policy_id, place, user_id) do update set is_right = excluded.is_right",
        &[&policy_id, &place, &user_id, &is_right],
    )?;
    Ok(())
}

/// Samples of what somebody wrote, for the copy of their data: where, what, when.
pub fn of_author(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<(Id<ChannelMarker>, String, Timestamp)>, StoreError> {
    tx.query(
        "select channel_id, content, caught_ms from policy_samples where author_id = $1 order by caught_ms",
        &[&user_id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

pub(super) fn delete_of_policy(tx: &mut Tx<'_>, id: Id<PolicyMarker>) -> Result<(), StoreError> {
    tx.execute("delete from policy_samples where policy_id = $1", &[&id])?;
    tx.execute("delete from policy_labels where policy_id = $1", &[&id])?;
    Ok(())
}

pub(super) fn delete_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "delete from policy_labels where exists (select 1 from policy_samples s
           where s.policy_id = policy_labels.policy_id and s.place = policy_labels.place and s.caught_ms < $1)",
        &[&moment],
    )?;
    tx.execute("delete from policy_samples where caught_ms < $1", &[&moment])
}

pub(super) fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from policy_labels where exists (select 1 from policy_samples s
           where s.policy_id = policy_labels.policy_id and s.place = policy_labels.place and s.author_id = $1)",
        "delete from policy_samples where author_id = $1",
        "delete from policy_labels where user_id = $1",
    ] {
        tx.execute(statement, &[&user_id])?;
    }
    Ok(())
}
