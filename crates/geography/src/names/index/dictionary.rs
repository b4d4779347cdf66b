//! Words in order, each with the names that have it, and the walk that finds those that sound like a query.

use std::collections::HashMap;
use std::ops::Range;

use super::super::sound::{Cost, SWAPPED, first_row, next_row};

/// Words of several sections in one sorted row; a word begins with the byte of its section.
pub struct Dictionary {
    words: Vec<u8>,
    word_ends: Vec<u32>,
    /// Numbers of names, word by word.
    names: Vec<u32>,
    name_ends: Vec<u32>,
}

#[derive(Default)]
pub struct Builder {
    words: HashMap<Box<[u8]>, Vec<u32>>,
    word: Vec<u8>,
}

/// Words in a row that fit a query equally well, with all names that have one of them.
pub struct Found<'a> {
    pub names: &'a [u32],
    pub cost: Cost,
    /// They are the query's word, and not only begin like it.
    pub is_whole: bool,
}

impl Builder {
    /// Adds a name under one form of one of its words. Numbers must not go down.
    pub fn add(&mut self, section: u8, form: &[u8], name: u32) {
        self.word.clear();
        self.word.push(section);
        self.word.extend_from_slice(form);
        match self.words.get_mut(self.word.as_slice()) {
            Some(names) if names.last() == Some(&name) => {}
            Some(names) => names.push(name),
            None => {
                self.words.insert(self.word.as_slice().into(), vec![name]);
            }
        }
    }

    pub fn finish(self) -> Dictionary {
        let mut sorted: Vec<(Box<[u8]>, Vec<u32>)> = self.words.into_iter().collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut dictionary = Dictionary {
            words: Vec::with_capacity(sorted.iter().map(|(word, _)| word.len()).sum()),
            word_ends: Vec::with_capacity(sorted.len()),
            names: Vec::with_capacity(sorted.iter().map(|(_, names)| names.len()).sum()),
            name_ends: Vec::with_capacity(sorted.len()),
        };
        for (word, names) in sorted {
            dictionary.words.extend_from_slice(&word);
            dictionary.word_ends.push(dictionary.words.len() as u32);
            dictionary.names.extend_from_slice(&names);
            dictionary.name_ends.push(dictionary.names.len() as u32);
        }
        dictionary
    }
}

/// One way through the dictionary.
struct Walk<'a, F> {
    dictionary: &'a Dictionary,
    query: &'a [u8],
    /// Words that begin like the query count too.
    is_begun: bool,
    cost_max: Cost,
    /// A row of costs for each letter of the way here.
    rows: Vec<Vec<Cost>>,
    found: F,
}

impl Dictionary {
    /// Hands over all words of the section that cost no more than `cost_max` to come to from the query.
    pub fn find(
        &self,
        section: u8,
        query: &[u8],
        is_begun: bool,
        cost_max: Cost,
        found: &mut impl FnMut(Found),
    ) {
        if query.is_empty() {
            return;
        }
        let all = 0..self.word_ends.len();
        let range = self.part(&all, 0, section);
        let rows = vec![first_row(query)];
        let mut walk = Walk { dictionary: self, query, is_begun, cost_max, rows, found };
        walk.visit(range, 1, Cost::MAX);
    }

    pub fn memory_bytes(&self) -> usize {
        self.words.capacity()
            + (self.word_ends.capacity() + self.names.capacity() + self.name_ends.capacity())
                * size_of::<u32>()
    }

    fn word(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.word_ends[before] as usize);
        &self.words[start..self.word_ends[number] as usize]
    }

    fn names_of(&self, words: &Range<usize>) -> &[u32] {
        let end = |number: usize| self.name_ends[number] as usize;
        let start = words.start.checked_sub(1).map_or(0, end);
        let end = words.end.checked_sub(1).map_or(0, end);
        &self.names[start..end.max(start)]
    }

    /// The words of the range, all of them longer than `depth`, that have the sign there.
    fn part(&self, range: &Range<usize>, depth: usize, sign: u8) -> Range<usize> {
        let start = self.first_where(range, |word| word[depth] >= sign);
        start..self.first_where(&(start..range.end), |word| word[depth] > sign)
    }

    fn first_where(&self, range: &Range<usize>, is_past: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_past(self.word(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

impl<F: FnMut(Found)> Walk<'_, F> {
    /// Looks at the words of the range, which have their first `depth` bytes in common. `begun` is the cost at which
    /// they were handed over already as words that begin like the query.
    fn visit(&mut self, range: Range<usize>, depth: usize, begun: Cost) {
        if range.is_empty() {
            return;
        }
        let row = self.rows.last().map_or(&[][..], Vec::as_slice);
        let cost = row.last().copied().unwrap_or(Cost::MAX);
        let fits = cost <= self.cost_max;
        let begun = if self.is_begun && fits && cost < begun {
            (self.found)(Found { names: self.dictionary.names_of(&range), cost, is_whole: false });
            cost
        } else {
            begun
        };
        let mut rest = range;
        if self.dictionary.word(rest.start).len() == depth {
            if fits {
                let own = rest.start..rest.start + 1;
                (self.found)(Found { names: self.dictionary.names_of(&own), cost, is_whole: true });
            }
            rest.start += 1;
        }
        while !rest.is_empty() {
            let sign = self.dictionary.word(rest.start)[depth];
            let end = self.dictionary.first_where(&rest, |word| word[depth] > sign);
            let mut next = Vec::with_capacity(self.query.len() + 1);
            let last = &self.rows[depth - 1];
            let before = (depth >= 2)
                .then(|| (self.dictionary.word(rest.start)[depth - 1], self.rows[depth - 2].as_slice()));
            next_row(self.query, sign, last, before, &mut next);
            // A branch is of use while it can still be within bounds, and better than what was handed over on the way.
            let least = next.iter().copied().chain(self.swap_ahead(sign)).min().unwrap_or(Cost::MAX);
            if least <= self.cost_max && least < begun {
                self.rows.push(next);
                self.visit(rest.start..end, depth + 1, begun);
                self.rows.pop();
            }
            rest.start = end;
        }
    }

    /// What the row after the next could cost at best if this sign and the one after it have changed places.
    fn swap_ahead(&self, sign: u8) -> Option<Cost> {
        let last = self.rows.last()?;
        let places = (1..self.query.len()).filter(|place| self.query[*place] == sign);
        places.map(|place| last[place - 1] + SWAPPED).min()
    }
}
