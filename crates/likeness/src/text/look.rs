//! How a text looks to who reads it: one spelling for everything that cannot be told apart.

use std::sync::LazyLock;

use parvis_rules::names::skeleton;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::GeneralSecurityProfile;
use unicode_security::general_security_profile::IdentifierType;

use super::{CHARS_MAX, Fingerprint, Shingles};

/// Scripts that Latin, Greek, Cyrillic and Arabic writers use lie below; their letters' looks are worked out once.
const LETTERS_KEPT: u32 = 0x780;

static LOOKS: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    let look = |number| char::from_u32(number).map(look_of).unwrap_or_default();
    (0..LETTERS_KEPT).map(look).collect()
});

/// A text in compatible forms (NFKD), without invisible characters, marks and case, its letters replaced by what they
/// look like (UTS 39), with single blanks.
///
/// Marks go because they are how Arabic is varied without being changed (vowel signs, tatweel), and how others are
/// drowned in accents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look(String);

impl Look {
    /// Reads at most [`CHARS_MAX`] characters.
    pub fn of(text: &str) -> Self {
        let mut look = String::with_capacity(text.len().min(CHARS_MAX * 4));
        let mut is_blank_due = false;
        for c in text.chars().take(CHARS_MAX).nfkd() {
            if c.is_whitespace() {
                is_blank_due = !look.is_empty();
                continue;
            }
            if is_dropped(c) {
                continue;
            }
            if std::mem::take(&mut is_blank_due) {
                look.push(' ');
            }
            for c in c.to_lowercase() {
                match LOOKS.get(u32::from(c) as usize) {
                    Some(kept) => look.push_str(kept),
                    None => look.push_str(&look_of(c)),
                }
            }
        }
        Self(look)
    }

    /// The text in this form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of the text; `None` when there is nothing to see.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        Fingerprint::of(self)
    }

    /// What the text is made of, for exact comparisons.
    pub fn shingles(&self) -> Shingles {
        Shingles::of(self)
    }
}

/// One character's look, without marks. A skeleton may bring them: it takes some letters for others with a stroke.
fn look_of(c: char) -> Box<str> {
    let look: String = skeleton(c.encode_utf8(&mut [0; 4])).nfkd().filter(|c| !is_dropped(*c)).collect();
    look.into_boxed_str()
}

fn is_dropped(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    let is_ignorable = || {
        let kind = c.identifier_type();
        matches!(kind, Some(IdentifierType::Default_Ignorable | IdentifierType::Not_Character))
    };
    // Tatweel only fills a line.
    is_combining_mark(c) || c == '\u{640}' || c == '\u{2800}' || c.is_control() || is_ignorable()
}
