//! What the wing knows without asking the database: what is set in each guild, and who joined lately.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

use crate::settings::OfGuild;
use crate::tables;

/// Beyond it the memory is emptied and filled again as it is asked.
const GUILDS_MAX: usize = 10_000;
/// How far back anybody looks for those who joined at the same time.
const JOINS_MS: i64 = 24 * 3_600_000;
/// Joins of one guild that are remembered; more are as suspicious as these.
const JOINS_MAX: usize = 10_000;

type Guild = Id<GuildMarker>;

/// When members of a guild joined.
#[derive(Default)]
struct Joins {
    /// Whether those before the first question were read.
    is_whole: bool,
    at_ms: HashMap<Id<UserMarker>, i64>,
}

#[derive(Default)]
struct Remembered {
    /// Grows with each change, so that what was read before one is not kept after it.
    changes: u64,
    settings: HashMap<Guild, Arc<OfGuild>>,
    joins: HashMap<Guild, Joins>,
}

/// The memory itself.
#[derive(Default)]
pub struct Memory(Mutex<Remembered>);

impl Memory {
    /// What is set in a guild.
    pub async fn settings(&self, app: &App, guild_id: Guild) -> ActionResult<Arc<OfGuild>> {
        loop {
            let before = {
                let memory = self.0.lock();
                if let Some(known) = memory.settings.get(&guild_id) {
                    return Ok(Arc::clone(known));
                }
                memory.changes
            };
            let read = app.read(move |tx| Ok(tables::of_guild(tx, guild_id)?)).await?;
            let mut memory = self.0.lock();
            if memory.changes == before {
                if memory.settings.len() >= GUILDS_MAX {
                    memory.settings.clear();
                }
                let settings = Arc::new(OfGuild(read));
                memory.settings.insert(guild_id, Arc::clone(&settings));
                return Ok(settings);
            }
        }
    }

    /// Forgets what is set in a guild, so that it is read again.
    pub fn forget(&self, guild_id: Guild) {
        let mut memory = self.0.lock();
        memory.changes += 1;
        memory.settings.remove(&guild_id);
    }

    /// Forgets everything of a guild that is gone.
    pub fn forget_guild(&self, guild_id: Guild) {
        self.forget(guild_id);
        self.0.lock().joins.remove(&guild_id);
    }

    /// Remembers a member who joined, where joins are looked at.
    pub fn note_join(&self, guild_id: Guild, user_id: Id<UserMarker>, joined_ms: i64) {
        if let Some(joins) = self.0.lock().joins.get_mut(&guild_id) {
            if joins.at_ms.len() >= JOINS_MAX {
                joins.at_ms.retain(|_, at_ms| *at_ms > joined_ms - JOINS_MS);
            }
            if joins.at_ms.len() < JOINS_MAX {
                joins.at_ms.insert(user_id, joined_ms);
            }
        }
    }

    /// When members joined lately, those who are gone again among them.
    pub async fn joins(&self, app: &App, guild_id: Guild) -> ActionResult<Vec<i64>> {
        {
            let mut memory = self.0.lock();
            if memory.joins.len() >= GUILDS_MAX {
                memory.joins.clear();
            }
            // Whoever joins from here on is noted, or stands in what is read.
            let joins = memory.joins.entry(guild_id).or_default();
            if joins.is_whole {
                return Ok(joins.at_ms.values().copied().collect());
            }
        }
        let since_ms = app.now_ms() - JOINS_MS;
        let limit = u32::try_from(JOINS_MAX).expect("ten thousand");
        let read = app.read(move |tx| Ok(tables::joined_since(tx, guild_id, since_ms, limit)?)).await?;
        let mut memory = self.0.lock();
        let joins = memory.joins.entry(guild_id).or_default();
        joins.at_ms.extend(read);
        joins.is_whole = true;
        Ok(joins.at_ms.values().copied().collect())
    }
}
