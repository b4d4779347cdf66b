//! Pictures that show the same, at another size, brightness or quality, in another frame or turned. Pixels come in;
//! it must not know files, formats, or whose picture it is.
//!
//! PDQ (Facebook, 2019): 256 bits that say which of the picture's 256 lowest frequencies are stronger than the median
//! one. Like other open banks, so that their hashes can be taken over as they are.

mod border;
mod hash;
mod index;
mod orientation;
mod pdq;
mod pixels;
mod print;

pub use border::{Border, border};
pub use hash::Hash;
pub use index::{HashIndex, Within};
pub use orientation::Orientation;
pub use pdq::{Frequencies, Hashed};
pub use pixels::{Format, Pixels, PixelsError};
pub use print::{Nearest, Print, Query};

/// Hashes that are no further apart than this, in bits, show the same (the reference's value).
pub const DISTANCE_MAX: u32 = 31;

/// Pictures with less detail than this, of 100, have no hash that says anything (the reference drops 49 and below).
pub const QUALITY_MIN: u8 = 50;
