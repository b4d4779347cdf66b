//! Banks of known items: what new messages, pictures, clips and files are held against. Ids are the caller's, and so
//! is the clock. It must not know what a match leads to: a person looks at it, with every distance.

mod item;
mod matches;
mod replay;

use std::collections::HashMap;

pub use item::{About, Known, Refused, Source};
pub use matches::{Match, Measure};
pub use replay::{Replay, Stored};

use crate::file::{Digest, FileIndex};
use crate::image::{HashIndex, Print, Query};
use crate::text::{JACCARD_MIN, Look, TextIndex};
use crate::video::{ClipIndex, ClipQuery};
use item::Item;

/// Stored texts that are verified for one that is asked for.
const TEXTS_VERIFIED_MAX: usize = 64;

/// Known items, each with an id of the caller's. What is added or disabled counts from the next look on.
#[derive(Debug, Clone)]
pub struct Bank<K> {
    items: HashMap<K, Item>,
    texts: TextIndex<K>,
    pictures: HashIndex<K>,
    clips: ClipIndex<K>,
    files: FileIndex<K>,
}

impl<K> Default for Bank<K>
where
    K: Copy + Ord + std::hash::Hash,
{
    fn default() -> Self {
        Self {
            items: HashMap::new(),
            texts: TextIndex::default(),
            pictures: HashIndex::default(),
            clips: ClipIndex::default(),
            files: FileIndex::default(),
        }
    }
}

impl<K: Copy + Ord + std::hash::Hash> Bank<K> {
    /// How many items there are, disabled ones too.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Takes an item in, in the place of one with the same id.
    pub fn add(&mut self, id: K, known: Known, about: About) -> Result<(), Refused> {
        known.check()?;
        self.remove(id);
        match &known {
            Known::Text(text) => {
                let fingerprint = text.fingerprint().ok_or(Refused::TooLittle)?;
                self.texts.add(&fingerprint, id);
            }
            Known::Signature(fingerprint) => self.texts.add(fingerprint, id),
            Known::Picture { print, .. } => print.usable().for_each(|hash| self.pictures.add(hash, id)),
            Known::Clip(clip) => self.clips.add(clip.clone(), id),
            Known::File(digest) => self.files.add(*digest, id),
        }
        self.items.insert(id, Item::new(known, about));
        Ok(())
    }

    /// Lets an item match no longer, or again; false when there is no such item.
    pub fn set_enabled(&mut self, id: K, is_enabled: bool) -> bool {
        let item = self.items.get_mut(&id);
        item.map(|item| item.about.is_enabled = is_enabled).is_some()
    }

    /// Forgets an item; false when there is none.
    pub fn remove(&mut self, id: K) -> bool {
        let Some(item) = self.items.remove(&id) else { return false };
        match &item.known {
            Known::Text(text) => {
                if let Some(fingerprint) = text.fingerprint() {
                    self.texts.remove(&fingerprint, id);
                }
            }
            Known::Signature(fingerprint) => {
                self.texts.remove(fingerprint, id);
            }
            Known::Picture { print, .. } => {
                for hash in print.usable() {
                    self.pictures.remove(&hash, id);
                }
            }
            Known::Clip(_) => {
                self.clips.remove(id);
            }
            Known::File(digest) => {
                self.files.remove(digest, id);
            }
        }
        true
    }

    /// Forgets all items whose time is over, and says which.
    pub fn expire(&mut self, now_ms: i64) -> Vec<K> {
        let is_over = |item: &Item| item.about.expires_at_ms.is_some_and(|at| at <= now_ms);
        let mut over: Vec<K> =
            self.items.iter().filter(|(_, item)| is_over(item)).map(|(id, _)| *id).collect();
        over.sort_unstable();
        over.iter().for_each(|id| {
            self.remove(*id);
        });
        over
    }

    /// Known texts that this one was made of, the most alike first.
    pub fn match_text(&self, text: &str, now_ms: i64) -> Vec<Match<K>> {
        let look = Look::of(text);
        let Some(fingerprint) = look.fingerprint() else { return Vec::new() };
        let near = self.texts.near(&fingerprint, TEXTS_VERIFIED_MAX);
        if near.is_empty() {
            return Vec::new();
        }
        let shingles = look.shingles();
        let verified = near.into_iter().filter_map(|near| {
            let item = self.items.get(&near.key)?;
            let measure = match (&item.known, &item.shingles) {
                (Known::Signature(known), _) => Measure::of_signatures(known, &fingerprint, JACCARD_MIN)?,
                (_, known) => Measure::of_texts(near.is_exact, known.as_ref()?, &shingles)?,
            };
            self.counting(near.key, measure, now_ms)
        });
        matches::sorted(verified.collect())
    }

    /// Known pictures that this one shows, the nearest first.
    pub fn match_picture(&self, query: &Query, now_ms: i64) -> Vec<Match<K>> {
        let mut nearest: HashMap<K, Measure> = HashMap::new();
        for (hash, orientation) in query.hashes() {
            for within in self.pictures.within(hash, crate::image::DISTANCE_MAX) {
                let measure = Measure::Picture { distance: within.distance, orientation: *orientation };
                let held = nearest.entry(within.key).or_insert(measure);
                if measure.is_nearer(held) {
                    *held = measure;
                }
            }
        }
        let counting = nearest.into_iter().filter_map(|(id, measure)| self.counting(id, measure, now_ms));
        matches::sorted(counting.collect())
    }

    /// Known clips of which this one has most frames, the most first.
    pub fn match_clip(&self, query: &ClipQuery, now_ms: i64) -> Vec<Match<K>> {
        let found = self.clips.matches(query).into_iter();
        let counting =
            found.filter_map(|found| self.counting(found.key, Measure::Clip(found.comparison), now_ms));
        matches::sorted(counting.collect())
    }

    /// Known files that are this one.
    pub fn match_file(&self, digest: &Digest, now_ms: i64) -> Vec<Match<K>> {
        let found = self.files.of(digest).iter();
        matches::sorted(found.filter_map(|id| self.counting(*id, Measure::File, now_ms)).collect())
    }

    /// One item held against what is stored, for who has added it and asks about the past.
    pub fn replay(&self, id: K) -> Option<Replay> {
        self.items.get(&id).map(|item| Replay::new(&item.known, &item.about))
    }

    /// Replays one picture's hashes without its pixels.
    pub fn match_print(&self, print: &Print, now_ms: i64) -> Vec<Match<K>> {
        self.match_picture(&Query::of_print(print), now_ms)
    }

    fn counting(&self, id: K, measure: Measure, now_ms: i64) -> Option<Match<K>> {
        let item = self.items.get(&id)?;
        let is_near = measure.is_within(item.about.distance_max);
        (item.about.counts(now_ms) && is_near).then_some(Match { id, source: item.about.source, measure })
    }
}
