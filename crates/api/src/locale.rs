//! In which language a caller wants names that have several.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use parvis_app::App;
use parvis_rules::limits;

/// The language of `X-Discord-Locale`, else the first known one of `Accept-Language`, else the usual one.
pub struct Locale(pub String);

impl FromRequestParts<App> for Locale {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Infallible> {
        Ok(Self(wanted(&parts.headers).unwrap_or(limits::LOCALE_DEFAULT).to_owned()))
    }
}

fn wanted(headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let named = text("x-discord-locale").and_then(known);
    let accepted = || text(header::ACCEPT_LANGUAGE.as_str())?.split(',').find_map(known);
    named.or_else(accepted)
}

/// The language of one entry of a list, `fr-CH;q=0.9` say; without its region where there is none with it.
fn known(entry: &str) -> Option<&'static str> {
    let tag = entry.split(';').next().unwrap_or_default().trim();
    let language = tag.split('-').next().unwrap_or_default();
    let same = |wanted: &str| limits::LOCALES.iter().find(|it| it.eq_ignore_ascii_case(wanted)).copied();
    let related = |wanted: &str| {
        let begins = |it: &&&str| it.split('-').next().is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        limits::LOCALES.iter().find(begins).copied()
    };
    if language.eq_ignore_ascii_case("en") {
        // British English stands first in the list and is not what most mean.
        return same(tag).or(Some(limits::LOCALE_DEFAULT));
    }
    same(tag).or_else(|| same(language)).or_else(|| related(language))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::wanted;

    #[test]
    fn the_nearest_known_language_is_taken() {
        for (header, text, locale) in [
            ("x-discord-locale", "be", Some("be")),
            ("x-discord-locale", "xx", None),
            ("accept-language", "fr-CH, fr;q=0.9, en;q=0.8", Some("fr")),
            ("accept-language", "tlh, pt;q=0.5", Some("pt-BR")),
            ("accept-language", "en", Some("en-US")),
            ("accept-language", "en-gb", Some("en-GB")),
            ("accept-language", "", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header, text.parse().expect("a value"));
            assert_eq!(wanted(&headers), locale, "{header}: {text}");
        }
    }
}
