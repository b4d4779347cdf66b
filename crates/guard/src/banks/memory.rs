//! What banks know without asking the database: every item, ready to be asked, and what guilds do about leaks. What
//! is added or disabled counts here from the moment on at which it is on disk.

use std::collections::HashMap;
use std::sync::OnceLock;

use parking_lot::{Mutex, RwLock};
use parvis_app::{ActionResult, App};
use parvis_likeness::bank::{About, Bank, Match, Measure, Replay};
use parvis_likeness::image::Orientation;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_screening::leaks::Scanner;
use parvis_screening::leaks::lexicon::Lexicon;
use parvis_screening::links::DomainList;
use rand::RngCore;

use super::signature::{self, Looked};
use super::words::{ItemKind, LeakSetting};
use crate::tables::banks::{self as tables, BankItemMarker, Item};
use crate::words::Label;

/// Items that are read at once.
const AT_ONCE: u32 = 1_000;
/// Guilds whose setting is remembered; beyond it the memory is emptied and filled again as it is asked.
const GUILDS_MAX: usize = 10_000;

/// A known item that was met.
pub struct Found {
    /// Which.
    pub item_id: Id<BankItemMarker>,
    /// What a person is told.
    pub label: Label,
}

#[derive(Default)]
struct Known {
    bank: Bank<u64>,
    named: HashMap<u64, Named>,
    /// How many items of a kind a guild or the house has, so that most posts cost one look here.
    counts: HashMap<(Option<Id<GuildMarker>>, ItemKind), usize>,
    is_loaded: bool,
}

struct Named {
    guild_id: Option<Id<GuildMarker>>,
    kind: ItemKind,
    title: String,
}

/// The memory itself.
#[derive(Default)]
pub struct Memory {
    known: RwLock<Known>,
    /// Held by whoever reads items, so that the last one on disk is the last one here.
    reading: tokio::sync::Mutex<()>,
    leaks: Mutex<HashMap<Id<GuildMarker>, LeakSetting>>,
    scanner: OnceLock<Scanner>,
}

impl Memory {
    /// Reads all items, unless they are here.
    pub async fn load(&self, app: &App) -> ActionResult<()> {
        if self.known.read().is_loaded {
            return Ok(());
        }
        let _reading = self.reading.lock().await;
        if self.known.read().is_loaded {
            return Ok(());
        }
        let mut last = Id::new(0);
        loop {
            let page = app.read(move |tx| Ok(tables::after(tx, last, AT_ONCE)?)).await?;
            let mut known = self.known.write();
            let is_last = page.len() < AT_ONCE as usize;
            for item in page {
                last = item.id;
                known.take(item);
            }
            if is_last {
                known.is_loaded = true;
                return Ok(());
            }
        }
    }

    /// Takes an item over as it is on disk now.
    pub async fn refresh(&self, app: &App, id: Id<BankItemMarker>) -> ActionResult<()> {
        self.load(app).await?;
        let _reading = self.reading.lock().await;
        let item = app.read(move |tx| Ok(tables::get(tx, id)?)).await?;
        let mut known = self.known.write();
        match item {
            Some(item) => known.take(item),
            None => known.forget(id.get()),
        }
        Ok(())
    }

    /// Forgets what a guild that is gone has known.
    pub fn forget_guild(&self, guild_id: Id<GuildMarker>) {
        let mut known = self.known.write();
        let gone: Vec<u64> =
            known.named.iter().filter(|(_, it)| it.guild_id == Some(guild_id)).map(|(id, _)| *id).collect();
        gone.into_iter().for_each(|id| known.forget(id));
        self.leaks.lock().remove(&guild_id);
    }

    /// Forgets items whose time is over.
    pub fn expire(&self, now_ms: i64) {
        let mut known = self.known.write();
        for id in known.bank.expire(now_ms) {
            known.forget(id);
        }
    }

    /// Whether something that a guild posts is held against items of a kind.
    pub fn knows(&self, guild_id: Id<GuildMarker>, kinds: &[ItemKind]) -> bool {
        let known = self.known.read();
        let has = |guild_id, kind| known.counts.get(&(guild_id, kind)).is_some_and(|count| *count > 0);
        kinds.iter().any(|kind| has(None, *kind) || has(Some(guild_id), *kind))
    }

    /// Known texts that one is like.
    pub fn match_text(&self, guild_id: Id<GuildMarker>, text: &str, now_ms: i64) -> Vec<Found> {
        let known = self.known.read();
        known.found(guild_id, known.bank.match_text(text, now_ms), None)
    }

    /// Known files and pictures that one is like.
    pub fn match_file(
        &self,
        guild_id: Id<GuildMarker>,
        looked: &Looked,
        filename: &str,
        now_ms: i64,
    ) -> Vec<Found> {
        let known = self.known.read();
        let mut matches = known.bank.match_file(&looked.digest, now_ms);
        if let Some((_, query)) = &looked.picture {
            matches.extend(known.bank.match_picture(query, now_ms));
        }
        known.found(guild_id, matches, Some(filename))
    }

