//! A new item held against what was stored before it: what is found goes to review, and nothing else happens to it.

use crate::file::Digest;
use crate::image::{Print, Query};
use crate::text::{Fingerprint, JACCARD_MIN, Shingles};
use crate::video::{Clip, ClipQuery, compare};

use super::matches::Measure;
use super::{About, Known};

/// An estimate this far below the threshold may still be a text above it: three deviations of a signature.
const ESTIMATE_SLACK: f32 = 0.13;

/// What was stored of something.
#[derive(Debug, Clone, Copy)]
pub enum Stored<'a> {
    /// Of a text.
    Text(&'a Fingerprint),
    /// Of a picture.
    Picture(&'a Print),
    /// Of a clip.
    Clip(&'a Clip),
    /// Of a file.
    File(&'a Digest),
}

/// One item, made ready to be held against many.
#[derive(Debug, Clone)]
pub struct Replay {
    item: Prepared,
    distance_max: u32,
}

#[derive(Debug, Clone)]
enum Prepared {
    Text(Option<Fingerprint>, Shingles),
    Signature(Fingerprint),
    Picture(Query),
    Clip(ClipQuery),
    File(Digest),
}

impl Replay {
    pub(super) fn new(known: &Known, about: &About) -> Self {
        let item = match known {
            Known::Text(text) => Prepared::Text(text.fingerprint(), text.shingles()),
            Known::Signature(fingerprint) => Prepared::Signature(fingerprint.clone()),
            Known::Picture { laid, .. } => Prepared::Picture(laid.clone()),
            Known::Clip(clip) => Prepared::Clip(ClipQuery::of_clip(clip)),
            Known::File(digest) => Prepared::File(*digest),
        };
        Self { item, distance_max: about.distance_max }
    }

    /// Whether the stored thing is like the item. A text's measure is an estimate here, a little generous:
    /// [`Self::verify_text`] says exactly, for who has the text still.
    pub fn measure(&self, stored: Stored) -> Option<Measure> {
        let measure = match (&self.item, stored) {
            (Prepared::Text(fingerprint, _), Stored::Text(stored)) => {
                Measure::of_signatures(fingerprint.as_ref()?, stored, JACCARD_MIN - ESTIMATE_SLACK)
            }
            (Prepared::Signature(fingerprint), Stored::Text(stored)) => {
                Measure::of_signatures(fingerprint, stored, JACCARD_MIN)
            }
            (Prepared::Picture(query), Stored::Picture(print)) => {
                let nearest = print.nearest(query)?;
                Some(Measure::Picture { distance: nearest.distance, orientation: nearest.orientation })
            }
            (Prepared::Clip(query), Stored::Clip(stored)) => of_clips(query, stored),
            (Prepared::File(digest), Stored::File(stored)) => (digest == stored).then_some(Measure::File),
            _ => None,
        };
        measure.filter(|measure| measure.is_within(self.distance_max))
    }

    /// The exact measure of a stored text that [`Self::measure`] took for alike.
    pub fn verify_text(&self, text: &Shingles) -> Option<Measure> {
        let Prepared::Text(_, own) = &self.item else { return None };
        let is_exact = own == text;
        Measure::of_texts(is_exact, own, text)
    }
}

/// Here the stored clip is the one that is looked at, and the item the known one: the shares change places.
fn of_clips(item: &ClipQuery, stored: &Clip) -> Option<Measure> {
    let comparison = compare(item, stored)?;
    let comparison = crate::video::Comparison {
        share_of_known: comparison.share_of_query,
        share_of_query: comparison.share_of_known,
        ..comparison
    };
    comparison.is_match().then_some(Measure::Clip(comparison))
}
