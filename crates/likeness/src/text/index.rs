//! The search for stored fingerprints that are like one, without looking at all of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::fingerprint::{Fingerprint, SLOTS, Signature};

/// Texts that share a band's three slots are compared: 94 % of those with a Jaccard of 0.4 share at least one, 99.6 %
/// with 0.5, 0.5 % with 0.05.
const BANDS: usize = 42;
const ROWS: usize = SLOTS / BANDS;

/// Below, an estimate is three deviations short of [`super::JACCARD_MIN`].
const ESTIMATE_MIN: f32 = 0.27;

/// The newest texts that are looked at in one band: thousands of copies with a number at the end are one answer.
const IN_A_BAND_MAX: usize = 128;

/// Rows are kept in blocks, so that memory never grows by half at once.
const BLOCK: usize = 4_096;

/// Rows in one of a band's chains, on average, before chains are made anew.
const CHAIN_MAX: usize = 4;

const END: u32 = u32::MAX;

/// A stored text like the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near<K> {
    /// Whose text it is.
    pub key: K,
    /// Both look the same to the last letter.
    pub is_exact: bool,
    /// About which share of pieces both have; to be verified by [`super::Shingles::jaccard`].
    pub estimate: f32,
}

/// Stored texts by their fingerprints: MinHash in 42 bands of three slots.
///
/// It keeps the lower half of each slot, which tells texts apart nearly as well: about 390 bytes for each different
/// text, 0.4 GB for a million. Equal texts cost 40 bytes each.
#[derive(Debug, Clone)]
pub struct TextIndex<K> {
    blocks: Vec<Vec<Row>>,
    rows: u32,
    /// Rows whose texts are gone.
    free: Vec<u32>,
    /// For each band, the first row of each chain.
    heads: Vec<u32>,
    chains: usize,
    /// The first key of each text, and the others where there are several.
    keys: HashMap<u64, K>,
    others: HashMap<u64, Vec<K>>,
}

#[derive(Debug, Clone)]
struct Row {
    next: [u32; BANDS],
    slots: [u8; SLOTS],
    exact: u64,
}

impl<K: Copy + Eq> Default for TextIndex<K> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<K: Copy + Eq> TextIndex<K> {
    /// An empty index that takes this many texts without making its chains anew.
    pub fn with_capacity(texts: usize) -> Self {
        let chains = (texts / CHAIN_MAX).next_power_of_two().max(1 << 10);
        Self {
            blocks: Vec::new(),
            rows: 0,
            free: Vec::new(),
            heads: vec![END; chains * BANDS],
            chains,
            keys: HashMap::with_capacity(texts),
            others: HashMap::new(),
        }
    }

    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// What it takes in memory, nearly.
    pub fn memory_bytes(&self) -> usize {
        let map = |capacity: usize, entry: usize| capacity * 8 / 7 * (entry + 1);
        let others: usize = self.others.values().map(|keys| keys.capacity() * size_of::<K>()).sum();
        self.blocks.len() * BLOCK * size_of::<Row>()
            + self.heads.len() * size_of::<u32>()
            + map(self.keys.capacity(), size_of::<(u64, K)>())
            + map(self.others.capacity(), size_of::<(u64, Vec<K>)>())
            + others
    }

    /// Takes a text in. A key may have several texts, and a text several keys.
    pub fn add(&mut self, fingerprint: &Fingerprint, key: K) {
        match self.keys.entry(fingerprint.exact) {
            Entry::Occupied(_) => self.others.entry(fingerprint.exact).or_default().push(key),
            Entry::Vacant(place) => {
                place.insert(key);
                if let Some(signature) = &fingerprint.signature {
                    self.add_row(fingerprint.exact, signature);
                }
            }
        }
    }

    /// Takes one pair out; false when it was not there.
    pub fn remove(&mut self, fingerprint: &Fingerprint, key: K) -> bool {
        let exact = fingerprint.exact;
        let Some(first) = self.keys.get_mut(&exact) else { return false };
        let others = self.others.get_mut(&exact);
        match others {
            Some(others) => {
                if *first == key {
                    *first = others.pop().expect("an empty list is taken out");
                } else if let Some(at) = others.iter().position(|held| *held == key) {
                    others.swap_remove(at);
                } else {
                    return false;
                }
                if others.is_empty() {
                    self.others.remove(&exact);
                }
            }
            None if *first == key => {
                self.keys.remove(&exact);
                if let Some(signature) = &fingerprint.signature {
                    self.remove_row(exact, &lower_halves(signature));
                }
            }
            None => return false,
        }
        true
    }

