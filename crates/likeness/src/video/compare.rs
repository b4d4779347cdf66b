//! How much of two clips is the same.

use crate::image::{DISTANCE_MAX, Hash, Orientation};

use super::{Clip, ClipQuery, SHARE_MIN};

/// What a reviewer is shown of two clips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The share of the known clip's frames that the other has, 0.0 to 1.0.
    pub share_of_known: f32,
    /// The share of the other's frames that the known clip has: small for a clip inside of a longer one.
    pub share_of_query: f32,
    /// The median distance of the known clip's frames that were found, in bits.
    pub distance_median: u32,
    /// How the other one must be laid.
    pub orientation: Orientation,
}

impl Comparison {
    /// Whether enough of the known clip was found.
    pub fn is_match(&self) -> bool {
        self.share_of_known >= SHARE_MIN
    }
}

/// Compares in the orientation in which most is the same; `None` when no frame is.
pub fn compare(query: &ClipQuery, known: &Clip) -> Option<Comparison> {
    let comparisons = query.turned().iter().filter_map(|(orientation, frames)| {
        let nearest = |frame: &Hash, others: &[Hash]| {
            others.iter().map(|other| frame.distance(other)).min().filter(|least| *least <= DISTANCE_MAX)
        };
        let distances = known.frames().iter().filter_map(|frame| nearest(frame, frames)).collect();
        let found = frames.iter().filter(|frame| nearest(frame, known.frames()).is_some()).count();
        of_counts(distances, known.frames().len(), found, frames.len(), *orientation)
    });
    comparisons.reduce(better)
}

/// From the distances of the known clip's frames that were found, and how many of the other's.
pub(super) fn of_counts(
    mut distances: Vec<u32>,
    known: usize,
    found: usize,
    frames: usize,
    orientation: Orientation,
) -> Option<Comparison> {
    distances.sort_unstable();
    let distance_median = *distances.get(distances.len() / 2)?;
    let share = |part: usize, all: usize| part as f32 / all.max(1) as f32;
    Some(Comparison {
        share_of_known: share(distances.len(), known),
        share_of_query: share(found, frames),
        distance_median,
        orientation,
    })
}

/// The first one when both are as good: orientations begin with the clip as it is.
pub(super) fn better(a: Comparison, b: Comparison) -> Comparison {
    if b.share_of_known > a.share_of_known { b } else { a }
}
