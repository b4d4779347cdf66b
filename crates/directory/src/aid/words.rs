//! The texts of rides and mutual aid, by language, each key in all of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use parvis_pages::Plural;
use parvis_pages::language::Language;
use serde::Deserialize;

use super::kind::{Category, Condition, Kind};

/// Everything that is said, in one language. Names in braces are put in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AidWords {
    kinds: HashMap<Kind, String>,
    categories: HashMap<Category, String>,
    conditions: HashMap<Condition, String>,
    pub subject_ride: String,
    pub subject_other: String,
    pub conversation: String,
    pub title: String,
    pub area_title: String,
    pub nav: String,
    pub lead: String,
    pub seats: Plural,
    pub wanted: Plural,
    pub pieces: Plural,
    pub none: String,
    pub no_match: String,
    pub filter_kind: String,
    pub filter_category: String,
    pub way: String,
    pub via: String,
    pub moment: String,
    pub between: String,
    pub cost: String,
    pub answer: String,
    pub how: String,
    pub post: String,
    pub all_here: String,
    pub groups_here: String,
}

static CATALOGUE: LazyLock<[AidWords; 6]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let text = match language {
            Language::French => include_str!("../../words/aid/fr.json"),
            Language::English => include_str!("../../words/aid/en.json"),
            Language::Spanish => include_str!("../../words/aid/es.json"),
            Language::Russian => include_str!("../../words/aid/ru.json"),
            Language::Belarusian => include_str!("../../words/aid/be.json"),
            Language::Arabic => include_str!("../../words/aid/ar.json"),
        };
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", language.tag()))
    })
});

impl AidWords {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        &CATALOGUE[language as usize]
    }

    /// What a kind is called.
    pub fn kind(&self, kind: Kind) -> &str {
        self.kinds.get(&kind).map_or("", String::as_str)
    }

    /// What a category is called.
    pub fn category(&self, category: Category) -> &str {
        self.categories.get(&category).map_or("", String::as_str)
    }

    /// What a condition is called.
    pub fn condition(&self, condition: Condition) -> &str {
        self.conditions.get(&condition).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_every_kind_category_and_condition() {
        for language in Language::ALL {
            let words = AidWords::of(language);
            assert!(Kind::ALL.iter().all(|it| !words.kind(*it).is_empty()), "{language:?}");
            assert!(Category::ALL.iter().all(|it| !words.category(*it).is_empty()), "{language:?}");
            assert!(Condition::ALL.iter().all(|it| !words.condition(*it).is_empty()), "{language:?}");
            for plural in [&words.seats, &words.wanted, &words.pieces] {
                assert!(plural.is_whole_in(language), "{language:?}: {plural:?}");
            }
            for (text, names) in [
                (&words.subject_ride, &["{kind}", "{from}", "{to}", "{day}"][..]),
                (&words.subject_other, &["{kind}", "{category}", "{from}", "{day}"][..]),
                (&words.conversation, &["{amount}", "{day}"][..]),
                (&words.area_title, &["{place}"][..]),
                (&words.way, &["{from}", "{to}"][..]),
                (&words.via, &["{places}"][..]),
                (&words.moment, &["{day}", "{hour}"][..]),
                (&words.between, &["{from}", "{to}"][..]),
                (&words.cost, &["{text}"][..]),
            ] {
                assert!(names.iter().all(|name| text.contains(name)), "{language:?}: {text}");
            }
        }
    }
}
