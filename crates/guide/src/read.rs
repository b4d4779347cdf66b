//! What readers do: look at the list, open a page in one language or in several side by side, search.

use parvis_app::{ActionResult, App};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_rules::names;
use serde::Serialize;

use crate::Guide;
use crate::owner::{Owner, Reader, UNKNOWN_PAGE};
use crate::page::{Language, Slug, Source, Version, Withdrawn};
use crate::tables;

/// Characters of the line that a search shows.
const EXCERPT_CHARS_MAX: usize = 200;
/// Pages that a search finds at most.
const FOUND_MAX: usize = 50;
/// Bytes of the texts of a copy that a device keeps.
const COPY_BYTES_MAX: usize = 2 * 1024 * 1024;

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
    /// What was taken out and can be brought back, for those who write in the guide.
    withdrawn: Vec<Withdrawn>,
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
        let (out_of_date, made_by) = (version.is_out_of_date(others.iter()), version.made_by);
        Self::told(version, out_of_date, made_by.filter(|_| reader.is_editor))
    }

    fn told(version: Version, out_of_date: bool, made_by: Option<Id<UserMarker>>) -> Self {
        Self {
            slug: version.slug,
            language: version.language,
            version: version.version,
            title: version.title,
            text: version.text,
            source: version.source,
            out_of_date,
            made_at: version.made_at,
            made_by,
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
        let withdrawn = if reader.is_editor { tables::withdrawn(tx, owner)? } else { Vec::new() };
        Ok(Overview { public: reader.is_public, can_edit: reader.is_editor, pages: listed, withdrawn })
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
    guide: &Guide,
    app: &App,
    reader: Reader,
    query: &str,
    language: Option<Language>,
) -> ActionResult<Results> {
    let book = guide.0.shelf.book(app, reader.owner).await?;
    let wanted = names::search_form(query.trim());
    let search = move || {
        let pages =
            book.pages.iter().filter(|it| language.as_ref().is_none_or(|tag| it.page.language == *tag));
        let mut found: Vec<_> =
            pages.filter_map(|it| it.find(&wanted).map(|(rank, line)| (rank, &it.page, line))).collect();
        found.sort_by_key(|(rank, ..)| *rank);
        found.truncate(FOUND_MAX);
        found.into_iter().map(|(_, page, line)| Found::of(page, line)).collect()
    };
    // Millions of characters may be looked through, and the tasks' threads must not wait for that.
    let results = tokio::task::spawn_blocking(search).await.map_err(std::io::Error::other)?;
    Ok(Results { results })
}

impl Found {
    fn of(page: &Version, line: &str) -> Self {
        let line = line.trim_start_matches(['#', '-', '*', '>', '|', ' ']);
        Self {
            slug: page.slug.clone(),
            language: page.language.clone(),
            title: page.title.clone(),
            excerpt: line.chars().take(EXCERPT_CHARS_MAX).collect(),
        }
    }
}

/// A guide as a device keeps it, to be read without a connection.
#[derive(Debug, Serialize)]
pub struct Copy {
    made_at: Timestamp,
    /// Whether everything is in it, or only what a reader of this language needs first.
    complete: bool,
    public: bool,
    /// In the guide's order.
    pages: Vec<Shown>,
}

/// A copy of a guide. Each page comes in the language that is wanted; then, as far as there is room, the originals and
/// the other languages.
pub async fn copy(guide: &Guide, app: &App, reader: Reader, language: &Language) -> ActionResult<Copy> {
    let book = guide.0.shelf.book(app, reader.owner).await?;
    let owner = reader.owner.key();
    let order = app.read(move |tx| Ok(tables::order(tx, owner)?)).await?;
    let mut pages: Vec<&Version> = book.pages.iter().map(|it| &it.page).collect();
    let all = pages.len();
    pages.sort_by_key(|it| if it.language == *language { 0 } else { 1 + u8::from(it.source.is_some()) });
    let mut room = COPY_BYTES_MAX;
    pages.retain(|it| {
        let left = room.checked_sub(it.text.len());
        room = left.unwrap_or(room);
        left.is_some()
    });
    let place = |slug: &Slug| order.iter().position(|it| it == slug.as_str()).unwrap_or(usize::MAX);
    pages.sort_by_key(|it| (place(&it.slug), &it.slug, &it.language));
    let shown = |it: &&Version| {
        let is_stale = it.is_out_of_date(book.pages.iter().map(|other| &other.page));
        // A device may fall into other hands: who wrote what does not stand on it.
        Shown::told((*it).clone(), is_stale, None)
    };
    Ok(Copy {
        made_at: Timestamp::from_unix_ms(app.now_ms()),
        complete: pages.len() == all,
        public: reader.is_public,
        pages: pages.iter().map(shown).collect(),
    })
}