    /// Stored texts like this one, the most alike first, at most `limit`.
    pub fn near(&self, fingerprint: &Fingerprint, limit: usize) -> Vec<Near<K>> {
        let mut near: Vec<Near<K>> = self
            .keys_of(fingerprint.exact)
            .map(|key| Near { key, is_exact: true, estimate: 1.0 })
            .take(limit)
            .collect();
        let Some(signature) = &fingerprint.signature else { return near };
        let slots = lower_halves(signature);
        let mut candidates = self.candidates(&slots);
        candidates.sort_unstable();
        candidates.dedup();
        let mut alike: Vec<(f32, u64)> = candidates
            .into_iter()
            .map(|row| self.row(row))
            .filter(|row| row.exact != fingerprint.exact)
            .map(|row| (estimate(&slots, &row.slots), row.exact))
            .filter(|(estimate, _)| *estimate >= ESTIMATE_MIN)
            .collect();
        alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let alike = alike.into_iter().flat_map(|(estimate, exact)| {
            self.keys_of(exact).map(move |key| Near { key, is_exact: false, estimate })
        });
        let room = limit - near.len();
        near.extend(alike.take(room));
        near
    }

    fn keys_of(&self, exact: u64) -> impl Iterator<Item = K> {
        let others = self.others.get(&exact).into_iter().flatten();
        self.keys.get(&exact).into_iter().chain(others).copied()
    }

    fn candidates(&self, slots: &[u8; SLOTS]) -> Vec<u32> {
        let mut candidates = Vec::new();
        for band in 0..BANDS {
            let wanted = in_band(slots, band);
            let full = candidates.len() + IN_A_BAND_MAX;
            let mut at = self.heads[self.head(band, wanted)];
            while at != END && candidates.len() < full {
                let row = self.row(at);
                if in_band(&row.slots, band) == wanted {
                    candidates.push(at);
                }
                at = row.next[band];
            }
        }
        candidates
    }

    fn add_row(&mut self, exact: u64, signature: &Signature) {
        if (self.rows as usize - self.free.len()) >= self.chains * CHAIN_MAX {
            self.chain_anew();
        }
        let row = Row { next: [END; BANDS], slots: lower_halves(signature), exact };
        let number = match self.free.pop() {
            Some(number) => {
                *self.row_mut(number) = row;
                number
            }
            None => {
                let number = self.rows;
                if (number as usize).is_multiple_of(BLOCK) {
                    self.blocks.push(Vec::with_capacity(BLOCK));
                }
                self.blocks.last_mut().expect("one was just made").push(row);
                self.rows += 1;
                number
            }
        };
        self.link(number);
    }

    fn link(&mut self, number: u32) {
        let slots = self.row(number).slots;
        for band in 0..BANDS {
            let head = self.head(band, in_band(&slots, band));
            let first = std::mem::replace(&mut self.heads[head], number);
            self.row_mut(number).next[band] = first;
        }
    }

    fn remove_row(&mut self, exact: u64, slots: &[u8; SLOTS]) {
        let mut removed = None;
        for band in 0..BANDS {
            let head = self.head(band, in_band(slots, band));
            let (mut before, mut at) = (END, self.heads[head]);
            while at != END && self.row(at).exact != exact {
                (before, at) = (at, self.row(at).next[band]);
            }
            if at == END {
                continue;
            }
            let next = self.row(at).next[band];
            match before {
                END => self.heads[head] = next,
                before => self.row_mut(before).next[band] = next,
            }
            removed = Some(at);
        }
        self.free.extend(removed);
    }

    fn chain_anew(&mut self) {
        self.chains *= 2;
        self.heads = vec![END; self.chains * BANDS];
        let mut is_free = vec![false; self.rows as usize];
        self.free.iter().for_each(|row| is_free[*row as usize] = true);
        (0..self.rows).filter(|row| !is_free[*row as usize]).for_each(|row| self.link(row));
    }

    fn head(&self, band: usize, slots: u32) -> usize {
        // Fibonacci hashing: the upper bits of the product are mixed best.
        let place = (u64::from(slots) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        band * self.chains + (place as usize & (self.chains - 1))
    }

    fn row(&self, number: u32) -> &Row {
        &self.blocks[number as usize / BLOCK][number as usize % BLOCK]
    }

    fn row_mut(&mut self, number: u32) -> &mut Row {
        &mut self.blocks[number as usize / BLOCK][number as usize % BLOCK]
    }
}

fn lower_halves(signature: &Signature) -> [u8; SLOTS] {
    signature.map(|slot| slot as u8)
}

fn in_band(slots: &[u8; SLOTS], band: usize) -> u32 {
    let rows = &slots[band * ROWS..(band + 1) * ROWS];
    rows.iter().fold(0, |together, slot| together << 8 | u32::from(*slot))
}

/// Of slots that differ one in 256 has the same lower half.
fn estimate(a: &[u8; SLOTS], b: &[u8; SLOTS]) -> f32 {
    let equal = a.iter().zip(b).filter(|(a, b)| a == b).count() as f32 / SLOTS as f32;
    ((equal - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)).max(0.0)
}
