//! What is stored of a text: a digest of the whole and, for longer ones, a MinHash signature of its pieces.

use super::shingles::mix;
use super::{Look, SHINGLED_CHARS_MIN, Shingles};

/// Slots of a signature: 42 bands of three in [`super::TextIndex`].
pub const SLOTS: usize = 126;

/// The least of each of [`SLOTS`] orders of the pieces, 16 bits of it: two texts share a slot as often as they share
/// pieces (Broder 1997).
pub type Signature = [u16; SLOTS];

const EXACT_BYTES: usize = 8;
const BYTES: usize = EXACT_BYTES + SLOTS * 2;

/// The orders' multipliers and summands. They never change: signatures are stored.
static ORDERS: [(u64, u64); SLOTS] = orders();

/// A text's digest and signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Equal for texts that look the same: the first eight bytes of BLAKE3 of the look.
    pub exact: u64,
    /// `None` for texts of fewer than [`SHINGLED_CHARS_MIN`] characters.
    pub signature: Option<Box<Signature>>,
}

impl Fingerprint {
    /// See [`Look::fingerprint`].
    pub(super) fn of(look: &Look) -> Option<Self> {
        let text = look.as_str();
        if text.is_empty() {
            return None;
        }
        let digest = blake3::hash(text.as_bytes());
        let exact = u64::from_le_bytes(*digest.as_bytes().first_chunk().expect("a digest has 32 bytes"));
        let is_long = text.chars().nth(SHINGLED_CHARS_MIN - 1).is_some();
        Some(Self { exact, signature: is_long.then(|| Box::new(signature(&look.shingles()))) })
    }

    /// About which share of pieces two texts have in common, within 0.05 two times of three; 1.0 for equal ones.
    pub fn likeness(&self, other: &Self) -> f32 {
        if self.exact == other.exact {
            return 1.0;
        }
        let (Some(own), Some(others)) = (&self.signature, &other.signature) else { return 0.0 };
        own.iter().zip(others.iter()).filter(|(a, b)| a == b).count() as f32 / SLOTS as f32
    }

    /// As it is stored: 8 bytes, or 260.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.exact.to_le_bytes().to_vec();
        for slot in self.signature.iter().flat_map(|signature| signature.iter()) {
            bytes.extend_from_slice(&slot.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (exact, slots) = bytes.split_first_chunk::<EXACT_BYTES>()?;
        let signature = match bytes.len() {
            EXACT_BYTES => None,
            BYTES => {
                let mut signature = Box::new([0; SLOTS]);
                for (slot, pair) in signature.iter_mut().zip(slots.chunks_exact(2)) {
                    *slot = u16::from_le_bytes([pair[0], pair[1]]);
                }
                Some(signature)
            }
            _ => return None,
        };
        Some(Self { exact: u64::from_le_bytes(*exact), signature })
    }
}

fn signature(shingles: &Shingles) -> Signature {
    let mut least = [u32::MAX; SLOTS];
    for &piece in shingles.numbers() {
        for (least, (factor, summand)) in least.iter_mut().zip(&ORDERS) {
            // Multiply-shift (Dietzfelbinger): the upper half of the product is an order of all numbers.
            let place = (u64::from(piece).wrapping_mul(*factor).wrapping_add(*summand) >> 32) as u32;
            *least = (*least).min(place);
        }
    }
    // The upper bits of a least number are zeroes; the lower ones tell numbers apart.
    least.map(|least| least as u16)
}

const fn orders() -> [(u64, u64); SLOTS] {
    let mut orders = [(0, 0); SLOTS];
    let mut slot = 0;
    while slot < SLOTS {
        let number = slot as u64 * 2;
        orders[slot] =
            (mix(0x5061_7276_6973 ^ (number << 48)) | 1, mix(0x5061_7276_6973 ^ ((number + 1) << 48)));
        slot += 1;
    }
    orders
}
