//! The posts of the last 24 hours, found by what they are like. Each band of a signature has a table in which the
//! newest post takes its place, so that nothing is chained and memory is what the limits say.

use std::collections::{HashMap, VecDeque};

use super::items::Appearance;
use super::{Content, JACCARD_MIN, Limits, PICTURE_BITS_MAX, SLOTS, Signature};

const ROWS: usize = 3;
const BANDS: usize = SLOTS / ROWS;
/// What is nearer than this needs no place of its own.
const CLOSE_JACCARD: f32 = 0.8;
const CLOSE_BITS: u32 = 10;
const NOBODY: u32 = u32::MAX;

/// Where a post is remembered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Text(usize),
    File(u64),
    Picture(usize),
}

/// A post that was found.
pub(super) struct Found {
    pub place: Place,
    /// It is so near that what is like the one is like the other.
    pub is_close: bool,
}

/// What is remembered of a post.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trace {
    pub first: Appearance,
    /// The item that it belongs to, when several channels have it.
    pub item: Option<u32>,
}

#[derive(Debug, Clone)]
struct Text {
    trace: Trace,
    /// The lower halves of the slots, which tell texts apart nearly as well.
    slots: [u8; SLOTS],
}

#[derive(Debug, Clone)]
pub(super) struct Recent {
    texts_max: usize,
    /// The number of the first text that is still held.
    first: u32,
    texts: VecDeque<Text>,
    /// For each band, the number of the newest text with its key.
    tables: Vec<u32>,
    table: usize,
    files: HashMap<u64, Trace>,
    file_order: VecDeque<u64>,
    pictures_max: usize,
    pictures: VecDeque<([u64; 4], Trace)>,
}

impl Recent {
    pub fn new(limits: &Limits) -> Self {
        let table = 1 << 10;
        Self {
            texts_max: limits.posts.max(1),
            first: 0,
            texts: VecDeque::new(),
            tables: vec![NOBODY; table * BANDS],
            table,
            files: HashMap::new(),
            file_order: VecDeque::new(),
            pictures_max: limits.pictures.max(1),
            pictures: VecDeque::new(),
        }
    }

    /// The nearest that is not older.
    pub fn find(&self, content: &Content, since_s: i64) -> Option<Found> {
        match content {
            Content::Text(signature) => self.find_text(signature, since_s),
            Content::File(digest) => {
                let trace = self.files.get(digest)?;
                (trace.first.at_s >= since_s).then_some(Found { place: Place::File(*digest), is_close: true })
            }
            Content::Picture(hash) => self.find_picture(hash, since_s),
        }
    }

    pub fn trace_mut(&mut self, place: Place) -> &mut Trace {
        match place {
            Place::Text(number) => &mut self.texts[number].trace,
            Place::File(digest) => self.files.get_mut(&digest).expect("it was just found"),
            Place::Picture(number) => &mut self.pictures[number].1,
        }
    }

    pub fn insert(&mut self, content: &Content, trace: Trace) {
        match content {
            Content::Text(signature) => self.insert_text(signature, trace),
            Content::File(digest) => {
                if self.files.insert(*digest, trace).is_none() {
                    self.file_order.push_back(*digest);
                }
                if self.file_order.len() > self.texts_max {
                    let oldest = self.file_order.pop_front();
                    oldest.and_then(|oldest| self.files.remove(&oldest));
                }
            }
            Content::Picture(hash) => {
                if self.pictures.len() >= self.pictures_max {
                    self.pictures.pop_front();
                }
                self.pictures.push_back((*hash, trace));
            }
        }
    }

    pub fn memory_bytes(&self) -> usize {
        let file = size_of::<(u64, Trace)>() + 1;
        self.texts.capacity() * size_of::<Text>()
            + self.tables.capacity() * size_of::<u32>()
            + self.files.capacity() * 8 / 7 * file
            + self.file_order.capacity() * size_of::<u64>()
            + self.pictures.capacity() * size_of::<([u64; 4], Trace)>()
    }

