//! A text as keywords are compared with it: without case, without the difference between forms of the same letter,
//! without what cannot be seen. Where each piece came from is kept, so that a match is shown as it was written.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text with its folded form. Made once for all rules.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    original: Cow<'a, str>,
    folded: String,
    /// For each byte of `folded` where its character begins in `original`; empty when both are the same byte for byte.
    origins: Vec<u32>,
}

impl<'a> Text<'a> {
    /// Folds a text.
    pub fn new(original: impl Into<Cow<'a, str>>) -> Self {
        let original = original.into();
        if original.is_ascii() && !has_runs_of_space(&original) {
            let folded = original.to_ascii_lowercase().replace(['\n', '\r', '\t', '\x0b', '\x0c'], " ");
            return Self { original, folded, origins: Vec::new() };
        }
        let mut folded = String::with_capacity(original.len());
        let mut origins = Vec::with_capacity(original.len());
        for (at, letter) in original.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            fold_char(letter, &mut folded, |bytes| origins.extend(std::iter::repeat_n(at, bytes)));
        }
        Self { original, folded, origins }
    }

    /// As it was written.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// As it is compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The piece of the original from which this piece of the folded text was made, by its place.
    pub fn origin(&self, start: usize, end: usize) -> Range<usize> {
        if self.origins.is_empty() || start >= end {
            return start..end.max(start);
        }
        let origin = |at: usize| self.origins.get(at).map_or(self.original.len(), |origin| *origin as usize);
        let last = origin(end - 1);
        // What cannot be seen behind the last letter does not belong to it.
        let width = self.original[last..].chars().next().map_or(0, char::len_utf8);
        origin(start)..last + width
    }
}

/// Folds a keyword, which stands alone.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|letter| fold_char(letter, &mut folded, |_| {}));
    folded.trim().to_owned()
}

/// Whether this character belongs to a word: letters, digits, marks above them, and the low line.
pub(super) fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || is_combining_mark(letter)
}

fn has_runs_of_space(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_whitespace))
}

fn fold_char(letter: char, folded: &mut String, mut note: impl FnMut(usize)) {
    if is_invisible(letter) {
        return;
    }
    decompose_compatible(letter, |part| {
        if part.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
                note(1);
            }
            return;
        }
        for low in part.to_lowercase() {
            // The Greek sigma at the end of a word is the same letter.
            let low = if low == 'ς' { 'σ' } else { low };
            folded.push(low);
            note(low.len_utf8());
        }
    });
}

/// Characters that change nothing of what is seen, with which words are taken apart to hide them.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_forms_and_what_cannot_be_seen_are_folded() {
        for (text, folded) in [
            ("CaT", "cat"),
            ("the\u{a0} \n mat", "the mat"),
            ("a\tb", "a b"),
            ("c\u{200b}a\u{ad}t", "cat"),
            ("ＣＡＴ", "cat"),
            ("𝓬𝓪𝓽", "cat"),
            ("Été", "e\u{301}te\u{301}"),
            ("E\u{301}te\u{301}", "e\u{301}te\u{301}"),
            ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
            ("Слово", "слово"),
        ] {
            assert_eq!(Text::new(text).folded(), folded, "{text}");
        }
        assert_eq!(fold("  The  MAT "), "the mat");
    }

    #[test]
    fn a_piece_is_shown_as_it_was_written() {
        let written = |text: &Text<'_>, start, end| text.original()[text.origin(start, end)].to_owned();
        let text = Text::new("du ＣＡＴ\u{200b}apult, déjà");
        let at = text.folded().find("cat").expect("there");
        assert_eq!(written(&text, at, at + 3), "ＣＡＴ");
        let at = text.folded().find("de\u{301}").expect("there");
        assert_eq!(written(&text, at, at + 4), "dé");
        assert_eq!(written(&text, 0, text.folded().len()), "du ＣＡＴ\u{200b}apult, déjà");
        let plain = Text::new("A Catapult");
        assert_eq!(written(&plain, 2, 5), "Cat");
        assert_eq!(written(&Text::new(""), 0, 0), "");
    }
}
