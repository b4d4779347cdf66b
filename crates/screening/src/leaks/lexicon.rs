//! Words in which attacks and stolen data are offered, and those in which people speak of them: one list per language,
//! which the operator may change.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::fold::{Folded, fold_word};

const BUILT_IN: [(&str, &str); 6] = [
    ("ar", include_str!("../../lexicon/ar.json")),
    ("be", include_str!("../../lexicon/be.json")),
    ("en", include_str!("../../lexicon/en.json")),
    ("es", include_str!("../../lexicon/es.json")),
    ("fr", include_str!("../../lexicon/fr.json")),
    ("ru", include_str!("../../lexicon/ru.json")),
];
/// Words of one list.
pub const WORDS_MAX: usize = 1_000;
/// Letters of one word, its `*` among them.
pub const WORD_CHARS_MAX: usize = 60;
const LANGUAGES_MAX: usize = 50;

/// What a word says about the text that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is about an attack that can be ordered.
    Attack,
    /// It may be about an attack.
    AttackHint,
    /// It is about stolen data.
    Data,
    /// It may be about data.
    DataHint,
    /// Something is offered.
    Offer,
    /// Somebody reports, studies, warns or defends.
    Context,
}

/// The words of one language; one that ends with `*` stands for all that begin so.
pub type Words = BTreeMap<Kind, Vec<String>>;

/// Words by language (BCP 47), as an operator reads and changes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lexicon(pub BTreeMap<String, Words>);

/// What an operator may not put into a lexicon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LexiconError {
    /// Too many languages.
    #[error("a lexicon has at most {LANGUAGES_MAX} languages")]
    Languages,
    /// A list is too long.
    #[error("{language}.{kind:?} has more than {WORDS_MAX} words")]
    Words {
        /// Of which language.
        language: String,
        /// Which list.
        kind: Kind,
    },
    /// A word is empty, too long, or nothing is left of it when it is folded.
    #[error("{language}.{kind:?}: {word:?} is no word of 2 to {WORD_CHARS_MAX} letters")]
    Word {
        /// Of which language.
        language: String,
        /// Of which list.
        kind: Kind,
        /// The word.
        word: String,
    },
}

impl Default for Lexicon {
    fn default() -> Self {
        let read = |(language, text): (&str, &str)| {
            let words =
                serde_json::from_str(text).expect("a lexicon of ours is well-formed: its test reads it");
            (language.to_owned(), words)
        };
        Self(BUILT_IN.into_iter().map(read).collect())
    }
}

/// A lexicon that is searched.
#[derive(Debug)]
pub struct Searcher {
    automaton: AhoCorasick,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    kind: Kind,
    is_stem: bool,
}

/// Which words of a kind a text has: each once, however often it stands there.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Found(HashMap<Kind, Vec<u32>>);

impl Found {
    /// How many different ones.
    pub fn count(&self, kind: Kind) -> usize {
        self.0.get(&kind).map_or(0, Vec::len)
    }
}

impl Searcher {
    /// Prepares a lexicon. A word that stands in several languages counts once.
    pub fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        if lexicon.0.len() > LANGUAGES_MAX {
            return Err(LexiconError::Languages);
        }
        let mut words: BTreeMap<(String, Kind), bool> = BTreeMap::new();
        for (language, lists) in &lexicon.0 {
            for (kind, list) in lists {
                if list.len() > WORDS_MAX {
                    return Err(LexiconError::Words { language: language.clone(), kind: *kind });
                }
                for word in list {
                    let stem = word.strip_suffix('*');
                    let folded = fold_word(stem.unwrap_or(word).trim());
                    let length = folded.chars().count();
                    if length < 2 || word.chars().count() > WORD_CHARS_MAX {
                        let word = word.clone();
                        return Err(LexiconError::Word { language: language.clone(), kind: *kind, word });
                    }
                    *words.entry((folded, *kind)).or_default() |= stem.is_some();
                }
            }
        }
        let (patterns, entries): (Vec<String>, Vec<Entry>) =
            words.into_iter().map(|((word, kind), is_stem)| (word, Entry { kind, is_stem })).unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .expect("at most 300,000 short words, which an automaton holds");
        Ok(Self { automaton, entries })
    }

    /// The words of a text.
    pub fn search(&self, text: &Folded) -> Found {
        let mut found = Found::default();
        self.search_in(&text.plain, &mut found);
        if let Some(unmasked) = &text.unmasked {
            self.search_in(unmasked, &mut found);
        }
        found
    }

    fn search_in(&self, text: &str, found: &mut Found) {
        for hit in self.automaton.find_overlapping_iter(text) {
            let number = hit.pattern().as_u32();
            let entry = &self.entries[hit.pattern().as_usize()];
            let before = text[..hit.start()].chars().next_back();
            let after = text[hit.end()..].chars().next();
            let begins =
                before.is_none_or(|letter| !letter.is_alphanumeric()) || is_prefixed(text, hit.start());
            let starts_with_sign = text[hit.start()..].starts_with('/');
            let ends = entry.is_stem || after.is_none_or(|letter| !letter.is_alphanumeric());
            let numbers = found.0.entry(entry.kind).or_default();
            if (begins || starts_with_sign) && ends && !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
}

/// Whether only an article or a preposition stands before, which Arabic writes without a blank.
fn is_prefixed(text: &str, at: usize) -> bool {
    const PREFIXES: [&str; 9] = ["ال", "وال", "بال", "لل", "و", "ب", "ل", "ف", "ك"];
    let word = text[..at].rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    PREFIXES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn counts(text: &str) -> [usize; 6] {
        let searcher = Searcher::new(&Lexicon::default()).unwrap();
        let found = searcher.search(&fold(text));
        [Kind::Attack, Kind::AttackHint, Kind::Data, Kind::DataHint, Kind::Offer, Kind::Context]
            .map(|kind| found.count(kind))
    }

    #[test]
    fn every_language_has_every_list() {
        let lexicon = Lexicon::default();
        assert_eq!(lexicon.0.keys().collect::<Vec<_>>(), ["ar", "be", "en", "es", "fr", "ru"]);
        for (language, lists) in &lexicon.0 {
            assert_eq!(lists.len(), 6, "{language}");
            assert!(lists.values().all(|list| list.len() >= 4), "{language}");
        }
    }

    #[test]
    fn words_are_found_whole_or_by_their_stem() {
        assert_eq!(counts("a booter and two booters")[0], 1);
        assert_eq!(counts("bookbooter")[0], 0);
        assert_eq!(counts("b00t3r"), [1, 0, 0, 0, 0, 0]);
        assert_eq!(counts("والشرطة")[5], 1);
        assert_eq!(counts("10$/mo")[4], 1);
        assert_eq!(counts("what a nice day for a walk"), [0; 6]);
    }

    #[test]
    fn an_operator_may_change_the_words_and_is_told_what_is_wrong() {
        let mut lexicon = Lexicon::default();
        let words = Words::from([(Kind::Attack, vec!["kaputtmacher*".to_owned()])]);
        lexicon.0.insert("de".to_owned(), words);
        let searcher = Searcher::new(&lexicon).unwrap();
        assert_eq!(searcher.search(&fold("Kaputtmachern")).count(Kind::Attack), 1);
        for word in ["", "*", "a", &"a".repeat(61)] {
            let words = Words::from([(Kind::Offer, vec![word.to_owned()])]);
            lexicon.0.insert("de".to_owned(), words);
            let error = Searcher::new(&lexicon).unwrap_err();
            assert!(error.to_string().starts_with("de.Offer"), "{error}");
        }
    }
}
