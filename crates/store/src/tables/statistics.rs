//! Days of guilds in numbers. A day is the number of days since 1970 in UTC.

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};

use crate::{Row, StoreError, Tx};

/// One day of a guild as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// Which.
    pub day: i64,
    /// Messages; `None` until they are counted.
    pub messages: Option<u64>,
    /// People who wrote; `None` until they are counted.
    pub writers: Option<u64>,
    /// People who came.
    pub joins: u64,
    /// People who left or were removed.
    pub leaves: u64,
}

/// Messages of a channel, its threads' among them, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelDay {
    /// The day.
    pub day: i64,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// How many.
    pub messages: u64,
}

/// Counts somebody who came.
pub fn count_join(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, day: i64) -> Result<(), StoreError> {
    tx.execute(
        "insert into guild_days (guild_id, day, joins, leaves) values ($1, $2, 1, 0)
         on conflict (guild_id, day) do update set joins = guild_days.joins + 1",
        &[&guild_id, &day],
    )?;
    Ok(())
}

/// Counts somebody who left.
pub fn count_leave(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, day: i64) -> Result<(), StoreError> {
    tx.execute(
        "insert into guild_days (guild_id, day, joins, leaves) values ($1, $2, 0, 1)
         on conflict (guild_id, day) do update set leaves = guild_days.leaves + 1",
        &[&guild_id, &day],
    )?;
    Ok(())
}

/// What is kept of the days from this one on, oldest first; days of which nothing is known are left out.
pub fn days(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, from: i64) -> Result<Vec<Day>, StoreError> {
    tx.query(
        "select day, messages, writers, joins, leaves from guild_days where guild_id = $1 and day >= $2
         order by day",
        &[&guild_id, &from],
        |row| {
            Ok(Day {
                day: row.get(0)?,
                messages: row.get(1)?,
                writers: row.get(2)?,
                joins: row.get(3)?,
                leaves: row.get(4)?,
            })
        },
    )
}

/// Messages by channel that are kept of the days from this one on and before that one.
pub fn channel_days(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    from: i64,
    until: i64,
) -> Result<Vec<ChannelDay>, StoreError> {
    tx.query(
        "select day, channel_id, messages from channel_days where guild_id = $1 and day >= $2 and day < $3",
        &[&guild_id, &from, &until],
        read_channel_day,
    )
}

/// Counts what was written in a guild since a message, by day and channel.
pub fn count_messages(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    since: Id<MessageMarker>,
) -> Result<Vec<ChannelDay>, StoreError> {
    tx.query(
        "select (m.id / 4194304 + 1420070400000) / 86400000, coalesce(t.parent_id, c.id), count(*)
         from channels c join messages m on m.channel_id = c.id and m.id >= $2 and m.kind in (0, 19, 20, 23)
         left join threads t on t.id = c.id
         where c.guild_id = $1 group by 1, 2",
        &[&guild_id, &since],
        read_channel_day,
    )
}

/// Counts the people who wrote in a guild since a message, by day; bots and webhooks are none.
pub fn count_writers(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    since: Id<MessageMarker>,
) -> Result<Vec<(i64, u64)>, StoreError> {
    tx.query(
        "select (m.id / 4194304 + 1420070400000) / 86400000, count(distinct m.author_id)
         from channels c join messages m on m.channel_id = c.id and m.id >= $2 and m.kind in (0, 19, 20, 23)
         join users u on u.id = m.author_id and u.bot = $3
         where c.guild_id = $1 group by 1",
        &[&guild_id, &since, &false],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Keeps what was counted of a day that is over.
pub fn keep_day(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    day: i64,
    writers: u64,
    channels: &[ChannelDay],
) -> Result<(), StoreError> {
    let messages: u64 = channels.iter().map(|channel| channel.messages).sum();
    tx.execute(
        "insert into guild_days (guild_id, day, messages, writers, joins, leaves) values ($1, $2, $3, $4, 0, 0)
         on conflict (guild_id, day) do update set messages = excluded.messages, writers = excluded.writers",
        &[&guild_id, &day, &messages, &writers],
    )?;
    for channel in channels {
        tx.execute(
            "insert into channel_days (guild_id, day, channel_id, messages) values ($1, $2, $3, $4)
             on conflict (guild_id, day, channel_id) do update set messages = excluded.messages",
            &[&guild_id, &day, &channel.channel_id, &channel.messages],
        )?;
    }
    Ok(())
}

/// Forgets the days before this one, of all guilds; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, day: i64) -> Result<u64, StoreError> {
    tx.execute("delete from channel_days where day < $1", &[&day])?;
    tx.execute("delete from guild_days where day < $1", &[&day])
}

fn read_channel_day(row: &Row<'_>) -> Result<ChannelDay, StoreError> {
    Ok(ChannelDay { day: row.get(0)?, channel_id: row.get(1)?, messages: row.get(2)? })
}
