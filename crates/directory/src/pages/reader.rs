//! Who reads: in which language, and from which address.

use axum::http::HeaderMap;
use parvis_api::extract::public_url;
use parvis_app::App;
use parvis_model::Timestamp;
use parvis_pages::language::Language;

use super::pairs::Pairs;
use super::words::Words;

/// Somebody who reads.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// In this language.
    pub language: Language,
    /// Whether the address says so, and not the browser: links then say it too.
    is_chosen: bool,
    /// Where this server is reached.
    pub public_url: String,
}

impl Reader {
    /// The language of the address, else the one that the browser likes best.
    pub fn of(app: &App, headers: &HeaderMap, query: &Pairs) -> Self {
        let chosen = query.get("lang").and_then(Language::of_tag);
        Self {
            language: chosen.unwrap_or_else(|| Language::wanted(headers)),
            is_chosen: chosen.is_some(),
            public_url: public_url(app, headers),
        }
    }

    /// Its texts.
    pub fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    /// An address of these pages that keeps the language that was chosen.
    pub fn link(&self, path: &str) -> String {
        if self.is_chosen { in_language(path, self.language) } else { path.to_owned() }
    }

    /// The language, if links and forms have to carry it.
    pub fn chosen(&self) -> Option<&'static str> {
        self.is_chosen.then(|| self.language.tag())
    }

    /// A moment, in UTC.
    pub fn moment(&self, at: Timestamp) -> String {
        parvis_pages::moment(self.language, at)
    }

    /// A day.
    pub fn day(&self, at: Timestamp) -> String {
        parvis_pages::day(self.language, at)
    }
}

/// An address with a language in it. What follows `#` stays last.
pub(super) fn in_language(path: &str, language: Language) -> String {
    let (path, place) = path.split_once('#').map_or((path, None), |(path, place)| (path, Some(place)));
    let joint = if path.contains('?') { '&' } else { '?' };
    let place = place.map_or_else(String::new, |place| format!("#{place}"));
    format!("{path}{joint}lang={}{place}", language.tag())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_goes_into_an_address_wherever_its_end_is() {
        for (path, expected) in [
            ("/map", "/map?lang=ar"),
            ("/map?tag=x", "/map?tag=x&lang=ar"),
            ("/map?tag=x#groups", "/map?tag=x&lang=ar#groups"),
        ] {
            assert_eq!(in_language(path, Language::Arabic), expected);
        }
    }
}
