//! What is known of raids without asking the database: how many join each guild at which hour, its newcomers, whom it
//! removed, and what is set and done. Joins are counted, not listed; everything about a person goes within a day.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_app::{ActionResult, App};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp, User};
use parvis_signals::alarm::{Alarm, Expectation, Series, Settings as Counting};
use parvis_signals::person::NearRemoved;

use super::newcomers::{NEWCOMER_MS, NEWCOMERS_MAX, Newcomer, Newcomers, Scored};
use super::removed::{Hit, Removed};
use crate::tables::raids::{self, State};

/// Guilds that are remembered at once; beyond it those in which nobody joined lately are forgotten.
const GUILDS_MAX: usize = 10_000;
/// What a guild's usual joins are learned from when nothing was kept of them.
const LEARNED_MS: i64 = 14 * 86_400_000;
/// Joins that are read at once.
const JOINS_MAX: u32 = 100_000;
/// An alarm that is found in what was read counts while it is so young.
const RANG_LATELY_S: i64 = 900;
/// How long it is known how common the name of a removed account is.
const COMMON_MS: i64 = 3_600_000;

type GuildId = Id<GuildMarker>;
type UserId = Id<UserMarker>;

struct Guild {
    series: Series,
    /// Whether anybody joined since it was kept.
    is_changed: bool,
    /// An alarm that rang in what was read.
    rang: Option<Alarm>,
    newcomers: Newcomers,
}

#[derive(Default)]
struct Remembered {
    /// Grows with each change, so that what was read before one is not kept after it.
    changes: u64,
    guilds: HashMap<GuildId, Guild>,
    states: HashMap<GuildId, Arc<State>>,
    removed: HashMap<GuildId, Removed>,
    weighed: HashMap<(GuildId, Hit), (i64, NearRemoved)>,
    /// Where somebody is a newcomer.
    homes: HashMap<UserId, Vec<GuildId>>,
}

/// How many join a guild.
#[derive(Debug, Clone, Copy)]
pub struct Joins {
    /// Whether the alarm rang, and it was not quiet since.
    pub is_ringing: bool,
    /// Whether a week of joins is known.
    pub is_settled: bool,
    /// What is usual in this minute.
    pub usual: Expectation,
}

/// The memory itself.
#[derive(Default)]
pub struct Memory(Mutex<Remembered>);

impl Memory {
    /// What holds in a guild.
    pub async fn state(&self, app: &App, guild_id: GuildId) -> ActionResult<Arc<State>> {
        loop {
            let before = {
                let memory = self.0.lock();
                if let Some(known) = memory.states.get(&guild_id) {
                    return Ok(Arc::clone(known));
                }
                memory.changes
            };
            let read = app.read(move |tx| Ok(raids::state(tx, guild_id)?)).await?;
            let mut memory = self.0.lock();
            if memory.changes == before {
                if memory.states.len() >= GUILDS_MAX {
                    memory.states.clear();
                }
                let state = Arc::new(read);
                memory.states.insert(guild_id, Arc::clone(&state));
                return Ok(state);
            }
        }
    }

    /// Forgets what holds in a guild, so that it is read again.
    pub fn forget_state(&self, guild_id: GuildId) {
        let mut memory = self.0.lock();
        memory.changes += 1;
        memory.states.remove(&guild_id);
    }

    /// Forgets everything of a guild that is gone.
    pub fn forget_guild(&self, guild_id: GuildId) {
        self.forget_state(guild_id);
        let mut memory = self.0.lock();
        memory.guilds.remove(&guild_id);
        memory.removed.remove(&guild_id);
        memory.homes.retain(|_, guilds| {
            guilds.retain(|id| *id != guild_id);
            !guilds.is_empty()
        });
    }

