//! One known item: what it is, who says so, and until when.

use crate::file::Digest;
use crate::image::{DISTANCE_MAX, Pixels, Print, Query};
use crate::text::{Fingerprint, Look, Shingles};
use crate::video::Clip;

/// Shorter texts, in letters as they look, are everybody's.
const TEXT_CHARS_MIN: usize = 12;

/// What is known.
#[derive(Debug, Clone)]
pub enum Known {
    /// A text. All of it is kept: likeness is verified on it.
    Text(Look),
    /// A text of which the signature alone is kept, so that it cannot be read again: likeness is estimated.
    Signature(Fingerprint),
    /// A picture: what new ones are held against, and what is held against those of the past.
    Picture {
        /// Its hashes as it is.
        print: Print,
        /// Its hashes in all orientations.
        laid: Query,
    },
    /// A clip's frames.
    Clip(Clip),
    /// A file, to the last byte.
    File(Digest),
}

/// Who says that an item is what the bank is for. Others' word is an allegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Decided here, by people.
    House,
    /// An authority's order.
    Authority,
    /// A signed list of another instance.
    Instance,
    /// An exchange of hashes, whose items nobody here has seen.
    Exchange,
    /// A file that somebody brought.
    Import,
}

/// What is known about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Who says so.
    pub source: Source,
    /// From this moment on it matches nothing, in milliseconds since 1970; `None` for never.
    pub expires_at_ms: Option<i64>,
    /// A disabled item matches nothing.
    pub is_enabled: bool,
    /// Pictures further away do not count, in bits: banks of others reach too wide for some.
    pub distance_max: u32,
}

impl About {
    /// An item that counts, without end, as far as pictures are alike.
    pub const fn new(source: Source) -> Self {
        Self { source, expires_at_ms: None, is_enabled: true, distance_max: DISTANCE_MAX }
    }

    pub(super) fn counts(&self, now_ms: i64) -> bool {
        self.is_enabled && self.expires_at_ms.is_none_or(|at| at > now_ms)
    }
}

/// Why an item is not taken: it would match what has nothing to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A text of a word or two.
    #[error("the text has too few letters to tell it from others")]
    TooLittle,
    /// A picture with a quality below [`crate::image::QUALITY_MIN`].
    #[error("there is too little to see in the picture to tell it from others")]
    TooPlain,
}

impl Known {
    /// A text of which nothing is kept but what tells others like it.
    pub fn signature(text: &Look) -> Result<Self, Refused> {
        let fingerprint = text.fingerprint().filter(|_| !is_everybodys(text));
        fingerprint.map(Self::Signature).ok_or(Refused::TooLittle)
    }

    /// A picture that is at hand.
    pub fn picture(pixels: &Pixels) -> Self {
        Self::Picture { print: Print::of(pixels), laid: Query::of(pixels) }
    }

    /// A picture of which the hashes alone are known, other orientations within some bits.
    pub fn print(print: Print) -> Self {
        Self::Picture { print, laid: Query::of_print(&print) }
    }

    pub(super) fn check(&self) -> Result<(), Refused> {
        match self {
            Self::Text(text) if is_everybodys(text) => Err(Refused::TooLittle),
            Self::Picture { print, .. } if print.usable().next().is_none() => Err(Refused::TooPlain),
            Self::Text(_) | Self::Signature(_) | Self::Picture { .. } | Self::Clip(_) | Self::File(_) => {
                Ok(())
            }
        }
    }
}

fn is_everybodys(text: &Look) -> bool {
    text.as_str().chars().nth(TEXT_CHARS_MIN - 1).is_none()
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub known: Known,
    pub about: About,
    /// A text's pieces.
    pub shingles: Option<Shingles>,
}

impl Item {
    pub fn new(known: Known, about: About) -> Self {
        let shingles = match &known {
            Known::Text(text) => Some(text.shingles()),
            Known::Signature(_) | Known::Picture { .. } | Known::Clip(_) | Known::File(_) => None,
        };
        Self { known, about, shingles }
    }
}
