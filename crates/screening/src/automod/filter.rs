//! One rule about words: keywords, patterns, and words that are allowed all the same.

use std::ops::Range;

use super::folding::Text;
use super::keywords::Keywords;
use super::patterns::{PatternError, Patterns};
use super::presets::Preset;

/// Which list of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its keywords.
    Keywords,
    /// Its patterns.
    Patterns,
    /// Its allowed words.
    Allowed,
}

/// What is wrong in a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct FilterError {
    /// In which list.
    pub part: Part,
    /// At which place of it.
    pub at: usize,
    /// What.
    pub problem: Problem,
}

/// What can be wrong with an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A keyword of wildcards alone.
    #[error("A keyword needs something beside its wildcards.")]
    EmptyWord,
    /// A pattern that cannot be used.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The keyword or the pattern, as the rule has it.
    pub keyword: String,
    /// The piece of the text, as it was written.
    pub content: String,
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub struct KeywordFilter {
    keywords: Keywords,
    patterns: Patterns,
    allowed: Keywords,
}

impl KeywordFilter {
    /// Compiles a rule. How many items there may be, and how long each, is the caller's to check ([`super::limits`]).
    pub fn new<S: AsRef<str>>(
        keywords: &[S],
        patterns: &[S],
        allowed: &[S],
    ) -> Result<Self, Vec<FilterError>> {
        let mut errors = Vec::new();
        for (part, words) in [(Part::Keywords, keywords), (Part::Allowed, allowed)] {
            let empty = words.iter().enumerate().filter(|(_, word)| Keywords::is_empty_word(word.as_ref()));
            errors.extend(empty.map(|(at, _)| FilterError { part, at, problem: Problem::EmptyWord }));
        }
        let compiled = Patterns::new(patterns);
        if let Err(wrong) = &compiled {
            let wrong = wrong.iter().cloned();
            errors.extend(wrong.map(|(at, it)| FilterError { part: Part::Patterns, at, problem: it.into() }));
        }
        match compiled {
            Ok(patterns) if errors.is_empty() => {
                Ok(Self { keywords: Keywords::new(keywords), patterns, allowed: Keywords::new(allowed) })
            }
            _ => Err(errors),
        }
    }

    /// A rule of our own lists.
    pub fn of_presets<S: AsRef<str>>(presets: &[Preset], allowed: &[S]) -> Self {
        Self {
            keywords: Keywords::new(presets.iter().flat_map(|preset| preset.words())),
            patterns: Patterns::default(),
            allowed: Keywords::new(allowed),
        }
    }

    /// The first thing in the text that the rule rules out. What stands inside an allowed word or phrase is allowed.
    pub fn find(&self, text: &Text<'_>) -> Option<Found> {
        let mut allowed = None;
        let mut is_allowed = |place: &Range<usize>| {
            let all = allowed.get_or_insert_with(|| self.allowed_in(text));
            all.iter().any(|it| it.start <= place.start && place.end <= it.end)
        };
        for span in self.keywords.spans(text.folded()) {
            let place = text.origin(span.start, span.end);
            if !is_allowed(&place) {
                return Some(found(self.keywords.written(span.word), text, place));
            }
        }
        for (at, start, end) in self.patterns.spans(text.original()) {
            if !is_allowed(&(start..end)) {
                return Some(found(self.patterns.written(at), text, start..end));
            }
        }
        None
    }

    fn allowed_in(&self, text: &Text<'_>) -> Vec<Range<usize>> {
        self.allowed.spans(text.folded()).map(|span| text.origin(span.start, span.end)).collect()
    }
}

fn found(keyword: &str, text: &Text<'_>, place: Range<usize>) -> Found {
    let content = text.original().get(place).unwrap_or_default();
    Found { keyword: keyword.to_owned(), content: content.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(filter: &KeywordFilter, text: &str) -> Option<(String, String)> {
        filter.find(&Text::new(text)).map(|found| (found.keyword, found.content))
    }

    fn pair(keyword: &str, content: &str) -> Option<(String, String)> {
        Some((keyword.to_owned(), content.to_owned()))
    }

    #[test]
    fn what_is_found_is_named_as_it_was_written() {
        let filter = KeywordFilter::new(&["cat*", "i like rust"], &["(b|c)at+le"], &[]).expect("well-formed");
        assert_eq!(find(&filter, "A ＣＡＴapult"), pair("cat*", "ＣＡＴ"));
        assert_eq!(find(&filter, "Well, I LIKE\n Rust"), pair("i like rust", "I LIKE\n Rust"));
        assert_eq!(find(&filter, "a Battle"), pair("(b|c)at+le", "Battle"));
        assert_eq!(find(&filter, "nothing of it"), None);
    }

    #[test]
    fn allowed_words_excuse_what_stands_in_them() {
        let filter =
            KeywordFilter::new(&["*cat*"], &["d.g"], &["category", "hot dog", "edu*"]).expect("well-formed");
        for text in ["the category", "a hot dog", "HOT  DOG", "CATEGORY"] {
            assert_eq!(find(&filter, text), None, "{text}");
        }
        assert_eq!(find(&filter, "the category of a cat"), pair("*cat*", "cat"));
        assert_eq!(find(&filter, "hot dog, mad dog"), pair("d.g", "dog"));
        assert_eq!(find(&filter, "categories"), pair("*cat*", "cat"), "another word than the allowed one");
        assert_eq!(find(&filter, "education"), pair("*cat*", "cat"), "the allowed piece ends before it");
    }

    #[test]
    fn errors_name_list_and_place() {
        let errors = KeywordFilter::new(&["fine", "**"], &["(", "ok"], &["*"]).expect_err("three of them");
        let places: Vec<_> = errors.iter().map(|error| (error.part, error.at)).collect();
        assert_eq!(places, [(Part::Keywords, 1), (Part::Allowed, 0), (Part::Patterns, 0)]);
    }
}
