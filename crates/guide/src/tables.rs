//! Guides, their pages as they are, and the versions that there were.

use parvis_rules::validate::FieldError;
use parvis_store::{Component, Migration, Row, StoreError, Tx};

use crate::page::{Language, Slug, Source, VERSIONS_MAX, Version, WITHDRAWN_MAX, Withdrawn};

/// The tables of this wing. The owner is a guild, or 0 for the map.
pub const GUIDE: Component = Component {
    name: "guide",
    migrations: &[Migration {
        name: "guides and their pages",
        sql: "
create table guides (owner_id bigint not null primary key, is_public boolean not null, slugs text not null);

create table guide_pages (
  owner_id bigint not null,
  slug text not null,
  language text not null,
  version bigint not null,
  primary key (owner_id, slug, language)
){clustered};

create table guide_versions (
  owner_id bigint not null,
  slug text not null,
  language text not null,
  version bigint not null,
  title text not null,
  text text not null,
  source_language text,
  source_version bigint,
  made_by bigint,
  made_ms bigint not null,
  primary key (owner_id, slug, language, version)
){clustered};
",
    }],
};

/// Begins a guide; false when it was begun before.
pub fn open(tx: &mut Tx<'_>, owner: u64) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guides (owner_id, is_public, slugs) values ($1, $2, '') on conflict (owner_id) do nothing",
        &[&owner, &false],
    )?;
    Ok(added > 0)
}

/// Whether everybody may read a guild's guide.
pub fn is_public(tx: &mut Tx<'_>, owner: u64) -> Result<bool, StoreError> {
    let found =
        tx.query_opt("select is_public from guides where owner_id = $1", &[&owner], |row| row.get(0))?;
    Ok(found.unwrap_or(false))
}

/// Sets whether everybody may read it.
pub fn set_public(tx: &mut Tx<'_>, owner: u64, is_public: bool) -> Result<(), StoreError> {
    open(tx, owner)?;
    tx.execute("update guides set is_public = $2 where owner_id = $1", &[&owner, &is_public])?;
    Ok(())
}

/// In which order the pages stand, as far as somebody said.
pub fn order(tx: &mut Tx<'_>, owner: u64) -> Result<Vec<String>, StoreError> {
    let found: Option<String> =
        tx.query_opt("select slugs from guides where owner_id = $1", &[&owner], |row| row.get(0))?;
    let slugs = found.unwrap_or_default();
    Ok(slugs.split_whitespace().map(str::to_owned).collect())
}

/// Sets in which order the pages stand.
pub fn set_order(tx: &mut Tx<'_>, owner: u64, slugs: &[Slug]) -> Result<(), StoreError> {
    open(tx, owner)?;
    let slugs: Vec<_> = slugs.iter().map(Slug::as_str).collect();
    tx.execute("update guides set slugs = $2 where owner_id = $1", &[&owner, &slugs.join(" ")])?;
    Ok(())
}

macro_rules! version_columns {
    () => {
        "select v.slug, v.language, v.version, v.title, v.text, v.source_language, v.source_version, v.made_by,
           v.made_ms
         from guide_versions v "
    };
}

macro_rules! current_versions {
    () => {
        concat!(
            version_columns!(),
            "join guide_pages p
               on p.owner_id = v.owner_id and p.slug = v.slug and p.language = v.language and p.version = v.version "
        )
    };
}

/// The last versions of what is not in the guide any more.
macro_rules! withdrawn_versions {
    ($columns:literal) => {
        concat!(
            "select ",
            $columns,
            " from guide_versions v
             where v.owner_id = $1
               and not exists (select 1 from guide_pages p
                 where p.owner_id = v.owner_id and p.slug = v.slug and p.language = v.language)
               and not exists (select 1 from guide_versions w
                 where w.owner_id = v.owner_id and w.slug = v.slug and w.language = v.language
                   and w.version > v.version) "
        )
    };
}

/// Every page as it is, by slug and language.
pub fn pages(tx: &mut Tx<'_>, owner: u64) -> Result<Vec<Version>, StoreError> {
    tx.query(
        concat!(current_versions!(), "where v.owner_id = $1 order by v.slug, v.language"),
        &[&owner],
        read_version,
    )
}

/// One page as it is, in all its languages.
pub fn page(tx: &mut Tx<'_>, owner: u64, slug: &Slug) -> Result<Vec<Version>, StoreError> {
    tx.query(
        concat!(current_versions!(), "where v.owner_id = $1 and v.slug = $2 order by v.language"),
        &[&owner, &slug.as_str()],
        read_version,
    )
}

/// The versions of a page in one language, the last first.
pub fn versions(
    tx: &mut Tx<'_>,
    owner: u64,
    slug: &Slug,
    language: &Language,
) -> Result<Vec<Version>, StoreError> {
    tx.query(
        concat!(
            version_columns!(),
            "where v.owner_id = $1 and v.slug = $2 and v.language = $3 order by v.version desc"
        ),
        &[&owner, &slug.as_str(), &language.as_str()],
        read_version,
    )
}

/// One version of a page.
pub fn version(
    tx: &mut Tx<'_>,
    owner: u64,
    slug: &Slug,
    language: &Language,
    version: u32,
) -> Result<Option<Version>, StoreError> {
    tx.query_opt(
        concat!(
            version_columns!(),
            "where v.owner_id = $1 and v.slug = $2 and v.language = $3 and v.version = $4"
        ),
        &[&owner, &slug.as_str(), &language.as_str(), &version],
        read_version,
    )
}

