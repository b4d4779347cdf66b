//! A match, with everything that made it one.

use crate::image::Orientation;
use crate::text::{Fingerprint, JACCARD_MIN, Shingles};
use crate::video::Comparison;

use super::Source;

/// A known item that something new is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match<K> {
    /// The item's id.
    pub id: K,
    /// Who says that it is what the bank is for.
    pub source: Source,
    /// How like it is.
    pub measure: Measure,
}

/// How like two things are, as a reviewer is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Texts.
    Text {
        /// Both look the same to the last letter.
        is_exact: bool,
        /// The share of five-letter pieces that both have, exactly.
        jaccard: f32,
    },
    /// Pictures.
    Picture {
        /// In how many of 256 bits they differ.
        distance: u32,
        /// How the new one must be laid.
        orientation: Orientation,
    },
    /// Clips.
    Clip(Comparison),
    /// Files that are the same to the last byte.
    File,
}

impl Measure {
    /// The exact measure of two texts, if they are alike.
    pub(super) fn of_texts(is_exact: bool, known: &Shingles, asked: &Shingles) -> Option<Self> {
        let jaccard = if is_exact { 1.0 } else { known.jaccard(asked) };
        (jaccard >= JACCARD_MIN).then_some(Self::Text { is_exact, jaccard })
    }

    /// The measure of two signatures, if they are that much alike.
    pub(super) fn of_signatures(known: &Fingerprint, asked: &Fingerprint, least: f32) -> Option<Self> {
        let jaccard = known.likeness(asked);
        let is_exact = known.exact == asked.exact;
        (jaccard >= least).then_some(Self::Text { is_exact, jaccard })
    }

    /// How near, 1.0 for the same.
    pub fn nearness(&self) -> f32 {
        match self {
            Self::Text { jaccard, .. } => *jaccard,
            Self::Picture { distance, .. } => 1.0 - *distance as f32 / 256.0,
            Self::Clip(comparison) => comparison.share_of_known,
            Self::File => 1.0,
        }
    }

    /// The nearer one of the same kind; of equal ones the one that lies as it is.
    pub(super) fn is_nearer(&self, held: &Self) -> bool {
        match (self, held) {
            (
                Self::Picture { distance, orientation },
                Self::Picture { distance: held, orientation: held_orientation },
            ) => (distance, orientation) < (held, held_orientation),
            _ => self.nearness() > held.nearness(),
        }
    }

    pub(super) fn is_within(&self, distance_max: u32) -> bool {
        match self {
            Self::Picture { distance, .. } => *distance <= distance_max,
            Self::Clip(comparison) => comparison.distance_median <= distance_max,
            Self::Text { .. } | Self::File => true,
        }
    }
}

pub(super) fn sorted<K: Ord>(mut matches: Vec<Match<K>>) -> Vec<Match<K>> {
    matches
        .sort_by(|a, b| b.measure.nearness().total_cmp(&a.measure.nearness()).then_with(|| a.id.cmp(&b.id)));
    matches
}
