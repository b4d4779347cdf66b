//! Many words and phrases at once, each with its wildcards: `cat*` begins a word, `*cat` ends one, `*cat*` stands
//! anywhere, `cat` is a whole word or phrase.

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::char::is_combining_mark;

use super::folding::{Text, fold, is_of_word};

/// Compiled keywords.
#[derive(Debug, Clone)]
pub struct Keywords {
    words: Vec<Word>,
    automaton: Option<AhoCorasick>,
}

/// One keyword: as it was written, and which of its ends are open.
#[derive(Debug, Clone)]
struct Word {
    written: String,
    open_start: bool,
    open_end: bool,
}

/// Where a keyword stands in a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) word: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Keywords {
    /// Compiles keywords. Those in which nothing is left without wildcards and spaces match nothing; whoever takes them
    /// from people refuses them, see [`Keywords::is_empty_word`].
    pub fn new<S: AsRef<str>>(written: impl IntoIterator<Item = S>) -> Self {
        let (mut words, mut bodies) = (Vec::new(), Vec::new());
        for written in written {
            let (open_start, body, open_end) = parts(written.as_ref());
            let body = fold(body);
            if !body.is_empty() {
                words.push(Word { written: written.as_ref().to_owned(), open_start, open_end });
                bodies.push(body);
            }
        }
        let build = || AhoCorasick::builder().match_kind(MatchKind::Standard).build(&bodies);
        // It can only fail beyond two billion states: a thousand words of sixty characters are far from that.
        let automaton = if bodies.is_empty() { None } else { build().ok() };
        Self { words, automaton }
    }

    /// Whether a keyword has nothing but wildcards and spaces.
    pub fn is_empty_word(written: &str) -> bool {
        fold(parts(written).1).is_empty()
    }

    /// The first of these keywords that stands in the text, as it was written.
    pub fn find(&self, text: &Text<'_>) -> Option<&str> {
        self.spans(text.folded()).next().map(|span| self.written(span.word))
    }

    pub(super) fn written(&self, word: usize) -> &str {
        &self.words[word].written
    }

    /// Everything that stands in a folded text, by where it ends.
    pub(super) fn spans<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Span> + 'a {
        let found = self.automaton.iter().flat_map(move |it| it.find_overlapping_iter(folded));
        let spans = found.map(|it| Span { word: it.pattern().as_usize(), start: it.start(), end: it.end() });
        spans.filter(move |span| self.words[span.word].fits(folded, span.start, span.end))
    }
}

impl Word {
    fn fits(&self, folded: &str, start: usize, end: usize) -> bool {
        let next = folded[end..].chars().next();
        if next.is_some_and(is_combining_mark) {
            // The last letter is another one: an e with an accent is no e.
            return false;
        }
        let before = folded[..start].chars().next_back();
        (self.open_start || !before.is_some_and(is_of_word))
            && (self.open_end || !next.is_some_and(is_of_word))
    }
}

/// A keyword without its wildcards, and which of its ends had one.
fn parts(written: &str) -> (bool, &str, bool) {
    let trimmed = written.trim();
    let (open_start, rest) = trimmed.strip_prefix('*').map_or((false, trimmed), |rest| (true, rest));
    let (open_end, body) = rest.strip_suffix('*').map_or((false, rest), |body| (true, body));
    (open_start, body, open_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(keyword: &str, text: &str) -> bool {
        Keywords::new([keyword]).find(&Text::new(text)).is_some()
    }

    /// The examples of Discord's documentation ("Keyword Matching Strategies"), all of them.
    #[test]
    fn every_documented_example_matches() {
        for (keyword, texts) in [
            ("cat*", &["catch", "Catapult", "CAttLE"][..]),
            ("tra*", &["train", "trade", "TRAditional"]),
            ("the mat*", &["the matrix"]),
            ("*cat", &["wildcat", "copyCat"]),
            ("*tra", &["extra", "ultra", "orchesTRA"]),
            ("*the mat", &["breathe mat"]),
            ("*cat*", &["location", "eduCation"]),
            ("*tra*", &["abstracted", "outrage"]),
            ("*the mat*", &["breathe matter"]),
            ("cat", &["cat"]),
            ("train", &["train"]),
            ("the mat", &["the mat"]),
        ] {
            for text in texts {
                assert!(finds(keyword, text), "{keyword} in {text}");
                assert!(finds(keyword, &format!("so, {text}! yes")), "{keyword} among other words");
            }
        }
    }

    /// What the other strategies would match, and this one must not.
    #[test]
    fn a_strategy_matches_no_more_than_it_says() {
        for (keyword, texts) in [
            ("cat*", &["wildcat", "location", "bobcats", "scatter"][..]),
            ("the mat*", &["breathe matter", "the  format"]),
            ("*cat", &["catch", "location", "cats"]),
            ("*the mat", &["the matrix", "breathe matter"]),
            ("cat", &["catch", "wildcat", "location", "cat_", "2cat", "caté"]),
            ("the mat", &["the matrix", "breathe mat", "the, mat"]),
            ("*the mat*", &["the-mat"]),
        ] {
            for text in texts {
                assert!(!finds(keyword, text), "{keyword} in {text}");
            }
        }
    }

    #[test]
    fn a_word_ends_where_no_letter_follows() {
        for text in ["cat.", "(cat)", "a cat, a dog", "«cat»", "cat\nhat", "cat’s", "CAT"] {
            assert!(finds("cat", text), "{text}");
        }
        assert!(finds("c++", "in c++!"));
        assert!(finds("a*b", "a*b"), "a wildcard in the middle is a sign like others");
        assert!(!finds("a*b", "axb"));
    }

    #[test]
    fn accents_are_letters() {
        assert!(finds("été", "L’ÉTÉ arrive"));
        assert!(finds("e\u{301}t*", "Étable"));
        assert!(!finds("ete", "été"));
        assert!(!finds("*et*", "fêté"), "the e of the text has an accent");
        assert!(finds("пр*", "ПРИВЕТ"));
        assert!(finds("مرحبا", "قال مرحبا للجميع"));
    }

    #[test]
    fn words_that_are_nothing_match_nothing() {
        for keyword in ["*", "**", "", "  ", "* *", "\u{200b}"] {
            assert!(Keywords::is_empty_word(keyword), "{keyword:?}");
            assert!(!finds(keyword, "anything at all *"), "{keyword:?}");
        }
        assert!(!Keywords::is_empty_word("*a*"));
        assert_eq!(Keywords::new(["dog", "*ana*"]).find(&Text::new("banana")), Some("*ana*"));
    }
}
