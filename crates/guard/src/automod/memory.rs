//! What automatic moderation knows without asking the database: the rules of each guild, compiled; what it noticed of
//! the last messages, as numbers; and what rules found in messages that are about to be written.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_screening::automod::{Author, MentionRaids, Reason, Signs, judge};

use super::judgement::Hit;
use super::rules::Compiled;
use crate::passing::{Passing, fingerprint};
use crate::tables;

/// Beyond it the memory is emptied and filled again as it is asked.
const GUILDS_MAX: usize = 10_000;
/// Accounts of one guild of which something is noticed at once.
const AUTHORS_MAX: usize = 10_000;

type Guild = Id<GuildMarker>;
type User = Id<UserMarker>;

/// A guild's rules, ready to be asked.
pub type Rules = Arc<[Arc<Compiled>]>;

#[derive(Default)]
struct Remembered {
    /// Grows with each change, so that what was read before one is not kept after it.
    changes: u64,
    rules: HashMap<Guild, Rules>,
    noticed: HashMap<Guild, Noticed>,
    passing: Passing<Vec<Hit>>,
    /// Names of which an alert was given: guild, account, and what was found.
    alerted: HashMap<(Guild, User), u64>,
}

#[derive(Default)]
struct Noticed {
    raids: MentionRaids,
    authors: HashMap<User, Author>,
}

/// The memory itself.
#[derive(Default)]
pub struct Memory(Mutex<Remembered>);

impl Memory {
    /// The rules of a guild that are on.
    pub async fn rules(&self, app: &App, guild_id: Guild) -> ActionResult<Rules> {
        loop {
            let before = {
                let memory = self.0.lock();
                if let Some(known) = memory.rules.get(&guild_id) {
                    return Ok(Arc::clone(known));
                }
                memory.changes
            };
            let read = app.read(move |tx| Ok(tables::automod::of_guild(tx, guild_id)?)).await?;
            let enabled = read.into_iter().filter(|rule| rule.enabled);
            let rules: Rules = enabled.filter_map(Compiled::new).map(Arc::new).collect();
            let mut memory = self.0.lock();
            if memory.changes == before {
                if memory.rules.len() >= GUILDS_MAX {
                    memory.rules.clear();
                }
                memory.rules.insert(guild_id, Arc::clone(&rules));
                return Ok(rules);
            }
        }
    }

    /// Forgets the rules of a guild, so that they are read again.
    pub fn forget(&self, guild_id: Guild) {
        let mut memory = self.0.lock();
        memory.changes += 1;
        memory.rules.remove(&guild_id);
        memory.alerted.retain(|(guild, _), _| *guild != guild_id);
    }

    /// Forgets everything of a guild that is gone.
    pub fn forget_guild(&self, guild_id: Guild) {
        self.forget(guild_id);
        self.0.lock().noticed.remove(&guild_id);
    }

    /// Takes note of a message that may be spam, and says why it looks like it.
    pub fn notice_spam(
        &self,
        guild_id: Guild,
        author_id: User,
        channel_id: Id<ChannelMarker>,
        signs: Signs,
        now_ms: i64,
    ) -> Option<Reason> {
        let mut memory = self.0.lock();
        let noticed = memory.noticed_in(guild_id);
        if noticed.authors.len() >= AUTHORS_MAX {
            noticed.authors.retain(|_, author| !author.is_stale(now_ms));
        }
        if noticed.authors.len() >= AUTHORS_MAX {
            noticed.authors.clear();
        }
        judge(noticed.authors.entry(author_id).or_default(), signs, channel_id.get(), now_ms)
    }

    /// Takes note of mentions, and says whether they belong to a raid.
    pub fn notice_mentions(
        &self,
        guild_id: Guild,
        author_id: User,
        mentions: u32,
        limit: u32,
        now_ms: i64,
    ) -> bool {
        let mut memory = self.0.lock();
        memory.noticed_in(guild_id).raids.belongs_to_raid(now_ms, author_id.get(), mentions, limit)
    }

    /// Keeps what rules found in a message that they let pass, until it is written.
    pub fn let_pass(
        &self,
        channel_id: Id<ChannelMarker>,
        author_id: User,
        content: &str,
        hits: Vec<Hit>,
        now_ms: i64,
    ) {
        self.0.lock().passing.put(channel_id, author_id, content, hits, now_ms);
    }

    /// What rules found in a message that was written now.
    pub fn passed(&self, channel_id: Id<ChannelMarker>, author_id: User, content: &str) -> Option<Vec<Hit>> {
        self.0.lock().passing.take(channel_id, author_id, content)
    }

    /// Whether an alert about these names of a member was given before; from now on it was. `None`: they are fine now.
    pub fn was_alerted(&self, guild_id: Guild, user_id: User, found: Option<&str>) -> bool {
        let mut memory = self.0.lock();
        match found.map(fingerprint) {
            None => memory.alerted.remove(&(guild_id, user_id)).is_some(),
            Some(found) => {
                if memory.alerted.len() >= AUTHORS_MAX {
                    memory.alerted.clear();
                }
                memory.alerted.insert((guild_id, user_id), found) == Some(found)
            }
        }
    }
}

impl Remembered {
    fn noticed_in(&mut self, guild_id: Guild) -> &mut Noticed {
        if self.noticed.len() >= GUILDS_MAX {
            self.noticed.clear();
        }
        self.noticed.entry(guild_id).or_default()
    }
}
