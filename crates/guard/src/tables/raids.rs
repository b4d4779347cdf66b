//! What is set against raids, what goes on, and whom it holds back; and what is asked of Talk's tables about newcomers.
//! Everything about a person goes within a day.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_signals::alarm::Series;
use parvis_signals::person::Score;
use parvis_store::{Component, Json, Migration, Row, StoreError, Tx};

use crate::raids::settings::{Mode, Settings, Wave};

/// The tables of raids.
pub const RAIDS: Component = Component {
    name: "guard-raids",
    migrations: &[Migration {
        name: "joins, raids and newcomers that are held back",
        sql: "
create table guard_raid_series (
  guild_id bigint not null primary key,
  saved_ms bigint not null,
  series text not null
);

create table guard_raids (
  guild_id bigint not null primary key,
  settings text not null,
  wave text,
  mode text,
  mode_until_ms bigint
);
create index guard_raids_by_end on guard_raids (mode_until_ms);

create table guard_raid_holds (
  guild_id bigint not null,
  user_id bigint not null,
  held_ms bigint not null,
  until_ms bigint not null,
  state text not null,
  score text not null,
  decided_by bigint,
  primary key (guild_id, user_id)
);
create index guard_raid_holds_by_end on guard_raid_holds (until_ms);
create index guard_raid_holds_by_account on guard_raid_holds (user_id);

create table guard_raid_slowed (
  guild_id bigint not null,
  channel_id bigint not null,
  before_s bigint not null,
  set_s bigint not null,
  primary key (guild_id, channel_id)
);
",
    }],
};

type Guild = Id<GuildMarker>;
type User = Id<UserMarker>;

/// What is known of a guild's joins, and up to when.
pub fn series(tx: &mut Tx<'_>, guild_id: Guild) -> Result<Option<(Timestamp, Series)>, StoreError> {
    tx.query_opt("select saved_ms, series from guard_raid_series where guild_id = $1", &[&guild_id], |row| {
        let Json(series) = row.get(1)?;
        Ok((row.get(0)?, series))
    })
}

/// Keeps it.
pub fn set_series(
    tx: &mut Tx<'_>,
    guild_id: Guild,
    series: &Series,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_raid_series (guild_id, saved_ms, series) values ($1, $2, $3)
         on conflict (guild_id) do update set saved_ms = $2, series = $3",
        &[&guild_id, &now, &Json(series)],
    )?;
    Ok(())
}

/// When people joined a guild since a moment, in order. Those who left again are not among them.
pub fn joins_since(
    tx: &mut Tx<'_>,
    guild_id: Guild,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<(User, Timestamp)>, StoreError> {
    tx.query(
        "select m.user_id, m.joined_ms from members m join users u on u.id = m.user_id
         where m.guild_id = $1 and m.joined_ms > $2 and u.bot = $3 order by m.joined_ms, m.user_id limit $4",
        &[&guild_id, &since, &false, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Names and picture of those who joined a guild before a moment: what a name is held against, to know how common it
/// is.
pub fn older_names(
    tx: &mut Tx<'_>,
    guild_id: Guild,
    before: Timestamp,
    mut take: impl FnMut(&str, Option<&str>),
) -> Result<(), StoreError> {
    tx.query(
        "select u.username, u.display_name from members m join users u on u.id = m.user_id
         where m.guild_id = $1 and m.joined_ms < $2",
        &[&guild_id, &before],
        |row| {
            let (username, display_name): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            take(&username, display_name.as_deref());
            Ok(())
        },
    )?;
    Ok(())
}

/// How many of those who joined a guild before a moment have this picture.
pub fn bearers_of_avatar(
    tx: &mut Tx<'_>,
    guild_id: Guild,
    before: Timestamp,
    avatar: &str,
) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from members m join users u on u.id = m.user_id
         where m.guild_id = $1 and m.joined_ms < $2 and u.avatar = $3",
        &[&guild_id, &before, &avatar],
        |row| row.get(0),
    )
}

/// Whether somebody ever wrote in a channel.
pub fn has_written(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    user_id: User,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select id from messages where channel_id = $1 and author_id = $2 limit 1",
        &[&channel_id, &user_id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// What holds in a guild.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// What is set.
    pub settings: Settings,
    /// The last wave of joins, for a day.
    pub wave: Option<Wave>,
    /// What is done about a raid now.
    pub mode: Option<Mode>,
    /// Newcomers of the last day of whom something was decided.
    pub holds: HashMap<User, Hold>,
}

/// What was decided of a newcomer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    /// When.
    pub held_at: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
    /// What holds.
    pub state: HoldState,
    /// Why, as it was then.
    pub score: Score,
    /// Who released or confirmed it.
    pub decided_by: Option<User>,
}

/// Whether somebody is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldState {
    /// Until the time is over.
    Held,
    /// Not any more, and not again.
    Released,
    /// A person has taken it over.
    Confirmed,
}

impl HoldState {
    const ALL: [(Self, &str); 3] =
        [(Self::Held, "held"), (Self::Released, "released"), (Self::Confirmed, "confirmed")];

    /// As it is kept and sent.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(state, _)| state)
    }
}

