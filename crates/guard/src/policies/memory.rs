//! What this part knows without asking the database: what holds in each guild, ready to be asked; what its members did
//! within the last minutes, as numbers; and what rules found in messages that are about to be written.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_screening::leaks::Scanner;
use parvis_screening::leaks::lexicon::Lexicon;
use parvis_screening::links::DomainList;
use parvis_screening::policy::facts::HistoryFacts;
use parvis_screening::policy::history::{History, Seen};
use parvis_screening::policy::media::MediaPolicy;
use parvis_screening::policy::{Lists, Policy};
use parvis_store::Tx;

use crate::passing::Passing;
use crate::tables::policies::lists::{self, Effect};
use crate::tables::policies::{self as table, Kept, Mode, PolicyMarker, Scope, Why};

/// Guilds of which anything is remembered. Beyond it the memory is emptied and filled again as it is asked.
const GUILDS_MAX: usize = 10_000;
/// Messages of all guilds that are remembered as numbers: 24 megabytes.
const SEEN_MAX: usize = 500_000;
/// Joins of one guild that are remembered.
const JOINS_MAX: usize = 1_000;
const TEN_MINUTES_MS: i64 = 600_000;
/// Messages that somebody released and that are not written yet.
const RELEASED_MAX: usize = 1_000;
/// For so long nobody is told again of the same refusal by a statement; the answer to the message says it each time.
const TOLD_MS: i64 = 3_600_000;
/// Such refusals that are remembered.
const TOLD_MAX: usize = 10_000;

type Guild = Id<GuildMarker>;
type User = Id<UserMarker>;
type Channel = Id<ChannelMarker>;

/// A rule that runs.
#[derive(Debug)]
pub struct Running {
    /// Which one.
    pub id: Id<PolicyMarker>,
    /// Whose.
    pub scope: Scope,
    /// How.
    pub mode: Mode,
    /// The rule.
    pub policy: Policy,
}

impl Running {
    /// What it is called.
    pub fn name(&self) -> &str {
        &self.policy.draft().name
    }
}

/// What a list of domains refuses by itself.
#[derive(Debug)]
pub struct LinkList {
    /// Whose.
    pub scope: Scope,
    /// What it is called.
    pub name: String,
    /// Whether nothing but what stands on it may be linked.
    pub is_only: bool,
    /// The domains.
    pub domains: DomainList,
}

/// Everything that a message in a guild is held against: what the house set, and what the guild did.
#[derive(Debug, Default)]
pub struct OfGuild {
    /// Rules that run dry or with their effect.
    pub policies: Vec<Arc<Running>>,
    /// Lines about files, with whose they are.
    pub media: Vec<(Scope, Vec<MediaPolicy>)>,
    /// Lists that refuse something.
    pub lists: Vec<LinkList>,
}

impl OfGuild {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty() && self.media.is_empty() && self.lists.is_empty()
    }

    /// Whether a rule asks for a feature whose name begins like one of these.
    pub fn asks(&self, names: &[&str]) -> bool {
        self.policies.iter().any(|it| names.iter().any(|name| it.policy.asks(name)))
    }

    fn add(&mut self, tx: &mut Tx<'_>, scope: Scope) -> ActionResult<()> {
        let kept_lists = lists::of_scope(tx, scope)?;
        let named: Lists =
            kept_lists.iter().map(|list| (list.name.clone(), Arc::new(list.domains.clone()))).collect();
        let media = lists::media(tx, scope)?;
        if !media.is_empty() {
            self.media.push((scope, media));
        }
        let running = table::of_scope(tx, scope)?.into_iter().filter(|kept| kept.mode != Mode::Off);
        self.policies.extend(running.filter_map(|kept| run(kept, &named)));
        let refusing = kept_lists.into_iter().filter(|list| list.effect != Effect::None);
        self.lists.extend(refusing.map(|list| LinkList {
            scope,
            name: list.name,
            is_only: list.effect == Effect::Only,
            domains: list.domains,
        }));
        Ok(())
    }
}

/// A rule that names a list that is gone says nothing any more; whoever looks at it is told.
fn run(kept: Kept, lists: &Lists) -> Option<Arc<Running>> {
    let Kept { id, scope, mode, draft, .. } = kept;
    let policy = Policy::parse(draft, lists).ok()?;
    Some(Arc::new(Running { id, scope, mode, policy }))
}

/// A rule that has something to say of a message.
#[derive(Debug, Clone)]
pub struct Caught {
    /// The rule.
    pub running: Arc<Running>,
    /// What it asked; `None` when its numbers grew beyond all bounds.
    pub why: Option<Vec<Why>>,
}

/// The memory itself.
pub struct Memory {
    remembered: Mutex<Remembered>,
    /// Looks for leaks; its digests are kept nowhere, so that its key may die with the process.
    pub scanner: Scanner,
    hashing: RandomState,
}

#[derive(Default)]
struct Remembered {
    /// Grows with each change, so that what was read before one is not kept after it.
    changes: u64,
    rules: HashMap<Guild, Arc<OfGuild>>,
    histories: HashMap<Guild, History>,
    /// Messages in all histories.
    seen: usize,
    joins: HashMap<Guild, VecDeque<i64>>,
    passing: Passing<Vec<Caught>>,
    released: Vec<(Channel, User, u64)>,
    told: HashMap<(Guild, User, u64), i64>,
}

impl Default for Memory {
    fn default() -> Self {
        let hashing = RandomState::new();
        let mut key = [0; 32];
        for (at, part) in key.chunks_mut(8).enumerate() {
            part.copy_from_slice(&hashing.hash_one(at).to_le_bytes());
        }
        let scanner = Scanner::new(&Lexicon::default(), DomainList::default(), key)
            .expect("the words that come with the program are well-formed: their test reads them");
        Self { remembered: Mutex::default(), scanner, hashing }
    }
}