    /// Reads what is known of a guild's joins, unless it was read before.
    pub async fn load(&self, app: &App, guild_id: GuildId) -> ActionResult<()> {
        if self.0.lock().guilds.contains_key(&guild_id) {
            return Ok(());
        }
        let now_ms = app.now_ms();
        let (kept, joined, newcomers) = app
            .read(move |tx| {
                let kept = raids::series(tx, guild_id)?;
                let since = kept.as_ref().map_or(now_ms - LEARNED_MS, |(at, _)| at.unix_ms());
                let joined = raids::joins_since(tx, guild_id, Timestamp::from_unix_ms(since), JOINS_MAX)?;
                let day_ago = Timestamp::from_unix_ms(now_ms - NEWCOMER_MS);
                let mut newcomers = raids::joins_since(tx, guild_id, day_ago, JOINS_MAX)?;
                let too_many = newcomers.len().saturating_sub(NEWCOMERS_MAX);
                Ok((kept, joined, newcomers.split_off(too_many)))
            })
            .await?;
        let mut series = match kept {
            Some((_, series)) => series,
            None => Series::new(&Counting::JOINS, (now_ms - LEARNED_MS) / 1_000),
        };
        let mut rang = None;
        for (_, at) in joined {
            rang = series.add(&Counting::JOINS, at.unix_ms() / 1_000, 1).or(rang);
        }
        let rang = rang.filter(|alarm| now_ms / 1_000 - alarm.at_s <= RANG_LATELY_S);
        let mut memory = self.0.lock();
        if memory.guilds.contains_key(&guild_id) {
            return Ok(());
        }
        if memory.guilds.len() >= GUILDS_MAX {
            memory.guilds.retain(|_, guild| guild.is_changed || guild.newcomers.forget(now_ms));
        }
        let mut guild = Guild { series, is_changed: true, rang, newcomers: Newcomers::default() };
        for (user_id, at) in newcomers {
            memory.homes.entry(user_id).or_default().push(guild_id);
            guild.newcomers.add(restored(app, guild_id, user_id, at));
        }
        memory.guilds.insert(guild_id, guild);
        Ok(())
    }

    /// Somebody joined a guild that was read. Answers the alarm, if it rings now and did not before.
    pub fn join(&self, guild_id: GuildId, newcomer: Newcomer) -> Option<Alarm> {
        let mut memory = self.0.lock();
        let homes = memory.homes.entry(newcomer.user_id).or_default();
        if !homes.contains(&guild_id) {
            homes.push(guild_id);
        }
        let guild = memory.guilds.get_mut(&guild_id)?;
        let (user_id, at_s) = (newcomer.user_id, newcomer.joined_ms / 1_000);
        let rang = guild.rang.take();
        if guild.newcomers.add(newcomer.clone()) {
            guild.is_changed = true;
            return guild.series.add(&Counting::JOINS, at_s, 1).or(rang);
        }
        // They were read together with the joins: what was looked up of them since is added.
        guild.newcomers.complete(user_id, &newcomer);
        rang
    }

    /// A guild's newcomers are changed.
    pub fn change<T>(&self, guild_id: GuildId, change: impl FnOnce(&mut Newcomers) -> T) -> Option<T> {
        self.0.lock().guilds.get_mut(&guild_id).map(|guild| change(&mut guild.newcomers))
    }

    /// Where somebody is a newcomer now.
    pub fn homes(&self, user_id: UserId) -> Vec<GuildId> {
        let memory = self.0.lock();
        let Some(homes) = memory.homes.get(&user_id) else { return Vec::new() };
        let is_new = |id: &&GuildId| {
            memory.guilds.get(id).is_some_and(|guild| guild.newcomers.joined_ms(user_id).is_some())
        };
        homes.iter().filter(is_new).copied().collect()
    }

    /// Newcomers of a guild with their scores.
    pub fn scores(&self, app: &App, guild_id: GuildId, since_ms: i64) -> Vec<Scored> {
        let now_ms = app.now_ms();
        let memory = self.0.lock();
        let Some(guild) = memory.guilds.get(&guild_id) else { return Vec::new() };
        guild.newcomers.scores(since_ms, now_ms, |user_id| app.arrivals.looks(guild_id, user_id, now_ms))
    }

