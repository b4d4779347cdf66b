//! Regular expressions of moderators, in Rust's flavour: without regard to case, Unicode on, in linear time and within
//! bounds. Each is compiled by itself; one whose matches all begin or end with known letters runs only when the text
//! has them.

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};

use super::limits::{PATTERN_BYTES_MAX, PATTERN_MEMORY_BYTES_MAX};

/// Fewer bytes say too little: most texts have them.
const LITERAL_BYTES_MIN: usize = 3;
/// More bytes say no more.
const LITERAL_BYTES_MAX: usize = 8;
/// What is asked of one pattern, so that a set of letters does not become thousands of words.
const LITERALS_MAX: usize = 64;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is no pattern.
    #[error("This is not a valid regular expression (Rust flavour).")]
    Syntax,
    /// It is one, but would take too much to run.
    #[error("This regular expression is too large when compiled.")]
    TooLarge,
}

/// Compiled patterns.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    patterns: Vec<Pattern>,
    /// The letters that patterns need, and which pattern each is of.
    literals: Option<AhoCorasick>,
    owners: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Pattern {
    regex: Regex,
    /// Whether it runs only when the text has one of its literals.
    guarded: bool,
}

impl Patterns {
    /// Compiles patterns; the errors name them by their place.
    pub fn new<S: AsRef<str>>(sources: &[S]) -> Result<Self, Vec<(usize, PatternError)>> {
        let (mut patterns, mut errors) = (Vec::new(), Vec::new());
        let (mut literals, mut owners) = (Vec::new(), Vec::new());
        for (at, source) in sources.iter().enumerate() {
            match compile(source.as_ref()) {
                Ok(regex) => {
                    let needed = needed_literals(source.as_ref());
                    patterns.push(Pattern { regex, guarded: needed.is_some() });
                    for literal in needed.unwrap_or_default() {
                        literals.push(literal);
                        owners.push(at);
                    }
                }
                Err(error) => errors.push((at, error)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let build = || AhoCorasick::builder().ascii_case_insensitive(true).build(&literals);
        let automaton = if literals.is_empty() { None } else { build().ok() };
        if automaton.is_none() {
            // Without the guard each of them runs.
            patterns.iter_mut().for_each(|pattern| pattern.guarded = false);
        }
        Ok(Self { patterns, literals: automaton, owners })
    }

    /// Every match in the text, pattern by pattern: which, from where, to where.
    pub(super) fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let mut woken = 0_u64;
        for found in self.literals.iter().flat_map(|it| it.find_overlapping_iter(text)) {
            woken |= 1 << (self.owners[found.pattern().as_usize()] as u64 & 63);
        }
        let runs =
            move |at: usize, pattern: &Pattern| !pattern.guarded || woken & (1 << (at as u64 & 63)) != 0;
        let run = self.patterns.iter().enumerate().filter(move |(at, pattern)| runs(*at, pattern));
        run.flat_map(move |(at, pattern)| {
            pattern.regex.find_iter(text).map(move |found| (at, found.start(), found.end()))
        })
        // Nothing is no match: where `a*` finds no a, it says nothing about a text.
        .filter(|(_, start, end)| start < end)
    }

    /// The pattern as it was written.
    pub(super) fn written(&self, at: usize) -> &str {
        self.patterns[at].regex.as_str()
    }
}

fn compile(source: &str) -> Result<Regex, PatternError> {
    let built = RegexBuilder::new(source)
        .case_insensitive(true)
        .size_limit(PATTERN_BYTES_MAX)
        .dfa_size_limit(PATTERN_MEMORY_BYTES_MAX)
        .nest_limit(50)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
        _ => PatternError::Syntax,
    })
}

/// Words of which every match has one, as its beginning or its end; `None` when nothing useful is known.
fn needed_literals(source: &str) -> Option<Vec<Vec<u8>>> {
    let parsed = ParserBuilder::new().case_insensitive(true).build().parse(source).ok()?;
    let needed = |kind: ExtractKind, shorten: fn(&mut Seq, usize)| {
        let mut extractor = Extractor::new();
        extractor.kind(kind).limit_class(8).limit_total(250);
        let mut literals = extractor.extract(&parsed);
        // Shorter words are fewer: scripts of which the search below does not know the cases have many of one word.
        shorten(&mut literals, LITERAL_BYTES_MAX);
        folded(&literals)
    };
    needed(ExtractKind::Prefix, Seq::keep_first_bytes)
        .or_else(|| needed(ExtractKind::Suffix, Seq::keep_last_bytes))
}

