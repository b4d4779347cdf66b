//! The search for a name among many, without comparing it with all of them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Likeness, PersonName};

/// Words with fewer consonants are everybody's.
const WORD_CONSONANTS_MIN: usize = 2;

/// Names that share a key beyond which the key says nothing: a very common word.
const SHARED_MAX: usize = 600;

/// Names that are compared in the end, those with the most keys in common first.
const COMPARED_MAX: usize = 160;

/// A name like the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameHit<K> {
    /// Whose name it is.
    pub key: K,
    /// What makes them alike.
    pub likeness: Likeness,
}

/// Names by their consonants: two are compared when a word's are equal, or the whole name's but for one.
#[derive(Debug, Clone)]
pub struct NameIndex<K> {
    names: Vec<(K, PersonName)>,
    by_key: HashMap<u64, Vec<u32>>,
}

impl<K> Default for NameIndex<K> {
    fn default() -> Self {
        Self { names: Vec::new(), by_key: HashMap::new() }
    }
}

impl<K: Copy + Ord> NameIndex<K> {
    /// Takes a name in. A key may have several names.
    pub fn add(&mut self, name: &str, key: K) {
        let number = self.names.len() as u32;
        let name = PersonName::new(name);
        for blocking in keys(&name, Side::Held) {
            self.by_key.entry(blocking).or_default().push(number);
        }
        self.names.push((key, name));
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names most like this one, the most alike first. The caller decides from which score on they are shown.
    pub fn search(&self, name: &PersonName, limit: usize) -> Vec<NameHit<K>> {
        let mut found: Vec<u32> = Vec::new();
        for blocking in keys(name, Side::Asked) {
            let names = self.by_key.get(&blocking).map_or(&[][..], Vec::as_slice);
            found.extend(&names[..names.len().min(SHARED_MAX)]);
        }
        found.sort_unstable();
        let mut counted: Vec<(usize, u32)> =
            found.chunk_by(|a, b| a == b).map(|names| (names.len(), names[0])).collect();
        counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let compared = counted.into_iter().take(COMPARED_MAX).map(|(_, number)| {
            let (key, held) = &self.names[number as usize];
            NameHit { key: *key, likeness: name.likeness(held) }
        });
        let mut hits: Vec<NameHit<K>> = compared.collect();
        hits.sort_unstable_by(|a, b| {
            b.likeness.score.total_cmp(&a.likeness.score).then_with(|| a.key.cmp(&b.key))
        });
        hits.truncate(limit);
        hits
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Held,
    Asked,
}

/// What a name is found by. Only the asked one is laid in all orders of its words.
fn keys(name: &PersonName, side: Side) -> Vec<u64> {
    let mut keys = vec![key("look", name.look().as_bytes())];
    let words = name.words().filter(|word| word.len() >= WORD_CONSONANTS_MIN);
    keys.extend(words.map(|word| key("word", word)));
    for consonants in name.consonants(side == Side::Asked) {
        keys.push(key("all", consonants));
        for left_out in 0..consonants.len() {
            let rest = [&consonants[..left_out], &consonants[left_out + 1..]].concat();
            keys.push(key("all", &rest));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Keys live as long as the process: the hasher may be another one tomorrow.
fn key(kind: &str, bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, bytes).hash(&mut hasher);
    hasher.finish()
}
