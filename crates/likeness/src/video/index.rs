//! The search for known clips.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::image::{DISTANCE_MAX, Hash, HashIndex, Orientation};

use super::compare::{Comparison, better, of_counts};
use super::{Clip, ClipQuery};

/// Frames beyond which their parts are sorted: a clip asks hundreds of times, eight for each of its frames.
const COMPARED_MAX: usize = 4_096;

/// Known clips by their frames.
#[derive(Debug, Clone)]
pub struct ClipIndex<K> {
    /// Each frame of each clip: the clip's number and the frame's.
    frames: HashIndex<(u32, u32)>,
    clips: HashMap<u32, (K, Clip)>,
    next: u32,
}

/// A known clip of which something was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClipMatch<K> {
    /// Whose clip it is.
    pub key: K,
    /// How much, and how near.
    pub comparison: Comparison,
}

impl<K> Default for ClipIndex<K> {
    fn default() -> Self {
        Self { frames: HashIndex::comparing(COMPARED_MAX), clips: HashMap::new(), next: 0 }
    }
}

impl<K: Copy + Eq> ClipIndex<K> {
    /// How many clips there are.
    pub fn len(&self) -> usize {
        self.clips.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.clips.is_empty()
    }

    /// Takes a clip in.
    pub fn add(&mut self, clip: Clip, key: K) {
        let number = self.next;
        self.next += 1;
        for (frame, hash) in clip.frames().iter().enumerate() {
            self.frames.add(*hash, (number, frame as u32));
        }
        self.clips.insert(number, (key, clip));
    }

    /// Takes all clips of a key out; false when there was none.
    pub fn remove(&mut self, key: K) -> bool {
        let numbers: Vec<u32> =
            self.clips.iter().filter(|(_, (held, _))| *held == key).map(|(number, _)| *number).collect();
        for number in &numbers {
            let Some((_, clip)) = self.clips.remove(number) else { continue };
            for (frame, hash) in clip.frames().iter().enumerate() {
                self.frames.remove(hash, (*number, frame as u32));
            }
        }
        !numbers.is_empty()
    }

    /// Clips of which this one has enough, the most first.
    pub fn matches(&self, query: &ClipQuery) -> Vec<ClipMatch<K>> {
        let mut best: BTreeMap<u32, Comparison> = BTreeMap::new();
        for (orientation, frames) in query.turned() {
            for (number, comparison) in self.comparisons(*orientation, frames) {
                best.entry(number).and_modify(|held| *held = better(*held, comparison)).or_insert(comparison);
            }
        }
        let mut matches: Vec<ClipMatch<K>> = best
            .into_iter()
            .filter(|(_, comparison)| comparison.is_match())
            .filter_map(|(number, comparison)| {
                self.clips.get(&number).map(|(key, _)| ClipMatch { key: *key, comparison })
            })
            .collect();
        matches.sort_by(|a, b| b.comparison.share_of_known.total_cmp(&a.comparison.share_of_known));
        matches
    }

    fn comparisons(&self, orientation: Orientation, frames: &[Hash]) -> Vec<(u32, Comparison)> {
        let mut found: BTreeMap<u32, (BTreeMap<u32, u32>, BTreeSet<usize>)> = BTreeMap::new();
        for (asked, hash) in frames.iter().enumerate() {
            for within in self.frames.within(hash, DISTANCE_MAX) {
                let (number, frame) = within.key;
                let (distances, askers) = found.entry(number).or_default();
                distances
                    .entry(frame)
                    .and_modify(|held| *held = within.distance.min(*held))
                    .or_insert(within.distance);
                askers.insert(asked);
            }
        }
        let comparison = |(number, (distances, askers)): (u32, (BTreeMap<u32, u32>, BTreeSet<usize>))| {
            let (_, clip) = self.clips.get(&number)?;
            let distances = distances.into_values().collect();
            let comparison =
                of_counts(distances, clip.frames().len(), askers.len(), frames.len(), orientation)?;
            Some((number, comparison))
        };
        found.into_iter().filter_map(comparison).collect()
    }
}