/// Adds a version and makes it the page's. Versions beyond those that are kept go.
pub fn put(tx: &mut Tx<'_>, owner: u64, version: &Version) -> Result<(), StoreError> {
    let (slug, language) = (version.slug.as_str(), version.language.as_str());
    let source_language = version.source.as_ref().map(|it| it.language.as_str().to_owned());
    let source_version = version.source.as_ref().map(|it| it.version);
    tx.execute(
        "insert into guide_versions (owner_id, slug, language, version, title, text, source_language,
           source_version, made_by, made_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &owner,
            &slug,
            &language,
            &version.version,
            &version.title,
            &version.text,
            &source_language,
            &source_version,
            &version.made_by,
            &version.made_at,
        ],
    )?;
    tx.execute(
        "insert into guide_pages (owner_id, slug, language, version) values ($1, $2, $3, $4)
         on conflict (owner_id, slug, language) do update set version = excluded.version",
        &[&owner, &slug, &language, &version.version],
    )?;
    tx.execute(
        "delete from guide_versions where owner_id = $1 and slug = $2 and language = $3 and version <= $4",
        &[&owner, &slug, &language, &version.version.saturating_sub(VERSIONS_MAX)],
    )?;
    Ok(())
}

/// Takes a page in one language out of the guide; what it was can be brought back. Whether it was there.
pub fn delete(tx: &mut Tx<'_>, owner: u64, slug: &Slug, language: &Language) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from guide_pages where owner_id = $1 and slug = $2 and language = $3",
        &[&owner, &slug.as_str(), &language.as_str()],
    )?;
    forget_withdrawn(tx, owner)?;
    Ok(removed > 0)
}

/// Pages in one language that are not in the guide any more, by their last version.
pub fn withdrawn(tx: &mut Tx<'_>, owner: u64) -> Result<Vec<Withdrawn>, StoreError> {
    tx.query(
        concat!(withdrawn_versions!("v.slug, v.language, v.version, v.title"), "order by v.slug, v.language"),
        &[&owner],
        |row| {
            Ok(Withdrawn {
                slug: read_slug(row, 0)?,
                language: read_language(row, 1)?,
                version: row.get(2)?,
                title: row.get(3)?,
            })
        },
    )
}

/// Forgets those of them that people wrote longest ago. What came with the program is known to have been taken out by
/// what it was.
fn forget_withdrawn(tx: &mut Tx<'_>, owner: u64) -> Result<(), StoreError> {
    let kept = tx.query(
        concat!(
            withdrawn_versions!("v.slug, v.language"),
            "and v.made_by is not null order by v.made_ms desc, v.slug, v.language"
        ),
        &[&owner],
        |row| Ok((read_slug(row, 0)?, read_language(row, 1)?)),
    )?;
    for (slug, language) in kept.iter().skip(WITHDRAWN_MAX) {
        tx.execute(
            "delete from guide_versions where owner_id = $1 and slug = $2 and language = $3",
            &[&owner, &slug.as_str(), &language.as_str()],
        )?;
    }
    Ok(())
}

/// How many characters the texts of the pages have together.
pub fn chars(tx: &mut Tx<'_>, owner: u64) -> Result<u64, StoreError> {
    let sum = tx.query_opt(
        "select cast(coalesce(sum(length(v.text)), 0) as bigint) from guide_versions v
         join guide_pages p
           on p.owner_id = v.owner_id and p.slug = v.slug and p.language = v.language and p.version = v.version
         where v.owner_id = $1",
        &[&owner],
        |row| row.get(0),
    )?;
    Ok(sum.unwrap_or(0))
}

/// Removes everything of an owner who is gone.
pub fn delete_of_owner(tx: &mut Tx<'_>, owner: u64) -> Result<(), StoreError> {
    for statement in [
        "delete from guides where owner_id = $1",
        "delete from guide_pages where owner_id = $1",
        "delete from guide_versions where owner_id = $1",
    ] {
        tx.execute(statement, &[&owner])?;
    }
    Ok(())
}

fn unreadable(error: FieldError) -> StoreError {
    StoreError::Invalid(format!("guide_versions: {error:?}"))
}

fn read_slug(row: &Row<'_>, at: usize) -> Result<Slug, StoreError> {
    Slug::parse("slug", &row.get::<String>(at)?).map_err(unreadable)
}

fn read_language(row: &Row<'_>, at: usize) -> Result<Language, StoreError> {
    Language::parse("language", &row.get::<String>(at)?).map_err(unreadable)
}

fn read_version(row: &Row<'_>) -> Result<Version, StoreError> {
    let source: (Option<String>, Option<u32>) = (row.get(5)?, row.get(6)?);
    let source = match source {
        (Some(language), Some(version)) => Some(Source {
            language: Language::parse("source_language", &language).map_err(unreadable)?,
            version,
        }),
        _ => None,
    };
    Ok(Version {
        slug: read_slug(row, 0)?,
        language: read_language(row, 1)?,
        version: row.get(2)?,
        title: row.get(3)?,
        text: row.get(4)?,
        source,
        made_by: row.get(7)?,
        made_at: row.get(8)?,
    })
}
