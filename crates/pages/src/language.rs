//! In which language somebody reads, and what its grammar asks of a number.

use axum::http::{HeaderMap, header};

/// A language that the pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the languages")]
pub enum Language {
    French,
    English,
    Spanish,
    Russian,
    Belarusian,
    Arabic,
}

/// Which form of a word a number takes, in the categories of CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of CLDR")]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::French, Self::English, Self::Spanish, Self::Russian, Self::Belarusian, Self::Arabic];

    /// Its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Russian => "ru",
            Self::Belarusian => "be",
            Self::Arabic => "ar",
        }
    }

    /// In which direction its lines run.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            _ => "ltr",
        }
    }

    /// The one that a browser likes best; English when it knows none of ours.
    pub fn wanted(headers: &HeaderMap) -> Self {
        let of_tag = |tag: String| {
            let language = tag.split('-').next().unwrap_or_default();
            Self::ALL.into_iter().find(|it| it.tag().eq_ignore_ascii_case(language))
        };
        accepted_languages(headers).into_iter().find_map(of_tag).unwrap_or(Self::English)
    }

    /// The language of a tag, such as `fr`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// What its speakers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::French => "Français",
            Self::English => "English",
            Self::Spanish => "Español",
            Self::Russian => "Русский",
            Self::Belarusian => "Беларуская",
            Self::Arabic => "العربية",
        }
    }

    /// A whole number as the language writes it.
    pub fn number(self, n: u32) -> String {
        let between = match self {
            Self::French => '\u{202f}',
            Self::English | Self::Arabic => ',',
            Self::Spanish | Self::Russian | Self::Belarusian => '\u{a0}',
        };
        let digits = n.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(between);
            }
            text.push(digit);
        }
        text
    }

    /// The form of a word behind a whole number.
    pub const fn category(self, n: u32) -> Category {
        match self {
            Self::French if n < 2 => Category::One,
            Self::English | Self::Spanish if n == 1 => Category::One,
            Self::French | Self::English | Self::Spanish => Category::Other,
            Self::Russian | Self::Belarusian => match (n % 10, n % 100) {
                (1, tens) if tens != 11 => Category::One,
                (2..=4, tens) if tens < 12 || tens > 14 => Category::Few,
                _ => Category::Many,
            },
            Self::Arabic => match (n, n % 100) {
                (0, _) => Category::Zero,
                (1, _) => Category::One,
                (2, _) => Category::Two,
                (_, 3..=10) => Category::Few,
                (_, 11..=99) => Category::Many,
                _ => Category::Other,
            },
        }
    }
}

/// The tags of the languages that a browser takes, the one that it likes best first.
pub fn accepted_languages(headers: &HeaderMap) -> Vec<String> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut tags: Vec<_> = accepted.unwrap_or_default().split(',').map(parse_entry).collect();
    tags.retain(|(tag, weight)| *weight > 0 && !tag.is_empty());
    tags.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    tags.into_iter().map(|(tag, _)| tag.to_owned()).collect()
}

/// A tag with its weight in thousandths.
fn parse_entry(entry: &str) -> (&str, u32) {
    let (tag, parameters) = entry.split_once(';').unwrap_or((entry, ""));
    let weight = parameters.trim().strip_prefix("q=").and_then(|text| text.trim().parse::<f32>().ok());
    let weight = weight.filter(|weight| (0.0..=1.0).contains(weight));
    let weight = if parameters.is_empty() { Some(1.0) } else { weight };
    (tag.trim(), weight.map_or(0, |weight| (weight * 1_000.0) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_liked_best_is_taken() {
        for (accepted, language) in [
            ("", Language::English),
            ("fr-CH, fr;q=0.9, en;q=0.8", Language::French),
            ("en;q=0.3, AR-lb;q=0.7", Language::Arabic),
            ("tlh, be;q=0.5, ru;q=0.5", Language::Belarusian),
            ("*, es;q=0.1", Language::Spanish),
            ("fr;q=0, ru;q=0.001", Language::Russian),
            ("fr;q=nan, fr;q=7, ;;;,", Language::English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().expect("a value"));
            assert_eq!(Language::wanted(&headers), language, "{accepted}");
        }
    }

    #[test]
    fn numbers_take_the_form_of_their_language() {
        use Category::{Few, Many, One, Other, Two, Zero};
        for (language, forms) in [
            (Language::French, [One, One, Other, Other, Other, Other, Other, Other]),
            (Language::English, [Other, One, Other, Other, Other, Other, Other, Other]),
            (Language::Russian, [Many, One, Few, Many, Many, One, Few, Many]),
            (Language::Belarusian, [Many, One, Few, Many, Many, One, Few, Many]),
            (Language::Arabic, [Zero, One, Two, Few, Many, Many, Many, Other]),
        ] {
            let found = [0, 1, 2, 5, 12, 21, 24, 100].map(|n| language.category(n));
            assert_eq!(found, forms, "{language:?}");
        }
    }
}
