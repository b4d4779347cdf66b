//! A picture's hashes: what is stored, and what is asked with.

use super::pdq::{Frequencies, Hashed};
use super::{Border, Hash, Orientation, Pixels, border};

/// What is stored of a picture: the hash of all of it, and of what is inside of its borders where it has any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// Of all of it.
    pub whole: Hashed,
    /// Of what is inside of its borders.
    pub inside: Option<Hashed>,
}

impl Print {
    /// Hashes a picture, once or twice.
    pub fn of(pixels: &Pixels) -> Self {
        let inside = border(pixels);
        let has_border = inside != Border::none(pixels);
        Self {
            whole: Frequencies::of(pixels).hashed(),
            inside: has_border.then(|| Frequencies::inside(pixels, &inside).hashed()),
        }
    }

    /// A hash that came without its picture.
    pub const fn of_hash(hashed: Hashed) -> Self {
        Self { whole: hashed, inside: None }
    }

    /// As it is stored: 33 bytes, or 66 with a border.
    pub fn to_bytes(&self) -> Vec<u8> {
        let hashes = [Some(self.whole), self.inside].into_iter().flatten();
        hashes.flat_map(|it| it.hash.to_bytes().into_iter().chain([it.quality])).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<33>();
        let hashed = |bytes: &[u8; 33]| {
            let (hash, quality) = bytes.split_first_chunk::<32>()?;
            Some(Hashed { hash: Hash::from_bytes(hash), quality: *quality.first()? })
        };
        let (whole, more) = hashes.split_first().filter(|(_, more)| rest.is_empty() && more.len() <= 1)?;
        let inside = match more.first() {
            Some(inside) => Some(hashed(inside)?),
            None => None,
        };
        Some(Self { whole: hashed(whole)?, inside })
    }

    /// The hashes that say something: none for a plain picture.
    pub fn usable(&self) -> impl Iterator<Item = Hash> {
        [Some(self.whole), self.inside].into_iter().flatten().filter(Hashed::is_usable).map(|it| it.hash)
    }

    /// The least distance between this picture and what was asked for, in any of its orientations.
    pub fn nearest(&self, query: &Query) -> Option<Nearest> {
        let pairs = query.hashes.iter().flat_map(|(hash, orientation)| {
            self.usable().map(move |own| Nearest { distance: own.distance(hash), orientation: *orientation })
        });
        pairs.min()
    }
}

/// How near two pictures are, and which way the one that was asked for lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearest {
    /// In how many bits they differ, of 256; see [`super::DISTANCE_MAX`].
    pub distance: u32,
    /// How the one that was asked for must be laid.
    pub orientation: Orientation,
}

/// A picture as it is looked for: in eight orientations, with and without its borders.
#[derive(Debug, Clone)]
pub struct Query {
    hashes: Vec<(Hash, Orientation)>,
}

impl Query {
    /// Hashes a picture in all orientations. A plain picture has no hashes, and nothing is like it.
    pub fn of(pixels: &Pixels) -> Self {
        let (whole, inside) = (Border::none(pixels), border(pixels));
        let mut all = vec![whole];
        if inside != whole {
            all.push(inside);
        }
        let hashes = all.iter().filter_map(|border| Frequencies::hashes_in_all(pixels, border));
        Self { hashes: hashes.flatten().collect() }
    }

    /// Asks with what was stored of a picture that is not at hand: other orientations are known within some bits.
    pub fn of_print(print: &Print) -> Self {
        let turned =
            |hash: Hash| Orientation::ALL.map(move |orientation| (hash.turned(orientation), orientation));
        Self { hashes: print.usable().flat_map(turned).collect() }
    }

    /// What was kept of a query: [`Self::hashes`] without their orientations, as many as there were.
    pub fn from_hashes(hashes: &[Hash]) -> Self {
        let orientations = Orientation::ALL.into_iter().cycle();
        Self { hashes: hashes.iter().copied().zip(orientations).collect() }
    }

    /// What is looked for.
    pub fn hashes(&self) -> &[(Hash, Orientation)] {
        &self.hashes
    }
}