    /// How many join a guild now.
    pub fn joins(&self, app: &App, guild_id: GuildId) -> Option<Joins> {
        let mut memory = self.0.lock();
        let series = &mut memory.guilds.get_mut(&guild_id)?.series;
        series.advance(&Counting::JOINS, app.now_ms() / 1_000);
        Some(Joins {
            is_ringing: series.is_ringing(),
            is_settled: series.is_settled(&Counting::JOINS),
            usual: series.expectation(&Counting::JOINS),
        })
    }

    /// The series of guilds that somebody joined since they were kept.
    pub fn changed_series(&self, now_ms: i64) -> Vec<(GuildId, Series)> {
        let mut memory = self.0.lock();
        let changed = |(guild_id, guild): (&GuildId, &mut Guild)| {
            if !std::mem::take(&mut guild.is_changed) {
                return None;
            }
            guild.series.advance(&Counting::JOINS, now_ms / 1_000);
            Some((*guild_id, guild.series.clone()))
        };
        memory.guilds.iter_mut().filter_map(changed).collect()
    }

    /// Forgets newcomers of more than a day.
    pub fn forget(&self, now_ms: i64) {
        let mut memory = self.0.lock();
        let Remembered { guilds, homes, weighed, .. } = &mut *memory;
        for guild in guilds.values_mut() {
            guild.newcomers.forget(now_ms);
        }
        homes.retain(|user_id, ids| {
            ids.retain(|id| guilds.get(id).is_some_and(|it| it.newcomers.joined_ms(*user_id).is_some()));
            !ids.is_empty()
        });
        weighed.retain(|_, (at_ms, _)| *at_ms > now_ms - COMMON_MS);
    }

    /// How much of a removed account comes back in one that comes.
    pub async fn near_removed(&self, app: &App, guild_id: GuildId, user: &User) -> ActionResult<NearRemoved> {
        if !self.0.lock().removed.contains_key(&guild_id) {
            let read = app.read(move |tx| Ok(Removed::load(tx, guild_id)?)).await?;
            let mut memory = self.0.lock();
            if memory.removed.len() >= GUILDS_MAX {
                memory.removed.clear();
            }
            memory.removed.entry(guild_id).or_insert(read);
        }
        let now_ms = app.now_ms();
        let hit = {
            let memory = self.0.lock();
            let Some(hit) = memory.removed.get(&guild_id).and_then(|removed| removed.find(user)) else {
                return Ok(NearRemoved::default());
            };
            let weighed = memory.weighed.get(&(guild_id, hit.clone()));
            if let Some((_, near)) = weighed.filter(|(at_ms, _)| *at_ms > now_ms - COMMON_MS) {
                return Ok(*near);
            }
            hit
        };
        let (asked, before) = (hit.clone(), Timestamp::from_unix_ms(now_ms - NEWCOMER_MS));
        let near = app.read(move |tx| Ok(super::removed::weigh(tx, guild_id, &asked, before)?)).await?;
        self.0.lock().weighed.insert((guild_id, hit), (now_ms, near));
        Ok(near)
    }

    /// Somebody was banned.
    pub fn add_removed(&self, guild_id: GuildId, user: &User) {
        if let Some(removed) = self.0.lock().removed.get_mut(&guild_id) {
            removed.add(user);
        }
    }

    /// Somebody may come back: the others are read again.
    pub fn forget_removed(&self, guild_id: GuildId) {
        self.0.lock().removed.remove(&guild_id);
    }
}

/// Somebody who joined before the server started: of what they did since nothing is known.
fn restored(app: &App, guild_id: GuildId, user_id: UserId, joined_at: Timestamp) -> Newcomer {
    Newcomer {
        user_id,
        joined_ms: joined_at.unix_ms(),
        invitation: app.arrivals.invitation(guild_id, user_id, app.now_ms()),
        near_removed: NearRemoved::default(),
        decisions: 0,
        is_restored: true,
    }
}
