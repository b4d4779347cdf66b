//! Names: which user names there may be, when two of them look alike, and how other names are cleaned.
//!
//! It must not know which names are taken.

mod clean;

pub use clean::{clean_name, search_form, text_channel_name};

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_security::{GeneralSecurityProfile, MixedScript};

use crate::limits::{USERNAME_CHARS_MAX, USERNAME_CHARS_MIN, chars};

/// A user name that follows the rules, in the one form in which it is stored and compared.
///
/// Letters and digits of one script (members write Arabic, Belarusian, Russian, French), `_` and `.`; folded to
/// NFKC and lower case. Names of two scripts are refused because they are how one name is made to look like another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserName(String);

/// Why a user name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserNameError {
    /// Shorter or longer than [`USERNAME_CHARS_MIN`] to [`USERNAME_CHARS_MAX`].
    Length,
    /// Something that is no letter, digit, `_` or `.`; or two dots in a row; or no letter or digit at all.
    Characters,
    /// Letters of several scripts.
    MixedScripts,
    /// A name, or the look of a name, that belongs to the program itself.
    Reserved,
}

impl UserNameError {
    /// The code as field errors carry it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "BASE_TYPE_BAD_LENGTH",
            Self::Characters => "USERNAME_INVALID_CHARACTERS",
            Self::MixedScripts => "USERNAME_MIXED_SCRIPTS",
            Self::Reserved => "USERNAME_RESERVED",
        }
    }
}

impl fmt::Display for UserNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => {
                write!(f, "Must be between {USERNAME_CHARS_MIN} and {USERNAME_CHARS_MAX} in length.")
            }
            Self::Characters => f.write_str("Please only use numbers, letters, underscores _ , or periods."),
            Self::MixedScripts => f.write_str("Please use letters of one alphabet only."),
            Self::Reserved => f.write_str("This username is reserved."),
        }
    }
}

impl std::error::Error for UserNameError {}

/// Names that would be taken for the program, or for a mention of everybody.
const RESERVED: &[&str] = &["everyone", "here", "parvis", "system", "deleted_user"];

/// Bytes beyond which no folding makes a text short enough: a decomposed letter has four scalar values of four bytes
/// at the very most.
const USERNAME_BYTES_MAX: usize = USERNAME_CHARS_MAX * 16;

impl UserName {
    /// Folds and checks a name as somebody typed it.
    pub fn parse(text: &str) -> Result<Self, UserNameError> {
        if text.len() > USERNAME_BYTES_MAX {
            return Err(UserNameError::Length);
        }
        let name = fold(text);
        if !(USERNAME_CHARS_MIN..=USERNAME_CHARS_MAX).contains(&chars(&name)) {
            return Err(UserNameError::Length);
        }
        let spells_something = name.chars().any(char::is_alphanumeric);
        let starts_with_mark = name.starts_with(is_combining_mark);
        if !name.chars().all(is_user_name_char)
            || !spells_something
            || starts_with_mark
            || name.contains("..")
        {
            return Err(UserNameError::Characters);
        }
        if !name.as_str().is_single_script() {
            return Err(UserNameError::MixedScripts);
        }
        let look = skeleton(&name);
        if RESERVED.iter().any(|reserved| skeleton(reserved) == look) {
            return Err(UserNameError::Reserved);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the name looks like, see [`skeleton`].
    pub fn skeleton(&self) -> String {
        skeleton(&self.0)
    }

    /// The name as an owned text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a name looks like: two names with one skeleton are taken for each other (UTS 39, Confusable Detection),
/// so that an account with the skeleton of an existing one is refused.
pub fn skeleton(name: &str) -> String {
    let mut look = fold(name);
    // Prototypes may be capitals (the digit 0 becomes O), whose small letters have prototypes of their own: a few
    // rounds reach the form that stays.
    for _ in 0..4 {
        let next: String = unicode_security::skeleton(&fold(&look)).collect();
        let next = fold(&next);
        if next == look {
            break;
        }
        look = next;
    }
    // A row of underscores is one line on the screen.
    let mut last = '\0';
    look.retain(|c| !(std::mem::replace(&mut last, c) == '_' && c == '_'));
    look
}

fn fold(text: &str) -> String {
    let compatible: String = text.nfkc().collect();
    compatible.to_lowercase().nfkc().collect()
}

fn is_user_name_char(c: char) -> bool {
    match c {
        '_' | '.' => true,
        _ if is_combining_mark(c) => c.identifier_allowed() && is_spelling_mark(c),
        _ => c.is_alphanumeric() && c.identifier_allowed(),
    }
}

/// Marks without which a script cannot be written (vowel signs, viramas, tone marks of South and South East Asia).
/// Points and accents that stay apart after NFKC only make twins of names.
fn is_spelling_mark(c: char) -> bool {
    matches!(canonical_combining_class(c), 0 | 7 | 9 | 84..=132)
}
