//! Recovery codes: what opens an account whose owner has lost the other factors. Printed on paper and typed from it.

use data_encoding::BASE32_NOPAD;

/// Random bytes that a code is made of.
pub const RANDOM_BYTES: usize = 8;
/// Letters of a code: 60 bits, in an alphabet without 0, 1, 8 and 9.
const CHARS: usize = 12;
/// Letters between hyphens.
const GROUP: usize = 4;

/// A recovery code in the one form in which it is digested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// The code of these random bytes.
    pub fn of_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        let mut letters = BASE32_NOPAD.encode(&bytes).to_ascii_lowercase();
        letters.truncate(CHARS);
        Self(letters)
    }

    /// A code as somebody typed it: hyphens, blanks and case do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let letters = letters.to_ascii_lowercase();
        let is_letter = |c: char| matches!(c, 'a'..='z' | '2'..='7');
        (letters.len() == CHARS && letters.chars().all(is_letter)).then_some(Self(letters))
    }

    /// What is digested.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RecoveryCode {
    /// As it is printed: `abcd-efgh-ijkl`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, rest) = self.0.split_at(GROUP);
        let (second, third) = rest.split_at(GROUP);
        write!(f, "{first}-{second}-{third}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_printed_and_as_people_type_it() {
        let code = RecoveryCode::of_random([0, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6]);
        assert_eq!(code.to_string(), "abcd-efgh-ijkl");
        for typed in ["abcd-efgh-ijkl", "ABCDEFGHIJKL", " abcd efgh ijkl "] {
            assert_eq!(RecoveryCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for wrong in ["", "abcd-efgh-ijk", "abcd-efgh-ijklm", "abcd-efgh-ijk1", "123456", "äbcd-efgh-ijk"] {
            assert_eq!(RecoveryCode::parse(wrong), None, "{wrong}");
        }
    }
}
