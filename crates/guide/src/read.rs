//! What readers do: look at the list, open a page in one language or in several side by side, search.

use parvis_app::{ActionResult, App};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_rules::names;
use serde::Serialize;

use crate::owner::{Owner, Reader, UNKNOWN_PAGE};
use crate::page::{Language, Slug, Source, Version};
use crate::tables;

/// Characters of the line that a search shows.
const EXCERPT_CHARS_MAX: usize = 200;
/// Pages that a search finds at most.
const FOUND_MAX: usize = 50;

/// A page in one language, as a list shows it.
#[derive(Debug, Serialize)]
pub struct Heading {
    language: Language,
    title: String,
    version: u32,
    made_at: Timestamp,
    /// Whether what it was translated from has changed since.
    out_of_date: bool,
}

/// A page, as a list shows it.
#[derive(Debug, Serialize)]
pub struct Listed {
    pub(crate) slug: Slug,
    pub(crate) languages: Vec<Heading>,
}

/// A guide.
#[derive(Debug, Serialize)]
pub struct Overview {
    public: bool,
    can_edit: bool,
    pub(crate) pages: Vec<Listed>,
}

impl Heading {
    pub(crate) fn language(&self) -> &Language {
        &self.language
    }

    pub(crate) fn title(&self) -> &str {
        &self.title
    }
}

/// A page in one language, whole.
#[derive(Debug, Serialize)]
pub struct Shown {
    slug: Slug,
    language: Language,
    version: u32,
    title: String,
    text: String,
    source: Option<Source>,
    out_of_date: bool,
    made_at: Timestamp,
    /// Told to those who write in the guide.
    made_by: Option<Id<UserMarker>>,
}

impl Shown {
    /// A version among the languages of its page.
    pub(crate) fn of(version: Version, others: &[Version], reader: Reader) -> Self {
        let out_of_date = version.is_out_of_date(others.iter());
        Self {
            slug: version.slug,
            language: version.language,
            version: version.version,
            title: version.title,
            text: version.text,
            source: version.source,
            out_of_date,
            made_at: version.made_at,
            made_by: version.made_by.filter(|_| reader.is_editor),
        }
    }
}

/// A page in all its languages, side by side.
#[derive(Debug, Serialize)]
pub struct SideBySide {
    pages: Vec<Shown>,
}

/// The guide's pages in their order; those that nobody put into it stand behind, by slug.
pub async fn overview(app: &App, reader: Reader) -> ActionResult<Overview> {
    let owner = reader.owner.key();
    app.read(move |tx| {
        let (pages, order) = (tables::pages(tx, owner)?, tables::order(tx, owner)?);
        let mut listed: Vec<Listed> = Vec::new();
        for version in &pages {
            let heading = Heading {
                language: version.language.clone(),
                title: version.title.clone(),
                version: version.version,
                made_at: version.made_at,
                out_of_date: version.is_out_of_date(pages.iter()),
            };
            match listed.last_mut().filter(|last| last.slug == version.slug) {
                Some(last) => last.languages.push(heading),
                None => listed.push(Listed { slug: version.slug.clone(), languages: vec![heading] }),
            }
        }
        let place = |slug: &Slug| order.iter().position(|it| it == slug.as_str()).unwrap_or(usize::MAX);
        listed.sort_by_key(|it| place(&it.slug));
        Ok(Overview { public: reader.is_public, can_edit: reader.is_editor, pages: listed })
    })
    .await
}

/// A page in all its languages.
pub async fn side_by_side(app: &App, reader: Reader, slug: Slug) -> ActionResult<SideBySide> {
    let pages = page(app, reader.owner, slug).await?;
    let shown = pages.iter().map(|it| Shown::of(it.clone(), &pages, reader)).collect();
    Ok(SideBySide { pages: shown })
}

/// A page in one language.
pub async fn one(app: &App, reader: Reader, slug: Slug, language: &Language) -> ActionResult<Shown> {
    let pages = page(app, reader.owner, slug).await?;
    let found = pages.iter().find(|it| it.language == *language).ok_or(UNKNOWN_PAGE)?;
    Ok(Shown::of(found.clone(), &pages, reader))
}

/// The languages of a page that is there.
pub(crate) async fn page(app: &App, owner: Owner, slug: Slug) -> ActionResult<Vec<Version>> {
    let pages = app.read(move |tx| Ok(tables::page(tx, owner.key(), &slug)?)).await?;
    if pages.is_empty() { Err(UNKNOWN_PAGE) } else { Ok(pages) }
}

/// A page that a search found.
#[derive(Debug, Serialize)]
pub struct Found {
    slug: Slug,
    language: Language,
    title: String,
    /// The line of the text in which it stands; the first one when it stands in the title.
    excerpt: String,
}

/// What a search found, titles before texts.
#[derive(Debug, Serialize)]
pub struct Results {
    results: Vec<Found>,
}

/// Pages in which these words stand, whatever their case and accents.
pub async fn search(
    app: &App,
    reader: Reader,
    query: &str,
    language: Option<Language>,
) -> ActionResult<Results> {
    let (owner, wanted) = (reader.owner.key(), names::search_form(query.trim()));
    let pages = app.read(move |tx| Ok(tables::pages(tx, owner)?)).await?;
    let pages = pages.into_iter().filter(move |it| language.as_ref().is_none_or(|tag| it.language == *tag));
    let search = move || {
        let mut found: Vec<_> = pages.filter_map(|page| find(&wanted, page)).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(FOUND_MAX);
        found.into_iter().map(|(_, found)| found).collect()
    };
    // A guide may be a few megabytes, and the tasks' threads must not wait for that.
    let results = tokio::task::spawn_blocking(search).await.map_err(std::io::Error::other)?;
    Ok(Results { results })
}

fn find(wanted: &str, page: Version) -> Option<(u8, Found)> {
    let holds = |text: &str| names::search_form(text).contains(wanted);
    let line = page.text.lines().find(|line| holds(line));
    let rank = match (holds(&page.title), line) {
        (true, _) => 0,
        (false, Some(_)) => 1,
        (false, None) => return None,
    };
    let line = line.or_else(|| page.text.lines().find(|line| !line.trim().is_empty())).unwrap_or_default();
    let excerpt = line.trim_start_matches(['#', '-', '*', '>', '|', ' ']).chars().take(EXCERPT_CHARS_MAX);
    let excerpt = excerpt.collect();
    Some((rank, Found { slug: page.slug, language: page.language, title: page.title, excerpt }))
}
