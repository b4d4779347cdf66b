//! The search among many names, while somebody types and whatever they type with. It must not know who may see what:
//! what is in it may be found.

mod dictionary;

use std::collections::HashSet;
use std::hash::Hash;

use super::similarity::{DUPLICATE_SIMILARITY_MIN, Spelling};
use super::sound::{Cost, LETTER};
use super::words::{self, Kind, Word};
use dictionary::{Dictionary, Found};

/// One of the names of a place or group.
#[derive(Debug, Clone)]
pub struct Name<K, T = String> {
    /// Whose name it is; a key may have many names.
    pub key: K,
    /// The name as it is shown.
    pub text: T,
    /// Which of several places of one name is meant more often: 0 for a courtyard, 255 for a country.
    pub prominence: u8,
}

/// A name that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a, K> {
    /// Whose name it is.
    pub key: K,
    /// The name that fits best among those of the key.
    pub name: &'a str,
    /// 1.0 for the whole name without a slip.
    pub score: f32,
}

/// Names by their words, for search and for the search of duplicates. Built once and then only read.
///
/// Each word stands in a sorted dictionary by its sound; words of Arabic names also by their consonants, under which
/// other scripts' words are looked for, and the other way round. A query walks the dictionary with a row of costs for
/// each letter and leaves a branch when all of them are too high.
pub struct NameIndex<K> {
    dictionary: Dictionary,
    texts: String,
    names: Vec<Entry<K>>,
}

struct Entry<K> {
    key: K,
    text_end: u32,
    prominence: u8,
    words: u8,
}

/// Where in the dictionary a form of a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Section {
    Sound = 1,
    /// Consonants of words that were written in Arabic letters.
    Abjad,
    /// Consonants of all other words.
    Consonants,
    Shared,
}

/// How well a name has a word of the query, in hundredths.
const QUALITY_WHOLE: Cost = 100;
const QUALITY_BEGUN: Cost = 90;
const QUALITY_CONSONANTS: Cost = 80;
/// What ten tenths of a wrong letter take of it.
const QUALITY_LOST_BY_LETTER: Cost = 35;
/// Words beside the query's own that may be missing in a name, if the query has at least three.
const MISSING_WORDS: u8 = 1;
/// Different words of a query that are looked for.
const QUERY_WORDS_MAX: usize = 8;
/// Names whose similarity is worked out in a search for duplicates.
const CANDIDATES: usize = 48;

impl<K: Copy + Eq + Hash> NameIndex<K> {
    /// Takes all names.
    pub fn new<T: AsRef<str>>(all: impl IntoIterator<Item = Name<K, T>>) -> Self {
        let mut builder = dictionary::Builder::default();
        let (mut texts, mut names) = (String::new(), Vec::new());
        for Name { key, text, prominence } in all {
            let number = u32::try_from(names.len()).expect("fewer names than 2^32");
            let words = words::of(text.as_ref());
            for word in &words {
                for (section, form) in forms(word) {
                    builder.add(section as u8, form, number);
                }
            }
            texts.push_str(text.as_ref());
            let text_end = u32::try_from(texts.len()).expect("less than 4 GB of names");
            names.push(Entry { key, text_end, prominence, words: words.len() as u8 });
        }
        texts.shrink_to_fit();
        Self { dictionary: builder.finish(), texts, names }
    }