    fn find_text(&self, signature: &Signature, since_s: i64) -> Option<Found> {
        let slots = signature.map(|slot| slot as u8);
        let mut numbers = [NOBODY; BANDS];
        for (band, number) in numbers.iter_mut().enumerate() {
            *number = self.tables[self.cell(band, signature_key(signature, band))];
        }
        numbers.sort_unstable();
        let mut best: Option<(f32, usize)> = None;
        let mut before = NOBODY;
        for number in numbers {
            let place = number.wrapping_sub(self.first) as usize;
            if number == std::mem::replace(&mut before, number) || place >= self.texts.len() {
                continue;
            }
            let text = &self.texts[place];
            if text.trace.first.at_s < since_s {
                continue;
            }
            let likeness = likeness(&slots, &text.slots);
            if likeness >= best.map_or(JACCARD_MIN, |(likeness, _)| likeness) {
                best = Some((likeness, place));
            }
        }
        best.map(|(likeness, place)| Found { place: Place::Text(place), is_close: likeness >= CLOSE_JACCARD })
    }

    fn find_picture(&self, hash: &[u64; 4], since_s: i64) -> Option<Found> {
        let fresh = self.pictures.partition_point(|(_, trace)| trace.first.at_s < since_s);
        let (bits, place) = self
            .pictures
            .range(fresh..)
            .zip(fresh..)
            .map(|((other, _), place)| (distance(hash, other), place))
            .min()?;
        (bits <= PICTURE_BITS_MAX)
            .then_some(Found { place: Place::Picture(place), is_close: bits <= CLOSE_BITS })
    }

    fn insert_text(&mut self, signature: &Signature, trace: Trace) {
        let since_s = trace.first.at_s - super::WINDOW_S;
        let is_over = |text: &Text| text.trace.first.at_s < since_s;
        while self.texts.len() >= self.texts_max || self.texts.front().is_some_and(is_over) {
            self.texts.pop_front();
            self.first = self.first.wrapping_add(1);
        }
        if self.texts.len() >= self.table {
            self.widen();
        }
        let number = self.first.wrapping_add(self.texts.len() as u32);
        for band in 0..BANDS {
            let cell = self.cell(band, signature_key(signature, band));
            self.tables[cell] = number;
        }
        self.texts.push_back(Text { trace, slots: signature.map(|slot| slot as u8) });
    }

    /// Twice the cells, each text where it belongs now.
    fn widen(&mut self) {
        self.table *= 2;
        self.tables = vec![NOBODY; self.table * BANDS];
        for (place, text) in self.texts.iter().enumerate() {
            let number = self.first.wrapping_add(place as u32);
            for band in 0..BANDS {
                let cell = cell(self.table, band, key(&text.slots, band));
                self.tables[cell] = number;
            }
        }
    }

    fn cell(&self, band: usize, key: u32) -> usize {
        cell(self.table, band, key)
    }
}

fn cell(table: usize, band: usize, key: u32) -> usize {
    // Fibonacci hashing: the upper bits of the product are mixed best.
    let mixed = (u64::from(key) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    band * table + (mixed as usize & (table - 1))
}

/// The lower halves of three slots, 24 bits.
fn key(slots: &[u8; SLOTS], band: usize) -> u32 {
    slots[band * ROWS..][..ROWS].iter().fold(0, |together, slot| together << 8 | u32::from(*slot))
}

fn signature_key(signature: &Signature, band: usize) -> u32 {
    signature[band * ROWS..][..ROWS].iter().fold(0, |together, slot| together << 8 | u32::from(*slot & 0xff))
}

/// The share of pieces in common, nearly; of slots that differ one in 256 has the same lower half.
fn likeness(a: &[u8; SLOTS], b: &[u8; SLOTS]) -> f32 {
    let equal = a.iter().zip(b).filter(|(a, b)| a == b).count() as f32 / SLOTS as f32;
    (equal - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)
}

fn distance(a: &[u64; 4], b: &[u64; 4]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}
