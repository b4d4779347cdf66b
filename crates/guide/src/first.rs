//! The guide that a new server has on its map: how to join, what one can do, safety, petitions, rides, printing. What
//! nobody has changed follows the program.

use parvis_app::{ActionResult, App};
use parvis_model::Timestamp;
use parvis_store::{StoreError, Tx};

use crate::owner::Owner;
use crate::page::{Language, Slug, Source, Version};
use crate::tables;

/// The language from which the others are translated.
const ORIGINAL: &str = "fr";

/// A page: its slug, and its texts by language, each with its title as the first line; the original comes first.
struct Page {
    slug: &'static str,
    texts: [(&'static str, &'static str); 6],
}

macro_rules! page {
    ($slug:literal, $file:literal) => {
        Page {
            slug: $slug,
            texts: [
                ("fr", include_str!(concat!("../first/fr/", $file))),
                ("en", include_str!(concat!("../first/en/", $file))),
                ("es", include_str!(concat!("../first/es/", $file))),
                ("ru", include_str!(concat!("../first/ru/", $file))),
                ("be", include_str!(concat!("../first/be/", $file))),
                ("ar", include_str!(concat!("../first/ar/", $file))),
            ],
        }
    };
}

const PAGES: [Page; 7] = [
    page!("join", "1-join.md"),
    page!("online", "2-online.md"),
    page!("street", "3-street.md"),
    page!("safety", "4-safety.md"),
    page!("petitions", "5-petitions.md"),
    page!("rides", "6-rides.md"),
    page!("printing", "7-printing.md"),
];

/// Writes the first guide into a new one, and brings what the program wrote into an older one up to this version of it:
/// what its keepers changed or took out stays as they want it.
pub async fn install(app: &App) -> ActionResult<()> {
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(Owner::Map.lane(), move |tx, _| {
        let is_new = tables::open(tx, Owner::Map.key())?;
        for page in &PAGES {
            bring(tx, page, is_new, now)?;
        }
        if is_new {
            let slugs: Vec<_> = PAGES.iter().map(|page| Slug::of(page.slug)).collect();
            tables::set_order(tx, Owner::Map.key(), &slugs)?;
        }
        Ok(())
    })
    .await
}

/// Brings one page into the guide.
fn bring(tx: &mut Tx<'_>, page: &Page, is_new: bool, now: Timestamp) -> Result<(), StoreError> {
    let (owner, slug) = (Owner::Map.key(), Slug::of(page.slug));
    let there = tables::page(tx, owner, &slug)?;
    let has_original = there.iter().any(|it| it.language.as_str() == ORIGINAL);
    if !is_new && !has_original {
        return Ok(());
    }
    let mut original = 1;
    for (language, text) in page.texts {
        let mut wanted = version_of(&slug, language, text, original, now);
        let last = tables::versions(tx, owner, &slug, &wanted.language)?.into_iter().next();
        let here = there.iter().any(|it| it.language == wanted.language);
        let is_ours = |last: &Version| here && last.made_by.is_none();
        match last {
            None => tables::put(tx, owner, &wanted)?,
            Some(last) if is_ours(&last) => {
                wanted.version = last.version;
                if !says_the_same(&last, &wanted) {
                    wanted.version += 1;
                    tables::put(tx, owner, &wanted)?;
                }
            }
            // Somebody has changed it, or has taken it out.
            Some(_) => continue,
        }
        if language == ORIGINAL {
            original = wanted.version;
        }
    }
    Ok(())
}

fn says_the_same(one: &Version, other: &Version) -> bool {
    (&one.title, &one.text, &one.source) == (&other.title, &other.text, &other.source)
}

/// A text as the first version of a page, translated from that version of the original.
fn version_of(slug: &Slug, language: &str, text: &str, original: u32, now: Timestamp) -> Version {
    let (title, text) = text.split_once('\n').unwrap_or((text, ""));
    let source =
        (language != ORIGINAL).then(|| Source { language: Language::of(ORIGINAL), version: original });
    Version {
        slug: slug.clone(),
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

    fn texts() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        PAGES.iter().flat_map(|page| page.texts.map(|(language, text)| (page.slug, language, text)))
    }

    #[test]
    fn every_page_is_well_formed() {
        for (slug, language, text) in texts() {
            let version = version_of(&Slug::of(slug), language, text, 1, Timestamp::from_unix_ms(0));
            assert!(!version.title.is_empty() && !version.title.contains('#'), "{slug} {language}");
            assert_eq!(crate::page::errors_of(&version.title, &version.text), [], "{slug} {language}");
            assert_eq!(Slug::parse("slug", slug).map(|it| it.as_str().to_owned()), Ok(slug.to_owned()));
        }
    }

    #[test]
    fn translations_have_the_headings_lists_and_links_of_the_original() {
        let marks = |text: &str| -> Vec<String> {
            let line = |line: &str| match line.split_once(' ') {
                Some((mark @ ("#" | "##" | "-" | "|"), _)) => Some(mark.to_owned()),
                Some((mark, _))
                    if mark.ends_with('.') && mark.trim_end_matches('.').parse::<u8>().is_ok() =>
                {
                    Some("1.".to_owned())
                }
                _ => None,
            };
            text.lines().filter_map(line).collect()
        };
        for page in &PAGES {
            let [(_, original), translations @ ..] = &page.texts;
            for (language, text) in translations {
                assert_eq!(marks(text), marks(original), "{} {language}", page.slug);
                assert_eq!(
                    text.matches("](").count(),
                    original.matches("](").count(),
                    "{} {language}",
                    page.slug
                );
            }
        }
    }

    #[test]
    fn links_between_pages_lead_somewhere() {
        for (slug, language, text) in texts() {
            for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let is_page = PAGES.iter().any(|page| page.slug == link);
                assert!(is_page || link == "/map", "{slug} {language}: {link}");
            }
        }
    }
}