/// What holds in a guild; in one of which nothing is known, nothing.
pub fn state(tx: &mut Tx<'_>, guild_id: Guild) -> Result<State, StoreError> {
    let found = tx.query_opt(
        "select settings, wave, mode from guard_raids where guild_id = $1",
        &[&guild_id],
        |row| {
            let Json(settings) = row.get(0)?;
            let (wave, mode): (Option<Json<Wave>>, Option<Json<Mode>>) = (row.get(1)?, row.get(2)?);
            let (wave, mode) = (wave.map(|Json(wave)| wave), mode.map(|Json(mode)| mode));
            Ok(State { settings, wave, mode, holds: HashMap::new() })
        },
    )?;
    let mut state = found.unwrap_or_default();
    let holds: Vec<(User, Hold)> = tx.query(
        "select held_ms, until_ms, state, score, decided_by, user_id from guard_raid_holds
         where guild_id = $1",
        &[&guild_id],
        |row| Ok((row.get(5)?, read_hold(row)?)),
    )?;
    state.holds.extend(holds);
    Ok(state)
}

fn read_hold(row: &Row<'_>) -> Result<Hold, StoreError> {
    let Json(score) = row.get(3)?;
    Ok(Hold {
        held_at: row.get(0)?,
        until: row.get(1)?,
        state: super::word(row, 2, HoldState::from_word)?,
        score,
        decided_by: row.get(4)?,
    })
}

/// Keeps what is set, what goes on and what is done about it; whom it holds back is kept apart.
pub fn set_state(tx: &mut Tx<'_>, guild_id: Guild, state: &State) -> Result<(), StoreError> {
    let (wave, mode) = (state.wave.as_ref().map(Json), state.mode.as_ref().map(Json));
    let until = state.mode.as_ref().map(|mode| mode.until);
    tx.execute(
        "insert into guard_raids (guild_id, settings, wave, mode, mode_until_ms) values ($1, $2, $3, $4, $5)
         on conflict (guild_id) do update set settings = $2, wave = $3, mode = $4, mode_until_ms = $5",
        &[&guild_id, &Json(&state.settings), &wave, &mode, &until],
    )?;
    Ok(())
}

/// Guilds in which the time of a raid mode is over.
pub fn ended_modes(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Guild>, StoreError> {
    tx.query("select guild_id from guard_raids where mode_until_ms <= $1 order by guild_id", &[&now], |row| {
        row.get(0)
    })
}

/// Guilds of which a wave is kept.
pub fn with_wave(tx: &mut Tx<'_>) -> Result<Vec<Guild>, StoreError> {
    tx.query("select guild_id from guard_raids where wave is not null order by guild_id", &[], |row| {
        row.get(0)
    })
}

/// Holds a newcomer back; false when something was decided of them before.
pub fn insert_hold(tx: &mut Tx<'_>, guild_id: Guild, user_id: User, hold: &Hold) -> Result<bool, StoreError> {
    let inserted = tx.execute(
        "insert into guard_raid_holds (guild_id, user_id, held_ms, until_ms, state, score, decided_by)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (guild_id, user_id) do nothing",
        &[
            &guild_id,
            &user_id,
            &hold.held_at,
            &hold.until,
            &hold.state.as_str(),
            &Json(&hold.score),
            &hold.decided_by,
        ],
    )?;
    Ok(inserted > 0)
}

/// Notes what a person decided of somebody who is held; false when nobody is.
pub fn decide_hold(
    tx: &mut Tx<'_>,
    guild_id: Guild,
    user_id: User,
    state: HoldState,
    decided_by: Option<User>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_raid_holds set state = $3, decided_by = $4
         where guild_id = $1 and user_id = $2 and state = 'held'",
        &[&guild_id, &user_id, &state.as_str(), &decided_by],
    )?;
    Ok(changed > 0)
}

