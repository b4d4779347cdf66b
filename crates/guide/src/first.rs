//! The guide that a new server has on its map: how to join, what one can do, safety, petitions, rides, printing.

use parvis_app::{ActionResult, App};
use parvis_model::Timestamp;

use crate::owner::Owner;
use crate::page::{Language, Slug, Source, Version};
use crate::tables;

/// The language from which the others are translated.
const ORIGINAL: &str = "fr";

/// Slug, language, and the text with its title as the first line; the original of a page before its translations.
const PAGES: &[(&str, &str, &str)] = &[
    ("join", "fr", include_str!("../first/fr/1-join.md")),
    ("join", "en", include_str!("../first/en/1-join.md")),
    ("online", "fr", include_str!("../first/fr/2-online.md")),
    ("online", "en", include_str!("../first/en/2-online.md")),
    ("street", "fr", include_str!("../first/fr/3-street.md")),
    ("street", "en", include_str!("../first/en/3-street.md")),
    ("safety", "fr", include_str!("../first/fr/4-safety.md")),
    ("safety", "en", include_str!("../first/en/4-safety.md")),
    ("petitions", "fr", include_str!("../first/fr/5-petitions.md")),
    ("petitions", "en", include_str!("../first/en/5-petitions.md")),
    ("rides", "fr", include_str!("../first/fr/6-rides.md")),
    ("rides", "en", include_str!("../first/en/6-rides.md")),
    ("printing", "fr", include_str!("../first/fr/7-printing.md")),
    ("printing", "en", include_str!("../first/en/7-printing.md")),
];

/// Writes the first guide, once in the life of a server: what its keepers delete later stays deleted.
pub async fn install(app: &App) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    let owner = Owner::Map;
    let is_there = app.read(move |tx| Ok(tables::is_opened(tx, owner.key())?)).await?;
    if is_there {
        return Ok(());
    }
    app.write(owner.lane(), move |tx, _| {
        if !tables::open(tx, owner.key())? {
            return Ok(());
        }
        for (slug, language, text) in PAGES {
            tables::put(tx, owner.key(), &first_version(slug, language, text, now))?;
        }
        let mut slugs: Vec<_> = PAGES.iter().map(|(slug, ..)| Slug::of(slug)).collect();
        slugs.dedup();
        tables::set_order(tx, owner.key(), &slugs)?;
        Ok(())
    })
    .await
}

fn first_version(slug: &str, language: &str, text: &str, now: Timestamp) -> Version {
    let (title, text) = text.split_once('\n').unwrap_or((text, ""));
    let source = (language != ORIGINAL).then(|| Source { language: Language::of(ORIGINAL), version: 1 });
    Version {
        slug: Slug::of(slug),
        language: Language::of(language),
        version: 1,
        title: title.trim_start_matches('#').trim().to_owned(),
        text: text.trim().to_owned(),
        source,
        made_by: None,
        made_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_well_formed_and_stands_in_both_languages() {
        for (slug, language, text) in PAGES {
            let version = first_version(slug, language, text, Timestamp::from_unix_ms(0));
            assert!(!version.title.is_empty() && !version.title.contains('#'), "{slug} {language}");
            assert_eq!(crate::page::errors_of(&version.title, &version.text), [], "{slug} {language}");
            assert_eq!(Slug::parse("slug", slug).map(|it| it.as_str().to_owned()), Ok((*slug).to_owned()));
        }
        let of = |wanted: &str| PAGES.iter().filter(|(_, language, _)| *language == wanted).count();
        assert_eq!((of("fr"), of("en")), (7, 7));
    }

    #[test]
    fn links_between_pages_lead_somewhere() {
        for (slug, language, text) in PAGES {
            for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let is_page = PAGES.iter().any(|(known, ..)| *known == link);
                assert!(is_page || link == "/map", "{slug} {language}: {link}");
            }
        }
    }
}
