//! The search for stored hashes within a distance.

use std::mem;

use super::hash::SIDE;
use super::{DISTANCE_MAX, Hash};

/// Up to here every hash is compared: 3 ms for a million.
const COMPARED_MAX: usize = 1_000_000;

/// New hashes that are compared one by one before the parts are sorted anew, at least.
const TAIL_MIN: usize = 1 << 16;

/// A stored hash near the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Within<K> {
    /// In how many bits they differ.
    pub distance: u32,
    /// Whose hash it is.
    pub key: K,
}

/// Hashes by what is near them.
///
/// Beyond a million a hash is found by its sixteen parts (multi-index hashing, Norouzi 2012): of two hashes that differ
/// in 31 bits at most, one part of both differs in one bit at most. With keys of four bytes it takes 100 bytes for
/// each hash.
#[derive(Debug, Clone)]
pub struct HashIndex<K> {
    hashes: Vec<Hash>,
    keys: Vec<K>,
    /// Hashes that the parts know; the rest is compared one by one.
    sorted: usize,
    parts: Vec<Part>,
    /// Of the sorted ones, which are gone.
    gone: Vec<u64>,
    gone_count: usize,
    compared_max: usize,
}

/// Where hashes with a value in one of their sixteen parts are.
#[derive(Debug, Clone, Default)]
struct Part {
    /// For each value where its hashes begin in `places`; one more at the end.
    begins: Vec<u32>,
    places: Vec<u32>,
}

impl<K: Copy + Ord> Default for HashIndex<K> {
    fn default() -> Self {
        Self::comparing(COMPARED_MAX)
    }
}

impl<K: Copy + Ord> HashIndex<K> {
    /// An empty index that compares everything up to another number of hashes.
    pub fn comparing(compared_max: usize) -> Self {
        Self {
            hashes: Vec::new(),
            keys: Vec::new(),
            sorted: 0,
            parts: Vec::new(),
            gone: Vec::new(),
            gone_count: 0,
            compared_max,
        }
    }

    /// How many hashes there are.
    pub fn len(&self) -> usize {
        self.hashes.len() - self.gone_count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it takes in memory.
    pub fn memory_bytes(&self) -> usize {
        let parts = self.parts.iter().map(|part| (part.begins.capacity() + part.places.capacity()) * 4);
        self.hashes.capacity() * size_of::<Hash>()
            + self.keys.capacity() * size_of::<K>()
            + self.gone.capacity() * 8
            + parts.sum::<usize>()
    }

    /// Takes a hash in. A key may have several hashes.
    pub fn add(&mut self, hash: Hash, key: K) {
        if self.hashes.len() == self.hashes.capacity() {
            // An eighth at a time: doubling would need three times the memory for a moment.
            let more = self.hashes.len() / 8 + 1_024;
            self.hashes.reserve_exact(more);
            self.keys.reserve_exact(more);
        }
        self.hashes.push(hash);
        self.keys.push(key);
        let tail = self.hashes.len() - self.sorted;
        if self.hashes.len() > self.compared_max
            && tail > (self.sorted / 8).max(TAIL_MIN.min(self.compared_max))
        {
            self.sort();
        }
    }

    /// Takes one pair out; false when it was not there.
    pub fn remove(&mut self, hash: &Hash, key: K) -> bool {
        let is_it = |at: &usize| self.hashes[*at] == *hash && self.keys[*at] == key;
        if let Some(at) = (self.sorted..self.hashes.len()).find(is_it) {
            self.hashes.swap_remove(at);
            self.keys.swap_remove(at);
            return true;
        }
        let Some(part) = self.parts.first() else { return false };
        let found =
            part.of(hash.parts()[0]).iter().map(|at| *at as usize).find(|at| !self.is_gone(*at) && is_it(at));
        let Some(at) = found else { return false };
        self.gone[at / 64] |= 1 << (at % 64);
        self.gone_count += 1;
        if self.gone_count > self.sorted / 4 {
            self.sort();
        }
        true
    }

    /// All hashes within a distance, the nearest first.
    pub fn within(&self, hash: &Hash, distance_max: u32) -> Vec<Within<K>> {
        // Parts are exact up to 31 bits: beyond, everything is compared.
        let sorted = if distance_max <= DISTANCE_MAX { self.sorted } else { 0 };
        let mut within = Vec::new();
        if sorted > 0 {
            self.within_sorted(hash, distance_max, &mut within);
        }
        for (at, held) in self.hashes.iter().enumerate().skip(sorted) {
            let distance = held.distance(hash);
            if distance <= distance_max && !(at < self.sorted && self.is_gone(at)) {
                within.push(Within { distance, key: self.keys[at] });
            }
        }
        within.sort_unstable();
        within
    }

    fn within_sorted(&self, hash: &Hash, distance_max: u32, within: &mut Vec<Within<K>>) {
        let mut places: Vec<u32> = Vec::new();
        for (part, value) in self.parts.iter().zip(hash.parts()) {
            let neighbours = (0..16).map(|bit| value ^ (1 << bit));
            for value in std::iter::once(value).chain(neighbours) {
                let near = part.of(value).iter().filter(|at| {
                    self.hashes[**at as usize].distance(hash) <= distance_max && !self.is_gone(**at as usize)
                });
                places.extend(near);
            }
        }
        places.sort_unstable();
        places.dedup();
        within.extend(places.into_iter().map(|at| {
            let at = at as usize;
            Within { distance: self.hashes[at].distance(hash), key: self.keys[at] }
        }));
    }

    fn is_gone(&self, at: usize) -> bool {
        self.gone[at / 64] >> (at % 64) & 1 == 1
    }

    /// Leaves out what is gone, and brings all into the parts, or into none when there are few.
    fn sort(&mut self) {
        if self.gone_count > 0 {
            let mut kept = 0;
            for at in 0..self.hashes.len() {
                if at >= self.sorted || !self.is_gone(at) {
                    self.hashes.swap(kept, at);
                    self.keys.swap(kept, at);
                    kept += 1;
                }
            }
            self.hashes.truncate(kept);
            self.keys.truncate(kept);
        }
        self.gone_count = 0;
        if self.hashes.len() <= self.compared_max {
            (self.sorted, self.parts, self.gone) = (0, Vec::new(), Vec::new());
            return;
        }
        self.sorted = self.hashes.len();
        self.gone = vec![0; self.sorted.div_ceil(64)];
        self.parts.resize_with(SIDE, Part::default);
        // One part after the other gives its old memory back before the next one takes some.
        for number in 0..SIDE {
            drop(mem::take(&mut self.parts[number]));
            self.parts[number] = Part::of_all(&self.hashes, number);
        }
    }
}

impl Part {
    /// Sorts by counting.
    fn of_all(hashes: &[Hash], number: usize) -> Self {
        let mut begins = vec![0_u32; (1 << 16) + 1];
        for hash in hashes {
            begins[usize::from(hash.parts()[number]) + 1] += 1;
        }
        for value in 0..1 << 16 {
            begins[value + 1] += begins[value];
        }
        let mut next = begins.clone();
        let mut places = vec![0; hashes.len()];
        for (at, hash) in hashes.iter().enumerate() {
            let next = &mut next[usize::from(hash.parts()[number])];
            places[*next as usize] = at as u32;
            *next += 1;
        }
        Self { begins, places }
    }

    fn of(&self, value: u16) -> &[u32] {
        let value = usize::from(value);
        &self.places[self.begins[value] as usize..self.begins[value + 1] as usize]
    }
}
