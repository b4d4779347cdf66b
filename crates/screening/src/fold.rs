//! One form for words that people write in many: compatibility forms, capitals, accents, vowel signs, invisible
//! letters, digits of other scripts; and, beside it, words with their disguise taken off.

use unicode_normalization::UnicodeNormalization;

/// Letters of a text that are looked at; what is longer repeats itself.
const CHARS_MAX: usize = 16_000;

/// A text as it is searched.
#[derive(Debug)]
pub struct Folded {
    /// In small letters, without accents and invisible letters.
    pub plain: String,
    /// With digits that stand for letters, and letters of another script that look like Latin ones, put back; `None`
    /// when nothing is disguised.
    pub unmasked: Option<String>,
}

/// Folds a text.
pub fn fold(text: &str) -> Folded {
    let plain: String = if text.is_ascii() {
        text.chars().take(CHARS_MAX).map(|letter| letter.to_ascii_lowercase()).collect()
    } else {
        let letters = text.nfkd().take(CHARS_MAX).filter(|letter| !is_dropped(*letter));
        letters.flat_map(char::to_lowercase).map(same).collect()
    };
    let unmasked = unmask(&plain);
    Folded { plain, unmasked }
}

/// Folds a word of a lexicon.
pub fn fold_word(word: &str) -> String {
    fold(word).plain
}

fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' // accents
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' // vowel signs and stretching
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Spellings that are one letter to a reader.
fn same(letter: char) -> char {
    match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'ё' => 'е',
        '\u{660}'..='\u{669}' => digit(letter, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(letter, 0x6f0),
        '’' | '‘' | 'ʼ' => '\'',
        _ => letter,
    }
}

fn digit(letter: char, zero: u32) -> char {
    char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter)
}

/// A Latin letter for a Cyrillic or Greek one that looks like it.
fn latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'в' => 'b',
        'с' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'у' => 'y',
        'х' | 'χ' => 'x',
        _ => letter,
    }
}

fn undigit(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => letter,
    }
}

fn unmask(plain: &str) -> Option<String> {
    let mut unmasked = String::with_capacity(plain.len());
    let mut is_changed = false;
    for word in plain.split_inclusive(char::is_whitespace) {
        let has_latin = word.bytes().any(|byte| byte.is_ascii_lowercase());
        let has_mask = word.bytes().any(|byte| b"013457$@!".contains(&byte));
        if has_latin && (has_mask || !word.is_ascii()) {
            let start = unmasked.len();
            unmasked.extend(word.chars().map(|letter| undigit(latin(letter))));
            is_changed |= unmasked[start..] != *word;
        } else {
            unmasked.push_str(word);
        }
    }
    is_changed.then_some(unmasked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_are_one() {
        for (written, expected) in [
            ("À VENDRE", "a vendre"),
            ("ｂｏｏｔｅｒ", "booter"),
            ("bo\u{200b}oter", "booter"),
            ("هَجْمات", "هجمات"),
            ("أسعار ٢٠", "اسعار 20"),
            ("Ёлки", "елки"),
        ] {
            assert_eq!(fold(written).plain, expected, "{written}");
        }
    }

    #[test]
    fn a_disguise_is_taken_off_beside_the_text() {
        assert_eq!(fold("b00ter $tr3sser").unmasked.as_deref(), Some("booter stresser"));
        assert_eq!(fold("bооter").unmasked.as_deref(), Some("booter"));
        assert_eq!(fold("plain words").unmasked, None);
        assert_eq!(fold("обычные слова 10").unmasked, None);
    }
}
