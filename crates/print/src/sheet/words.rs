//! What sheets say by themselves, in the languages of the product.

use std::sync::LazyLock;

use serde::Deserialize;

/// Languages in which sheets have words of their own.
pub const LANGUAGES: [&str; 6] = ["ar", "be", "en", "es", "fr", "ru"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) scan: String,
    pub(super) how: String,
    pub(super) or_type: String,
    pub(super) careful: String,
}

static WORDS: LazyLock<[Words; 6]> = LazyLock::new(|| {
    let texts = [
        include_str!("../../words/ar.json"),
        include_str!("../../words/be.json"),
        include_str!("../../words/en.json"),
        include_str!("../../words/es.json"),
        include_str!("../../words/fr.json"),
        include_str!("../../words/ru.json"),
    ];
    texts.map(|text| serde_json::from_str(text).expect("the words are checked in, and a test reads them"))
});

/// Scripts of these languages run from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "ug", "ur", "yi"];

/// The words of a language; English for one that has none.
pub(super) fn words(language: &str) -> &'static Words {
    let at = LANGUAGES.iter().position(|known| *known == primary(language));
    let english = LANGUAGES.iter().position(|known| *known == "en").unwrap_or_default();
    &WORDS[at.unwrap_or(english)]
}

pub(super) fn is_right_to_left(language: &str) -> bool {
    RIGHT_TO_LEFT.contains(&primary(language).as_str())
}

/// `fr` of `fr-MA`.
fn primary(language: &str) -> String {
    language.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::unprintable;

    #[test]
    fn every_language_has_its_own_words_and_the_letters_for_them() {
        for language in LANGUAGES {
            let words = words(language);
            for text in [&words.scan, &words.how, &words.or_type, &words.careful] {
                assert!(!text.is_empty() && unprintable(text).is_empty(), "{language}: {text}");
            }
            assert!(language == "en" || words.scan != self::words("en").scan, "{language}");
        }
        assert_eq!(words("fr-MA").scan, words("fr").scan);
        assert_eq!(words("de").scan, words("en").scan);
        assert!(is_right_to_left("ar-MA") && !is_right_to_left("be"));
    }
}
