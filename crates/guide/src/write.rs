//! What those who write in a guide do: write a page anew, take it out, look at what it was, and bring that back.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::Timestamp;
use parvis_rules::validate::{self, FieldError};
use parvis_store::Tx;
use serde::Serialize;

use crate::Guide;
use crate::owner::{Owner, Reader, UNKNOWN_PAGE};
use crate::page::{GUIDE_CHARS_MAX, LANGUAGES_MAX, Language, PAGES_MAX, Slug, Source, Version, errors_of};
use crate::read::Shown;
use crate::tables;

/// A text that somebody wants to put into a guide.
#[derive(Debug)]
pub struct Draft {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Of what it is a translation.
    pub source: Option<Source>,
    /// The version that was changed; with another one meanwhile the draft is refused. `None` does not ask.
    pub base_version: Option<u32>,
}

/// The versions of a page.
#[derive(Debug, Serialize)]
pub struct Versions {
    versions: Vec<Shown>,
}

/// Writes a page in one language.
pub async fn put(
    guide: &Guide,
    app: &App,
    caller: &Caller,
    reader: Reader,
    (slug, language): (Slug, Language),
    draft: Draft,
) -> ActionResult<Shown> {
    let errors = errors_of(&draft.title, &draft.text);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let (made_by, made_at) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    let owner = reader.owner;
    let written = app.write(owner.lane(), move |tx, _| {
        let others = tables::page(tx, owner.key(), &slug)?;
        require_room(tx, owner, &others, &language, &draft.text)?;
        require_source(&others, &language, draft.source.as_ref())?;
        let current = others.iter().find(|it| it.language == language).map_or(0, |it| it.version);
        if draft.base_version.is_some_and(|base| base != current) {
            let text = format!("Somebody else wrote version {current} meanwhile.");
            return Err(ActionError::invalid("base_version", "VERSION_CHANGED", text));
        }
        let Draft { title, text, source, .. } = draft;
        let version = next_version(tx, owner, &slug, &language)?;
        let written =
            Version { slug, language, version, title, text, source, made_by: Some(made_by), made_at };
        write(tx, reader, written)
    });
    let shown = written.await?;
    guide.0.shelf.forget(owner.key());
    Ok(shown)
}

/// One behind the last version that there ever was, a deleted one too.
fn next_version(tx: &mut Tx<'_>, owner: Owner, slug: &Slug, language: &Language) -> ActionResult<u32> {
    let last = tables::versions(tx, owner.key(), slug, language)?.first().map_or(0, |it| it.version);
    Ok(last + 1)
}

fn write(tx: &mut Tx<'_>, reader: Reader, version: Version) -> ActionResult<Shown> {
    let owner = reader.owner.key();
    tables::open(tx, owner)?;
    tables::put(tx, owner, &version)?;
    let others = tables::page(tx, owner, &version.slug)?;
    Ok(Shown::of(version, &others, reader))
}

fn require_room(
    tx: &mut Tx<'_>,
    owner: Owner,
    others: &[Version],
    language: &Language,
    text: &str,
) -> ActionResult<()> {
    let before = others.iter().find(|it| it.language == *language);
    let count = |text: &str| text.chars().count() as u64;
    let chars = tables::chars(tx, owner.key())? + count(text) - before.map_or(0, |it| count(&it.text));
    if chars > GUIDE_CHARS_MAX {
        let text = format!("The texts of a guide have at most {GUIDE_CHARS_MAX} characters together.");
        return Err(ActionError::invalid("text", "GUIDE_CHARS_MAX", text));
    }
    if before.is_some() {
        return Ok(());
    }
    if others.len() >= LANGUAGES_MAX {
        let text = format!("A page has at most {LANGUAGES_MAX} languages.");
        return Err(ActionError::invalid("language", "GUIDE_LANGUAGES_MAX", text));
    }
    if others.is_empty() {
        let mut slugs: Vec<_> = tables::pages(tx, owner.key())?.into_iter().map(|it| it.slug).collect();
        slugs.dedup();
        if slugs.len() >= PAGES_MAX {
            let text = format!("A guide has at most {PAGES_MAX} pages.");
            return Err(ActionError::invalid("slug", "GUIDE_PAGES_MAX", text));
        }
    }
    Ok(())
}

