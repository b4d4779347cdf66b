//! The tables of guides on both engines.

use parvis_guide::page::{Language, Slug, Source, VERSIONS_MAX, Version, WITHDRAWN_MAX};
use parvis_guide::tables::{self as guide, GUIDE};
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};

use crate::engines::{Database, both_engines};

both_engines! {
    a_page_is_its_last_version_until_it_is_taken_out,
    versions_are_kept_up_to_a_number,
    what_was_taken_out_is_kept_up_to_a_number,
    a_guide_is_opened_once_and_goes_with_its_owner,
}

const GUILD: u64 = 10;

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[GUIDE]).write(0, job).await.expect("every statement is accepted");
}

fn slug(text: &str) -> Slug {
    Slug::parse("slug", text).expect("a slug")
}

fn language(tag: &str) -> Language {
    Language::parse("language", tag).expect("a language")
}

fn version(name: &str, tag: &str, version: u32) -> Version {
    Version {
        slug: slug(name),
        language: language(tag),
        version,
        title: format!("{name} {version}"),
        text: "text".to_owned(),
        source: None,
        made_by: Some(Id::new(1)),
        made_at: Timestamp::from_unix_ms(1_000),
    }
}

async fn a_page_is_its_last_version_until_it_is_taken_out(database: Database) {
    run(database, |tx| {
        let (first, second) = (version("join", "fr", 1), version("join", "fr", 2));
        let source = Some(Source { language: language("fr"), version: 2 });
        let english = Version { source, made_by: None, ..version("join", "en", 1) };
        let other = version("safety", "fr", 1);
        for it in [&first, &second, &english, &other] {
            guide::put(tx, GUILD, it)?;
        }
        guide::put(tx, 11, &version("join", "fr", 7))?;
        assert_eq!(guide::pages(tx, GUILD)?, [english.clone(), second.clone(), other.clone()]);
        assert_eq!(guide::page(tx, GUILD, &slug("join"))?, [english.clone(), second.clone()]);
        let (name, tag) = (slug("join"), language("fr"));
        assert_eq!(guide::versions(tx, GUILD, &name, &tag)?, [second, first.clone()]);
        assert_eq!(guide::version(tx, GUILD, &name, &tag, 1)?, Some(first));
        assert_eq!(guide::version(tx, GUILD, &name, &tag, 3)?, None);
        assert!(guide::delete(tx, GUILD, &name, &tag)?);
        assert!(!guide::delete(tx, GUILD, &name, &tag)?);
        assert_eq!(guide::page(tx, GUILD, &name)?, [english]);
        assert_eq!(guide::versions(tx, GUILD, &name, &tag)?.len(), 2, "what it was can be brought back");
        Ok(())
    })
    .await;
}

async fn versions_are_kept_up_to_a_number(database: Database) {
    run(database, |tx| {
        for number in 1..=VERSIONS_MAX + 2 {
            guide::put(tx, GUILD, &version("join", "fr", number))?;
        }
        let kept = guide::versions(tx, GUILD, &slug("join"), &language("fr"))?;
        assert_eq!(kept.len(), VERSIONS_MAX as usize);
        assert_eq!((kept[0].version, kept[kept.len() - 1].version), (VERSIONS_MAX + 2, 3));
        Ok(())
    })
    .await;
}

async fn what_was_taken_out_is_kept_up_to_a_number(database: Database) {
    run(database, |tx| {
        let first = Version { made_by: None, ..version("first", "fr", 1) };
        guide::put(tx, GUILD, &first)?;
        guide::put(tx, GUILD, &version("stays", "fr", 1))?;
        let pages: Vec<_> =
            (0..=WITHDRAWN_MAX).map(|number| version(&format!("p{number}"), "fr", 1)).collect();
        for (number, page) in pages.iter().enumerate() {
            let made_at = Timestamp::from_unix_ms(2_000 + number as i64);
            guide::put(tx, GUILD, page)?;
            guide::put(tx, GUILD, &Version { version: 2, made_at, ..page.clone() })?;
        }
        assert_eq!(guide::withdrawn(tx, GUILD)?.len(), 0);
        assert_eq!(
            guide::chars(tx, GUILD)?,
            4 * (pages.len() as u64 + 2),
            "of each page, not of each version"
        );
        for page in pages.iter().chain([&first]) {
            assert!(guide::delete(tx, GUILD, &page.slug, &page.language)?);
        }
        let withdrawn = guide::withdrawn(tx, GUILD)?;
        assert_eq!(withdrawn.len(), WITHDRAWN_MAX + 1, "what people wrote, and what came with the program");
        assert_eq!((withdrawn[0].slug.as_str(), withdrawn[1].version), ("first", 2));
        assert_eq!(guide::versions(tx, GUILD, &slug("p0"), &language("fr"))?, [], "written longest ago");
        assert_eq!(guide::versions(tx, GUILD, &slug("p1"), &language("fr"))?.len(), 2);
        Ok(())
    })
    .await;
}

async fn a_guide_is_opened_once_and_goes_with_its_owner(database: Database) {
    run(database, |tx| {
        assert!(guide::open(tx, GUILD)?);
        assert!(!guide::open(tx, GUILD)? && !guide::is_public(tx, GUILD)?);
        guide::set_public(tx, GUILD, true)?;
        guide::set_public(tx, 11, true)?;
        assert_eq!((guide::is_public(tx, GUILD)?, guide::is_public(tx, 12)?), (true, false));
        assert_eq!(guide::order(tx, GUILD)?, Vec::<String>::new());
        guide::set_order(tx, GUILD, &[slug("safety"), slug("join")])?;
        guide::set_order(tx, 12, &[slug("join")])?;
        assert_eq!(guide::order(tx, GUILD)?, ["safety", "join"]);
        guide::put(tx, GUILD, &version("join", "fr", 1))?;
        guide::delete_of_owner(tx, GUILD)?;
        assert_eq!(guide::versions(tx, GUILD, &slug("join"), &language("fr"))?, []);
        assert_eq!(guide::pages(tx, GUILD)?, []);
        assert!(guide::open(tx, GUILD)?, "it may be begun again");
        assert_eq!((guide::open(tx, 11)?, guide::order(tx, 12)?), (false, vec!["join".to_owned()]));
        Ok(())
    })
    .await;
}
