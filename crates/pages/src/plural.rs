//! Texts that hold a number, in the forms that a language has for it.

use serde::Deserialize;

use crate::language::{Category, Language};

/// The forms of a text with `{n}`; a language has those that its grammar needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plural {
    zero: Option<String>,
    one: Option<String>,
    two: Option<String>,
    few: Option<String>,
    many: Option<String>,
    other: Option<String>,
}

impl Plural {
    /// The text with this number in it.
    pub fn counted(&self, language: Language, n: u32) -> String {
        self.form(language.category(n)).unwrap_or("{n}").replace("{n}", &language.number(n))
    }

    /// Whether it has the forms that the language needs, and no other: a test of each catalogue asks.
    pub fn is_whole_in(&self, language: Language) -> bool {
        let all =
            [Category::Zero, Category::One, Category::Two, Category::Few, Category::Many, Category::Other];
        all.into_iter().all(|category| {
            let is_needed = (0..=200).any(|n| language.category(n) == category);
            self.form(category).is_some() == is_needed
        })
    }

    fn form(&self, category: Category) -> Option<&str> {
        match category {
            Category::Zero => self.zero.as_deref(),
            Category::One => self.one.as_deref(),
            Category::Two => self.two.as_deref(),
            Category::Few => self.few.as_deref(),
            Category::Many => self.many.as_deref(),
            Category::Other => self.other.as_deref(),
        }
    }
}