fn require_source(others: &[Version], language: &Language, source: Option<&Source>) -> ActionResult<()> {
    let Some(source) = source else { return Ok(()) };
    let is_there = others.iter().any(|it| it.language == source.language && source.version <= it.version);
    if is_there && source.language != *language && source.version > 0 {
        return Ok(());
    }
    let text = "The page has no such version in that language.";
    Err(ActionError::invalid("source", "SOURCE_UNKNOWN", text))
}

/// Takes a page in one language out of the guide.
pub async fn delete(
    guide: &Guide,
    app: &App,
    reader: Reader,
    (slug, language): (Slug, Language),
) -> ActionResult<()> {
    let owner = reader.owner;
    let deleted = app.write(owner.lane(), move |tx, _| {
        if tables::delete(tx, owner.key(), &slug, &language)? { Ok(()) } else { Err(UNKNOWN_PAGE) }
    });
    deleted.await?;
    guide.0.shelf.forget(owner.key());
    Ok(())
}

/// The versions of a page in one language, the last first; also when it is not in the guide any more.
pub async fn versions(app: &App, reader: Reader, slug: Slug, language: Language) -> ActionResult<Versions> {
    let owner = reader.owner.key();
    app.read(move |tx| {
        let others = tables::page(tx, owner, &slug)?;
        let versions = tables::versions(tx, owner, &slug, &language)?;
        if versions.is_empty() {
            return Err(UNKNOWN_PAGE);
        }
        Ok(Versions { versions: versions.into_iter().map(|it| Shown::of(it, &others, reader)).collect() })
    })
    .await
}

/// Makes an earlier version the page's, as a new one.
pub async fn restore(
    guide: &Guide,
    app: &App,
    caller: &Caller,
    reader: Reader,
    (slug, language, version): (Slug, Language, u32),
) -> ActionResult<Shown> {
    let (made_by, made_at) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    let owner = reader.owner;
    let written = app.write(owner.lane(), move |tx, _| {
        let earlier = tables::version(tx, owner.key(), &slug, &language, version)?.ok_or(UNKNOWN_PAGE)?;
        let others = tables::page(tx, owner.key(), &slug)?;
        require_room(tx, owner, &others, &language, &earlier.text)?;
        let version = next_version(tx, owner, &slug, &language)?;
        write(tx, reader, Version { version, made_by: Some(made_by), made_at, ..earlier })
    });
    let shown = written.await?;
    guide.0.shelf.forget(owner.key());
    Ok(shown)
}

/// What is to change of a guide as a whole.
#[derive(Debug, Default)]
pub struct Settings {
    /// Whether everybody may read it; of a guild's guide only.
    pub is_public: Option<bool>,
    /// In which order its pages stand.
    pub order: Option<Vec<Slug>>,
}

/// Changes a guide as a whole.
pub async fn set(app: &App, reader: Reader, settings: Settings) -> ActionResult<()> {
    let owner = reader.owner;
    let mut errors: Vec<FieldError> = Vec::new();
    if owner == Owner::Map && settings.is_public == Some(false) {
        errors.push(FieldError::new("public", "MAP_GUIDE_PUBLIC", "The guide of the map is for everybody."));
    }
    let pages = settings.order.as_ref().map_or(0, Vec::len);
    errors.extend(validate::length("order", pages, 0..=PAGES_MAX).err());
    if !errors.is_empty() {
        return Err(errors.into());
    }
    app.write(owner.lane(), move |tx, _| {
        if let Some(is_public) = settings.is_public {
            tables::set_public(tx, owner.key(), is_public)?;
        }
        if let Some(order) = settings.order {
            tables::set_order(tx, owner.key(), &order)?;
        }
        Ok(())
    })
    .await
}
