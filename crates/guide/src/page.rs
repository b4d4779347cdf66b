//! Pages as values: their names, their bounds, their versions.

use std::fmt;

use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_rules::validate::{self, FieldError};
use serde::Serialize;

/// Bytes of a page's text.
pub const TEXT_BYTES_MAX: usize = 20_000;
/// Characters of a title.
const TITLE_CHARS_MAX: usize = 120;
/// Pages of a guide, each counted once whatever its languages.
pub const PAGES_MAX: usize = 100;
/// Characters of all texts of a guide together.
pub const GUIDE_CHARS_MAX: u64 = 2_000_000;
/// Pages in one language that were taken out and can be brought back; those that people wrote.
pub const WITHDRAWN_MAX: usize = 50;
/// Languages of a page.
pub const LANGUAGES_MAX: usize = 30;
/// Versions of a page that are kept.
pub const VERSIONS_MAX: u32 = 50;

/// The name of a page in addresses: small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Slug(String);

impl Slug {
    /// One that the program itself names.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Reads one; `path` is the field's name.
    pub fn parse(path: &str, text: &str) -> Result<Self, FieldError> {
        validate::length(path, text.len(), 1..=60)?;
        let is_fine = text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        if is_fine && !text.starts_with('-') && !text.ends_with('-') {
            return Ok(Self(text.to_owned()));
        }
        let text = "Small letters, digits and hyphens between them.";
        Err(FieldError::new(path, "SLUG_INVALID", text))
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A language by its tag (BCP 47), of which the first part and at most one more are taken: `fr`, `pt-BR`, `sr-Latn`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Language(String);

impl Language {
    /// One that the program itself names.
    pub(crate) fn of(tag: &str) -> Self {
        Self(tag.to_owned())
    }

    /// Reads one; `path` is the field's name.
    pub fn parse(path: &str, text: &str) -> Result<Self, FieldError> {
        let (first, more) = text.split_once('-').map_or((text, None), |(first, more)| (first, Some(more)));
        let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|it| it.is_ascii_lowercase());
        let is_more =
            |it: &str| (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
        if is_language && more.is_none_or(is_more) {
            return Ok(Self(text.to_owned()));
        }
        Err(FieldError::new(path, "LANGUAGE_INVALID", "Not a language tag such as fr or pt-BR."))
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In which direction its lines run.
    pub fn direction(&self) -> &'static str {
        match self.0.split('-').next() {
            Some("ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "ckb") => "rtl",
            _ => "ltr",
        }
    }
}

/// Of which version of the same page in another language a text is a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The language.
    pub language: Language,
    /// The version.
    pub version: u32,
}

/// One version of a page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The page.
    pub slug: Slug,
    /// The language.
    pub language: Language,
    /// Its number, from 1.
    pub version: u32,
    /// The title.
    pub title: String,
    /// The text, in Markdown.
    pub text: String,
    /// Of what it is a translation.
    pub source: Option<Source>,
    /// Who wrote it; absent: the program.
    pub made_by: Option<Id<UserMarker>>,
    /// When.
    pub made_at: Timestamp,
}

/// A page in one language that is not in the guide any more.
#[derive(Debug, Serialize)]
pub struct Withdrawn {
    /// The page.
    pub slug: Slug,
    /// The language.
    pub language: Language,
    /// The last version.
    pub version: u32,
    /// Its title.
    pub title: String,
}

impl Version {
    /// Whether what it was translated from has changed since. `others` are the languages of its page.
    pub fn is_out_of_date<'a>(&self, mut others: impl Iterator<Item = &'a Version>) -> bool {
        let Some(source) = &self.source else { return false };
        others.any(|it| it.slug == self.slug && it.language == source.language && it.version > source.version)
    }
}

/// What is wrong with a title and a text.
pub fn errors_of(title: &str, text: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(validate::length("title", title.chars().count(), 1..=TITLE_CHARS_MAX).err());
    if title.chars().any(char::is_control) {
        errors.push(FieldError::new("title", "TITLE_INVALID", "A title is one line."));
    }
    errors.extend(validate::length("text", text.len(), 1..=TEXT_BYTES_MAX).err());
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_languages_are_plain() {
        for (slug, is_fine) in [
            ("join", true),
            ("a-1", true),
            ("", false),
            ("-a", false),
            ("a-", false),
            ("A", false),
            ("é", false),
        ] {
            assert_eq!(Slug::parse("slug", slug).is_ok(), is_fine, "{slug}");
        }
        for (tag, is_fine) in [
            ("fr", true),
            ("ckb", true),
            ("pt-BR", true),
            ("sr-Latn", true),
            ("french", false),
            ("FR", false),
            ("f", false),
            ("fr-", false),
            ("fr-a/b", false),
        ] {
            assert_eq!(Language::parse("language", tag).is_ok(), is_fine, "{tag}");
        }
    }

    #[test]
    fn a_translation_is_out_of_date_when_its_source_has_a_later_version() {
        let version = |language: &str, version, source: Option<(&str, u32)>| Version {
            slug: Slug::of("join"),
            language: Language::of(language),
            version,
            title: String::new(),
            text: String::new(),
            source: source.map(|(language, version)| Source { language: Language::of(language), version }),
            made_by: None,
            made_at: Timestamp::from_unix_ms(0),
        };
        let pages =
            [version("fr", 3, None), version("en", 1, Some(("fr", 3))), version("be", 9, Some(("fr", 2)))];
        let found = pages.each_ref().map(|it| it.is_out_of_date(pages.iter()));
        assert_eq!(found, [false, false, true]);
        assert!(!version("ru", 1, Some(("de", 1))).is_out_of_date(pages.iter()), "the source is gone");
    }
}