/// Literals in one case: the search for them knows no case of ASCII letters, and the others keep both of theirs.
fn folded(literals: &Seq) -> Option<Vec<Vec<u8>>> {
    let literals = literals.literals()?;
    let mut words: Vec<_> = literals.iter().map(|it| it.as_bytes().to_ascii_lowercase()).collect();
    words.sort_unstable();
    words.dedup();
    let is_useful = !words.is_empty()
        && words.len() <= LITERALS_MAX
        && words.iter().all(|word| word.len() >= LITERAL_BYTES_MIN);
    is_useful.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(sources: &[&str], text: &str) -> Option<(usize, String)> {
        let patterns = Patterns::new(sources).expect("well-formed");
        patterns.spans(text).next().map(|(at, start, end)| (at, text[start..end].to_owned()))
    }

    fn error(source: &str) -> PatternError {
        Patterns::new(&["cat", source]).expect_err("refused").remove(0).1
    }

    #[test]
    fn documented_patterns_match() {
        assert_eq!(first(&["(b|c)at"], "a BAT"), Some((0, "BAT".to_owned())));
        let address = r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$";
        assert_eq!(first(&[address], "192.168.0.1"), Some((0, "192.168.0.1".to_owned())));
        assert_eq!(first(&[address], "at 192.168.0.1"), None);
    }

    #[test]
    fn case_does_not_matter_unless_the_pattern_says_so() {
        assert_eq!(first(&["free nitro"], "FREE Nitro!"), Some((0, "FREE Nitro".to_owned())));
        assert_eq!(first(&["(?-i)free"], "FREE"), None);
        assert_eq!(first(&["ÉTÉ"], "un été"), Some((0, "été".to_owned())));
        assert_eq!(first(&["straße"], "STRAẞE"), Some((0, "STRAẞE".to_owned())));
        // The sign for Kelvin is a k where case does not matter.
        assert_eq!(first(&["kilo"], "\u{212a}ilo"), Some((0, "\u{212a}ilo".to_owned())));
    }

    #[test]
    fn what_is_no_pattern_or_too_large_is_refused() {
        for source in ["(", "a{2,1}", r"(?=look)", r"(a)\1", "*a"] {
            assert_eq!(error(source), PatternError::Syntax, "{source}");
        }
        assert_eq!(error(r"\w{1000}\w{1000}"), PatternError::TooLarge);
        let places: Vec<_> =
            Patterns::new(&["(", "fine", "["]).expect_err("two").into_iter().map(|it| it.0).collect();
        assert_eq!(places, [0, 2]);
    }

    #[test]
    fn an_empty_match_is_none() {
        assert_eq!(first(&["a*"], "bcd"), None);
        assert_eq!(first(&["a*"], "bad"), Some((0, "a".to_owned())));
        assert_eq!(first(&["(x|)"], "anything"), None);
    }

    /// The guard must never keep a pattern from a match: the same patterns alone and without it say the same.
    #[test]
    fn literals_decide_only_what_is_not_run() {
        let sources = [
            "discord\\.gg/[a-z0-9]+",
            "(?:free|gratis) (?:nitro|skins?)",
            "[a-z]+coin\\b",
            "b.d w.rd",
            "^spam$",
            "прода[мю]",
            "(?i:He)llo",
            "x{3,}",
            "café|thé",
            "\\d{4}-\\d{4}",
        ];
        let texts = [
            "join DISCORD.GG/abc",
            "Gratis SKINS here",
            "my DogeCoin!",
            "a bad word",
            "SPAM",
            "Продам дом",
            "heLLO",
            "xxx",
            "un THÉ",
            "1234-5678",
            "nothing of it",
            "café",
            "discord.gg",
            "",
        ];
        for text in texts {
            let together = Patterns::new(&sources).expect("well-formed");
            let together: Vec<_> = together.spans(text).map(|it| it.0).collect();
            let alone = |source: &&str| compile(source).expect("well-formed").is_match(text);
            let alone: Vec<_> = (0..sources.len()).filter(|at| alone(&sources[*at])).collect();
            assert_eq!(together, alone, "{text}");
        }
        let guarded = Patterns::new(&sources).expect("well-formed").patterns;
        assert!(guarded.iter().filter(|pattern| pattern.guarded).count() >= 6, "the guard is of use");
    }

    #[test]
    fn hostile_patterns_end_in_time_that_grows_with_the_text_alone() {
        // What backtracks for ever elsewhere; here a test that ends is the proof.
        let patterns =
            Patterns::new(&["(a|a)+b", "(.+)+x", "^(([a-z])+.)+[0-9]([a-z])+$"]).expect("well-formed");
        assert_eq!(patterns.spans(&"a".repeat(4_000)).count(), 0);
    }
}