impl Memory {
    /// What holds in a guild.
    pub async fn rules(&self, app: &App, guild_id: Guild) -> ActionResult<Arc<OfGuild>> {
        loop {
            let before = {
                let memory = self.remembered.lock();
                if let Some(known) = memory.rules.get(&guild_id) {
                    return Ok(Arc::clone(known));
                }
                memory.changes
            };
            let rules = app
                .read(move |tx| {
                    let mut rules = OfGuild::default();
                    rules.add(tx, None)?;
                    rules.add(tx, Some(guild_id))?;
                    Ok(Arc::new(rules))
                })
                .await?;
            let mut memory = self.remembered.lock();
            if memory.changes == before {
                if memory.rules.len() >= GUILDS_MAX {
                    memory.rules.clear();
                }
                memory.rules.insert(guild_id, Arc::clone(&rules));
                return Ok(rules);
            }
        }
    }

    /// Forgets what holds in a guild, or with the house's in all, so that it is read again.
    pub fn forget(&self, scope: Scope) {
        let mut memory = self.remembered.lock();
        memory.changes += 1;
        match scope {
            Some(guild_id) => drop(memory.rules.remove(&guild_id)),
            None => memory.rules.clear(),
        }
    }

    /// Forgets everything of a guild that is gone.
    pub fn forget_guild(&self, guild_id: Guild) {
        self.forget(Some(guild_id));
        let mut memory = self.remembered.lock();
        let gone = memory.histories.remove(&guild_id).map_or(0, |history| history.len());
        memory.seen -= gone;
        memory.joins.remove(&guild_id);
    }

    /// What came before a message, which is remembered from now on.
    pub fn note(&self, guild_id: Guild, seen: Seen) -> HistoryFacts {
        let mut memory = self.remembered.lock();
        if memory.seen >= SEEN_MAX || memory.histories.len() >= GUILDS_MAX {
            memory.histories.retain(|_, history| !history.is_stale(seen.at_ms));
            memory.seen = memory.histories.values().map(History::len).sum();
        }
        if memory.seen >= SEEN_MAX || memory.histories.len() >= GUILDS_MAX {
            memory.histories.clear();
            memory.seen = 0;
        }
        let history = memory.histories.entry(guild_id).or_default();
        let before = history.len();
        let facts = history.note(seen);
        let after = history.len();
        memory.seen = memory.seen + after - before;
        facts
    }

    /// Takes note that somebody joined.
    pub fn note_join(&self, guild_id: Guild, at_ms: i64) {
        let mut memory = self.remembered.lock();
        if memory.joins.len() >= GUILDS_MAX {
            memory.joins.clear();
        }
        let joins = memory.joins.entry(guild_id).or_default();
        while joins.len() >= JOINS_MAX || joins.front().is_some_and(|it| *it <= at_ms - TEN_MINUTES_MS) {
            joins.pop_front();
        }
        joins.push_back(at_ms);
    }

    /// Who joined within ten minutes, a thousand at most.
    pub fn joins(&self, guild_id: Guild, now_ms: i64) -> i64 {
        let memory = self.remembered.lock();
        let recent = |joins: &VecDeque<i64>| joins.iter().filter(|it| **it > now_ms - TEN_MINUTES_MS).count();
        memory.joins.get(&guild_id).map_or(0, recent) as i64
    }

    /// Stands for a text that need not be kept; 0 for none.
    pub fn fingerprint(&self, text: &str) -> u64 {
        if text.trim().is_empty() { 0 } else { self.hashing.hash_one(text.trim()).max(1) }
    }

    /// Keeps what rules found in a message that may pass, until it is written.
    pub fn let_pass(&self, place: (Channel, User), text: &str, caught: Vec<Caught>, now_ms: i64) {
        self.remembered.lock().passing.put(place.0, place.1, text, caught, now_ms);
    }

    /// What rules found in a message that was written now.
    pub fn passed(&self, place: (Channel, User), text: &str) -> Option<Vec<Caught>> {
        self.remembered.lock().passing.take(place.0, place.1, text)
    }

    /// Lets a message pass once, because somebody released it.
    pub fn release(&self, channel_id: Channel, author_id: User, text: &str) {
        let text = self.fingerprint(text);
        let mut memory = self.remembered.lock();
        if memory.released.len() >= RELEASED_MAX {
            memory.released.clear();
        }
        memory.released.push((channel_id, author_id, text));
    }

    /// Whether somebody released this message; asked once.
    pub fn was_released(&self, channel_id: Channel, author_id: User, text: &str) -> bool {
        let mut memory = self.remembered.lock();
        if memory.released.is_empty() {
            return false;
        }
        let text = self.fingerprint(text);
        let place = memory.released.iter().position(|it| *it == (channel_id, author_id, text));
        place.map(|place| memory.released.swap_remove(place)).is_some()
    }

    /// Whether somebody is to be told by a statement that something of this name refused their message: once an hour.
    pub fn should_tell(&self, guild_id: Guild, user_id: User, rule: &str, now_ms: i64) -> bool {
        let key = (guild_id, user_id, self.fingerprint(rule));
        let mut memory = self.remembered.lock();
        if memory.told.len() >= TOLD_MAX {
            memory.told.retain(|_, at_ms| *at_ms > now_ms - TOLD_MS);
        }
        if memory.told.len() >= TOLD_MAX {
            memory.told.clear();
        }
        let before = memory.told.get(&key).copied();
        if before.is_some_and(|at_ms| at_ms > now_ms - TOLD_MS) {
            return false;
        }
        memory.told.insert(key, now_ms);
        true
    }
}
