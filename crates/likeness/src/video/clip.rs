//! A clip as the bag of its frames.

use crate::image::{Border, Frequencies, Hash, Hashed, Orientation, Pixels, border};

use super::{FRAMES_MAX, PRUNED_DISTANCE_MAX};

/// What is stored of a clip: the hashes of frames with something to see, without those that nearly repeat the one
/// before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clip {
    frames: Vec<Hash>,
}

impl Clip {
    /// Hashes frames. `None` when no frame has anything to see: nothing is like such a clip.
    pub fn of(frames: &[Pixels]) -> Option<Self> {
        let laid = frames.iter().zip(insides(frames));
        Self::of_hashes(laid.map(|(frame, inside)| Frequencies::inside(frame, &inside).hashed()))
    }

    /// Frame hashes that came without their clip.
    pub fn of_hashes(frames: impl IntoIterator<Item = Hashed>) -> Option<Self> {
        let usable = frames.into_iter().filter(Hashed::is_usable).map(|frame| frame.hash);
        let mut kept: Vec<Hash> = Vec::new();
        for hash in usable {
            let repeats = kept.last().is_some_and(|last| last.distance(&hash) <= PRUNED_DISTANCE_MAX);
            if !repeats && kept.len() < FRAMES_MAX {
                kept.push(hash);
            }
        }
        (!kept.is_empty()).then_some(Self { frames: kept })
    }

    /// The hashes, in the clip's order.
    pub fn frames(&self) -> &[Hash] {
        &self.frames
    }

    /// As it is stored: 32 bytes for each frame.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.frames.iter().flat_map(|frame| frame.to_bytes()).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (frames, rest) = bytes.as_chunks::<32>();
        let is_clip = rest.is_empty() && (1..=FRAMES_MAX).contains(&frames.len());
        is_clip.then(|| Self { frames: frames.iter().map(Hash::from_bytes).collect() })
    }
}

/// A clip as it is looked for: its frames in eight orientations.
#[derive(Debug, Clone)]
pub struct ClipQuery {
    turned: Vec<(Orientation, Vec<Hash>)>,
}

impl ClipQuery {
    /// Hashes frames in all orientations.
    pub fn of(frames: &[Pixels]) -> Self {
        let laid = frames.iter().zip(insides(frames));
        let mut hashes: Vec<[(Hash, Orientation); 8]> =
            laid.filter_map(|(frame, inside)| Frequencies::hashes_in_all(frame, &inside)).collect();
        hashes.dedup_by(|frame, last| frame[0].0.distance(&last[0].0) <= PRUNED_DISTANCE_MAX);
        hashes.truncate(FRAMES_MAX);
        let turned = (0..Orientation::ALL.len())
            .map(|at| (Orientation::ALL[at], hashes.iter().map(|frame| frame[at].0).collect()));
        Self { turned: turned.collect() }
    }

    /// Asks with what was stored of a clip that is not at hand: other orientations are known within some bits.
    pub fn of_clip(clip: &Clip) -> Self {
        let turned = |orientation| clip.frames.iter().map(|frame| frame.turned(orientation)).collect();
        Self { turned: Orientation::ALL.map(|orientation| (orientation, turned(orientation))).into() }
    }

    /// For each orientation the frames' hashes.
    pub fn turned(&self) -> &[(Orientation, Vec<Hash>)] {
        &self.turned
    }
}

/// What is inside of the borders that all frames have in common: a dark scene has wider ones by itself.
fn insides(frames: &[Pixels]) -> Vec<Border> {
    let size = |frame: &Pixels| (frame.width(), frame.height());
    if frames.windows(2).any(|pair| size(&pair[0]) != size(&pair[1])) {
        return frames.iter().map(border).collect();
    }
    // A frame of one colour says nothing of the clip's borders.
    let telling = frames.iter().filter(|frame| Frequencies::of(frame).quality() > 0);
    match telling.map(border).reduce(|shared, border| shared.around(&border)) {
        Some(shared) => vec![shared; frames.len()],
        None => frames.iter().map(Border::none).collect(),
    }
}
