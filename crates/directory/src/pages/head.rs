//! What the head of every page says, and its frame.

use parvis_pages::language::Language;

use super::reader::{Reader, in_language};
use super::visit::Visit;
use super::words::Words;
use crate::aid::words::AidWords;

/// The head of a page.
pub(super) struct Head {
    pub language: Language,
    pub words: &'static Words,
    pub reader: Reader,
    pub title: String,
    /// For search engines and messengers; empty on pages that are not for them.
    pub summary: String,
    /// The page's one address.
    pub path: String,
    /// The path of the picture that messengers show beside a link to the page.
    pub picture: Option<String>,
    /// The Atom feed of what the page shows.
    pub feed: Option<String>,
    /// A script that the page is better with.
    pub script: Option<&'static str>,
    /// What stands in the search field.
    pub searched: String,
}

/// A language that the page can be read in.
pub(super) struct Choice {
    pub tag: &'static str,
    pub name: &'static str,
    pub href: String,
    pub is_current: bool,
}

impl Head {
    /// The head of a page of this title at the address that was asked for.
    pub fn of(visit: &Visit, title: impl Into<String>) -> Self {
        Self {
            language: visit.reader.language,
            words: visit.words(),
            reader: visit.reader.clone(),
            title: title.into(),
            summary: String::new(),
            path: visit.path.clone(),
            picture: None,
            feed: None,
            script: None,
            searched: String::new(),
        }
    }

    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    pub fn direction(&self) -> &'static str {
        self.language.direction()
    }

    /// The texts of rides and mutual aid.
    pub fn aid(&self) -> &'static AidWords {
        AidWords::of(self.language)
    }

    /// An address of these pages in the reader's language.
    pub fn link(&self, path: &str) -> String {
        self.reader.link(path)
    }

    /// The same page in other languages.
    pub fn languages(&self) -> Vec<Choice> {
        let choice = |language: Language| Choice {
            tag: language.tag(),
            name: language.own_name(),
            href: in_language(&self.path, language),
            is_current: language == self.language,
        };
        Language::ALL.into_iter().map(choice).collect()
    }
}