    /// An item made ready to be held against the past; `None` when it counts no longer.
    pub fn replay(&self, id: Id<BankItemMarker>) -> Option<Replay> {
        self.known.read().bank.replay(id.get())
    }

    /// What a person is told of an item that was met.
    pub fn label(&self, id: Id<BankItemMarker>, measure: &Measure, filename: Option<&str>) -> Option<Label> {
        self.known.read().named.get(&id.get()).map(|named| named.label(measure, filename))
    }

    /// What a guild does about leaks.
    pub async fn leaks(&self, app: &App, guild_id: Id<GuildMarker>) -> ActionResult<LeakSetting> {
        if let Some(setting) = self.leaks.lock().get(&guild_id) {
            return Ok(*setting);
        }
        let setting = app.read(move |tx| Ok(tables::leak_setting(tx, guild_id)?)).await?;
        let setting = setting.unwrap_or(LeakSetting::Review);
        let mut leaks = self.leaks.lock();
        if leaks.len() >= GUILDS_MAX {
            leaks.clear();
        }
        // Who has set another one meanwhile was here first.
        Ok(*leaks.entry(guild_id).or_insert(setting))
    }

    /// Takes over what a guild does about leaks.
    pub fn set_leaks(&self, guild_id: Id<GuildMarker>, setting: LeakSetting) {
        self.leaks.lock().insert(guild_id, setting);
    }

    /// Looks for leaks and offers. Digests of what it finds are kept nowhere, so its key is good for this process.
    pub fn scanner(&self) -> &Scanner {
        self.scanner.get_or_init(|| {
            let mut key = [0; 32];
            rand::rng().fill_bytes(&mut key);
            Scanner::new(&Lexicon::default(), DomainList::default(), key)
                .expect("our own words are well-formed")
        })
    }
}

impl Known {
    fn take(&mut self, item: Item) {
        let Some(known) = signature::known(item.kind, &item.signature) else {
            tracing::warn!(item = %item.id, "a known item cannot be read and matches nothing");
            return;
        };
        let about = About {
            source: item.origin.source(),
            expires_at_ms: Some(item.expires_at.unix_ms()),
            is_enabled: item.enabled,
            distance_max: item.distance_max,
        };
        if let Err(error) = self.bank.add(item.id.get(), known, about) {
            tracing::warn!(item = %item.id, %error, "a known item matches nothing");
            return;
        }
        self.forget_name(item.id.get());
        *self.counts.entry((item.guild_id, item.kind)).or_default() += 1;
        let named = Named { guild_id: item.guild_id, kind: item.kind, title: item.title };
        self.named.insert(item.id.get(), named);
    }

    fn forget(&mut self, id: u64) {
        self.bank.remove(id);
        self.forget_name(id);
    }

    fn forget_name(&mut self, id: u64) {
        if let Some(named) = self.named.remove(&id)
            && let Some(count) = self.counts.get_mut(&(named.guild_id, named.kind))
        {
            *count -= 1;
        }
    }

    fn found(
        &self,
        guild_id: Id<GuildMarker>,
        matches: Vec<Match<u64>>,
        filename: Option<&str>,
    ) -> Vec<Found> {
        let found = matches.into_iter().filter_map(|it| {
            let named = self.named.get(&it.id).filter(|named| named.counts_in(guild_id))?;
            Some(Found { item_id: Id::new(it.id), label: named.label(&it.measure, filename) })
        });
        found.collect()
    }
}

impl Named {
    /// The house's items count everywhere, a guild's in it alone.
    fn counts_in(&self, guild_id: Id<GuildMarker>) -> bool {
        self.guild_id.is_none_or(|own| own == guild_id)
    }

    fn label(&self, measure: &Measure, filename: Option<&str>) -> Label {
        let name = match self.kind {
            ItemKind::Text => "known_text",
            ItemKind::Image => "known_image",
            ItemKind::File => "known_file",
        };
        let mut detail = words_of(measure);
        if let Some(filename) = filename {
            detail.push_str(" · ");
            detail.push_str(filename);
        }
        Label { name: name.to_owned(), by: self.title.clone(), detail }
    }
}

/// How like two things are, in signs that need no language.
fn words_of(measure: &Measure) -> String {
    match measure {
        Measure::Text { is_exact: true, .. } => "= 100 %".to_owned(),
        Measure::Text { jaccard, .. } => format!("≈ {:.0} %", jaccard * 100.0),
        Measure::Picture { distance, orientation: Orientation::Original } => format!("{distance}/256"),
        Measure::Picture { distance, orientation } => format!("{distance}/256 · {orientation:?}"),
        Measure::Clip(comparison) => format!("≈ {:.0} %", comparison.share_of_known * 100.0),
        Measure::File => "BLAKE3 =".to_owned(),
    }
}