/// Takes back that somebody is held: it came to nothing.
pub fn delete_hold(tx: &mut Tx<'_>, guild_id: Guild, user_id: User) -> Result<(), StoreError> {
    tx.execute("delete from guard_raid_holds where guild_id = $1 and user_id = $2", &[&guild_id, &user_id])?;
    Ok(())
}

/// Removes what has had its time, and says in which guilds.
pub fn delete_ended_holds(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Guild>, StoreError> {
    let guilds = tx.query(
        "select distinct guild_id from guard_raid_holds where until_ms <= $1 order by guild_id",
        &[&now],
        |row| row.get(0),
    )?;
    tx.execute("delete from guard_raid_holds where until_ms <= $1", &[&now])?;
    Ok(guilds)
}

/// Everything that is kept of an account, with its guild.
pub fn holds_of(tx: &mut Tx<'_>, user_id: User) -> Result<Vec<(Guild, Hold)>, StoreError> {
    tx.query(
        "select held_ms, until_ms, state, score, decided_by, guild_id from guard_raid_holds
         where user_id = $1 order by guild_id",
        &[&user_id],
        |row| Ok((row.get(5)?, read_hold(row)?)),
    )
}

/// A channel that is slowed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slowed {
    /// Which.
    pub channel_id: Id<ChannelMarker>,
    /// Its seconds before.
    pub before_s: u32,
    /// Those that were set.
    pub set_s: u32,
}

/// Notes a channel that is slowed down. What it was before the first time stays.
pub fn insert_slowed(tx: &mut Tx<'_>, guild_id: Guild, slowed: Slowed) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_raid_slowed (guild_id, channel_id, before_s, set_s) values ($1, $2, $3, $4)
         on conflict (guild_id, channel_id) do update set set_s = $4",
        &[&guild_id, &slowed.channel_id, &slowed.before_s, &slowed.set_s],
    )?;
    Ok(())
}

/// The channels of a guild that are slowed down.
pub fn slowed(tx: &mut Tx<'_>, guild_id: Guild) -> Result<Vec<Slowed>, StoreError> {
    tx.query(
        "select channel_id, before_s, set_s from guard_raid_slowed where guild_id = $1 order by channel_id",
        &[&guild_id],
        |row| Ok(Slowed { channel_id: row.get(0)?, before_s: row.get(1)?, set_s: row.get(2)? }),
    )
}

/// Forgets them.
pub fn delete_slowed(tx: &mut Tx<'_>, guild_id: Guild) -> Result<(), StoreError> {
    tx.execute("delete from guard_raid_slowed where guild_id = $1", &[&guild_id])?;
    Ok(())
}

/// Removes everything of a guild that is gone.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Guild) -> Result<(), StoreError> {
    tx.execute("delete from guard_raid_series where guild_id = $1", &[&guild_id])?;
    tx.execute("delete from guard_raids where guild_id = $1", &[&guild_id])?;
    tx.execute("delete from guard_raid_holds where guild_id = $1", &[&guild_id])?;
    delete_slowed(tx, guild_id)
}

/// Forgets an account.
pub fn forget_account(tx: &mut Tx<'_>, user_id: User) -> Result<(), StoreError> {
    tx.execute("delete from guard_raid_holds where user_id = $1", &[&user_id])?;
    tx.execute("update guard_raid_holds set decided_by = null where decided_by = $1", &[&user_id])?;
    Ok(())
}
