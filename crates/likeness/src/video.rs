//! Clips that show the same, in another quality, frame or cut: bags of frame hashes (vPDQ), with the borders taken off
//! first. Frames come in, about one for each second; decoding them is somebody else's work.

mod clip;
mod compare;
mod index;

pub use clip::{Clip, ClipQuery};
pub use compare::{Comparison, compare};
pub use index::{ClipIndex, ClipMatch};

/// The share of a known clip's frames that must be found for a match.
pub const SHARE_MIN: f32 = 0.8;

/// Frames this near to the last one that was kept say nothing new.
const PRUNED_DISTANCE_MAX: u32 = 2;

/// Frames of a clip that are kept: 40 minutes. Of longer ones the rest is not known.
pub const FRAMES_MAX: usize = 2_400;