    /// The names that fit, the best first, each key once. The last word may be only begun, unless a blank follows it.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit<'_, K>> {
        self.search_where(query, limit, |_| true)
    }

    /// [`NameIndex::search`] among some of the keys.
    pub fn search_where(&self, query: &str, limit: usize, is_meant: impl Fn(K) -> bool) -> Vec<Hit<'_, K>> {
        let words = words_of(query);
        let is_open = query.chars().next_back().is_some_and(char::is_alphanumeric);
        let has_own = words.iter().any(|word| matches!(word.kind, Kind::Own | Kind::Number));
        let counts = |word: &Word| !has_own || matches!(word.kind, Kind::Own | Kind::Number);
        let required = words.iter().filter(|word| counts(word)).count() as u8;
        let needed = if required >= 3 { required - MISSING_WORDS } else { required };

        let mut tally = Tally::new(self.names.len());
        // Words that must be there come first, so that the others only add to names that have them.
        let (first, later): (Vec<_>, Vec<_>) = words.iter().enumerate().partition(|(_, word)| counts(word));
        let (mut weight_total, mut done) = (0.0, 0_u8);
        for (place, word) in first.into_iter().chain(later) {
            let weight = word.weight().max(0.1);
            weight_total += weight;
            let begins = is_open && place + 1 == words.len();
            // Names that can no longer have enough words are not counted on: shared words are in very many.
            tally.counts_min = if counts(word) { done.saturating_sub(required - needed) } else { needed };
            self.gather(word, &Reach::of_search(word, begins), &mut tally);
            tally.close_word(weight, counts(word));
            done += u8::from(counts(word));
        }
        let score = |number: u32| {
            let mark = &tally.marks[number as usize];
            if mark.count < needed {
                return None;
            }
            let name = &self.names[number as usize];
            let fit = mark.total / (weight_total * f32::from(QUALITY_WHOLE));
            // A name with few words beside those of the query is meant more often.
            let covered = (words.len() as f32 / f32::from(name.words)).min(1.0);
            let score = fit * (0.75 + 0.25 * covered);
            Some((score, score + f32::from(name.prominence) * 0.0004, number))
        };
        let scored = tally.touched_ever.iter().filter_map(|number| score(*number)).collect();
        self.best(scored, limit, is_meant)
    }

    /// Names that may be other spellings of this one, the most alike first, each key once. The score is
    /// [`super::similarity`], never less than [`DUPLICATE_SIMILARITY_MIN`].
    pub fn similar(&self, name: &str, limit: usize) -> Vec<Hit<'_, K>> {
        let words = words_of(name);
        let has_own = words.iter().any(|word| word.kind == Kind::Own);
        let mut tally = Tally::new(self.names.len());
        for word in words.iter().filter(|word| !has_own || word.kind == Kind::Own) {
            self.gather(word, &Reach::of_duplicates(word), &mut tally);
            tally.close_word(word.weight(), true);
        }
        let total = |number: &u32| {
            tally.marks[*number as usize].total / f32::from(self.names[*number as usize].words)
        };
        let mut candidates = tally.touched_ever.clone();
        if candidates.len() > CANDIDATES {
            candidates
                .select_nth_unstable_by(CANDIDATES, |a, b| total(b).total_cmp(&total(a)).then(a.cmp(b)));
            candidates.truncate(CANDIDATES);
        }
        let spelling = Spelling::new(name);
        let score = |number: u32| {
            let score = spelling.similarity(&Spelling::new(self.text(number)));
            (score >= DUPLICATE_SIMILARITY_MIN).then_some((score, score, number))
        };
        let scored = candidates.into_iter().filter_map(score).collect();
        self.best(scored, limit, |_| true)
    }

    /// All names with their keys, in the order in which they were taken.
    pub fn iter(&self) -> impl Iterator<Item = (K, &str)> {
        (0..).zip(&self.names).map(|(number, name)| (name.key, self.text(number)))
    }

    /// How many names it holds.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What it keeps in memory, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.dictionary.memory_bytes() + self.texts.capacity() + self.names.capacity() * size_of::<Entry<K>>()
    }

    /// Tells the tally how well each name has the word.
    fn gather(&self, word: &Word, reach: &Reach, tally: &mut Tally) {
        let mut take = |found: Found| {
            let best = if found.is_whole { QUALITY_WHOLE } else { QUALITY_BEGUN };
            let lost = found.cost * QUALITY_LOST_BY_LETTER / LETTER;
            for name in found.names {
                tally.take(*name, best.saturating_sub(lost).max(1) as u8);
            }
        };
        let Reach { is_begun, sound_max, consonants_max } = *reach;
        self.dictionary.find(Section::Sound as u8, &word.sound, is_begun, sound_max, &mut take);
        if let Kind::Shared(number) = word.kind {
            self.dictionary.find(Section::Shared as u8, &[number], false, 0, &mut take);
        }
        if word.kind == Kind::Own && word.skeleton.len() >= 2 {
            let across = if word.is_abjad { Section::Consonants } else { Section::Abjad };
            let is_begun = is_begun && word.skeleton.len() >= 3;
            let mut take = |found: Found| {
                let lost = found.cost * QUALITY_LOST_BY_LETTER / LETTER;
                found
                    .names
                    .iter()
                    .for_each(|name| tally.take(*name, QUALITY_CONSONANTS.saturating_sub(lost).max(1) as u8));
            };
            self.dictionary.find(across as u8, &word.skeleton, is_begun, consonants_max, &mut take);
        }
    }

    /// Of (score shown, score for the order, name) the best of each key that is meant. A letter may fit a hundred
    /// thousand names: only as many are put in order, and asked about, as are needed.
    fn best(
        &self,
        mut scored: Vec<(f32, f32, u32)>,
        limit: usize,
        is_meant: impl Fn(K) -> bool,
    ) -> Vec<Hit<'_, K>> {
        let order = |a: &(f32, f32, u32), b: &(f32, f32, u32)| {
            let shorter = || self.text(a.2).len().cmp(&self.text(b.2).len());
            b.1.total_cmp(&a.1).then_with(shorter).then(a.2.cmp(&b.2))
        };
        let (mut seen, mut hits) = (HashSet::new(), Vec::new());
        let mut rest = scored.as_mut_slice();
        // A key has a handful of names, rarely more.
        let mut enough = limit.saturating_mul(8);
        while !rest.is_empty() && hits.len() < limit {
            let count = enough.min(rest.len());
            if count < rest.len() {
                rest.select_nth_unstable_by(count, order);
            }
            let (first, others) = rest.split_at_mut(count);
            first.sort_unstable_by(order);
            let found = first.iter().map(|(score, _, number)| {
                let key = self.names[*number as usize].key;
                Hit { key, name: self.text(*number), score: *score }
            });
            let meant = found.filter(|hit| seen.insert(hit.key) && is_meant(hit.key));
            hits.extend(meant.take(limit - hits.len()));
            rest = others;
            enough = enough.saturating_mul(4);
        }
        hits
    }

    fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.names[before].text_end as usize);
        &self.texts[start..self.names[number].text_end as usize]
    }
}

/// The words that are looked for. Each costs a walk through all words, so a long text full of them must not cost more
/// than a name.
fn words_of(query: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for word in words::of(query) {
        if words.len() < QUERY_WORDS_MAX && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// What a name's word is found by.
fn forms(word: &Word) -> Vec<(Section, &[u8])> {
    let mut forms = vec![(Section::Sound, word.sound.as_slice())];
    match (&word.kind, word.is_abjad) {
        (Kind::Shared(number), _) => forms.push((Section::Shared, std::slice::from_ref(number))),
        (Kind::Own, true) => forms.push((Section::Abjad, &word.skeleton)),
        (Kind::Own, false) => forms.push((Section::Consonants, &word.skeleton)),
        _ => {}
    }
    forms.retain(|(_, form)| !form.is_empty());
    forms
}

/// How far from a word of the query a name's word may be.
struct Reach {
    /// It may begin like the query's.
    is_begun: bool,
    sound_max: Cost,
    consonants_max: Cost,
}

impl Reach {
    /// The longer a word the more may be wrong in it. Numbers must be right.
    fn of_search(word: &Word, is_begun: bool) -> Self {
        let sound_max = match (word.kind, word.sound.len(), is_begun) {
            (Kind::Number, ..) | (_, 0..=2, _) => 0,
            (_, 3, true) => 3,
            (_, 3, false) => 5,
            (_, 4..=5, true) => 8,
            (_, 4..=5, false) => 10,
            (_, 6..=8, true) => 12,
            (_, 6..=8, false) => 16,
            (_, 9.., _) => 20,
        };
        Self { is_begun, sound_max, consonants_max: if word.skeleton.len() >= 4 { LETTER / 2 } else { 0 } }
    }

    /// As far as two words may be apart that the comparison takes for one.
    fn of_duplicates(word: &Word) -> Self {
        let share = |length: usize, tenths: usize| (length * tenths).min(32) as Cost;
        let sound_max = if word.kind == Kind::Number { 0 } else { share(word.sound.len(), 4) };
        Self { is_begun: false, sound_max, consonants_max: share(word.skeleton.len(), 3) }
    }
}

/// What the words of one query found so far, a place for each name.
struct Tally {
    marks: Vec<Mark>,
    /// Names that have fewer words of the query are passed over.
    counts_min: u8,
    touched: Vec<u32>,
    touched_ever: Vec<u32>,
}

/// What was found of one name. Kept together, because names are come by in no order.
#[derive(Clone, Copy, Default)]
struct Mark {
    total: f32,
    /// How many words of the query it has.
    count: u8,
    /// The best of the word that is looked for now.
    current: u8,
}

impl Tally {
    fn new(names: usize) -> Self {
        Self {
            marks: vec![Mark::default(); names],
            counts_min: 0,
            touched: Vec::new(),
            touched_ever: Vec::new(),
        }
    }

    fn take(&mut self, name: u32, quality: u8) {
        let mark = &mut self.marks[name as usize];
        if mark.count < self.counts_min {
            return;
        }
        if mark.current == 0 {
            self.touched.push(name);
        }
        mark.current = quality.max(mark.current);
    }

    fn close_word(&mut self, weight: f32, counts: bool) {
        for name in self.touched.drain(..) {
            let mark = &mut self.marks[name as usize];
            if mark.total == 0.0 {
                self.touched_ever.push(name);
            }
            mark.total += weight * f32::from(mark.current);
            mark.count += u8::from(counts);
            mark.current = 0;
        }
    }
}
