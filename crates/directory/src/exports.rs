//! The public groups as files: for other maps, for spreadsheets, for readers of feeds. All of them are written from the
//! same view as everything else, carry its version as their tag, and hold nothing that is not public.

mod atom;
mod csv;
mod geojson;
mod kml;

use std::sync::Arc;

use parvis_app::{ActionResult, App};
use parvis_model::Id;

use crate::Directory;
use crate::areas::unknown;
use crate::markers::AreaMarker;
use crate::view::{Listed, View};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON, RFC 7946.
    Geojson,
    /// KML 2.2.
    Kml,
    /// CSV, RFC 4180.
    Csv,
    /// An Atom feed, RFC 4287: what changed last.
    Atom,
}

impl Format {
    /// Its media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Geojson => "application/geo+json",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Atom => "application/atom+xml",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Geojson => "geojson",
            Self::Kml => "kml",
            Self::Csv => "csv",
            Self::Atom => "atom",
        }
    }
}

/// A file, or that the reader has it already.
pub enum Export {
    /// What the reader has is what there is.
    Unchanged {
        /// Its tag.
        etag: String,
    },
    /// The file.
    File {
        /// Its tag.
        etag: String,
        /// Its text.
        text: String,
    },
}

/// What goes into a file.
struct Contents<'a> {
    view: &'a View,
    groups: Vec<&'a Arc<Listed>>,
    /// Where this server is reached.
    url: &'a str,
    area_id: Option<Id<AreaMarker>>,
}

/// The public groups of the map, or of one place and of those in it.
pub async fn write(
    directory: &Directory,
    app: &App,
    format: Format,
    area_id: Option<Id<AreaMarker>>,
    url: String,
    known: Option<&str>,
) -> ActionResult<Export> {
    let view = directory.view(app).await?;
    if let Some(area_id) = area_id {
        view.area(area_id).ok_or_else(unknown)?;
    }
    let place = area_id.map_or(0, Id::get);
    let etag = format!("\"{}-{}-{place}\"", view.version, format.word());
    let is_known = |list: &str| {
        list.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
    };
    if known.is_some_and(is_known) {
        return Ok(Export::Unchanged { etag });
    }
    let written = tokio::task::spawn_blocking(move || {
        let groups = view.public_groups(area_id).collect();
        let contents = Contents { view: &view, groups, url: &url, area_id };
        match format {
            Format::Geojson => geojson::write(&contents),
            Format::Kml => kml::write(&contents),
            Format::Csv => csv::write(&contents),
            Format::Atom => atom::write(&contents),
        }
    });
    let text = written.await.map_err(std::io::Error::other)?;
    Ok(Export::File { etag, text })
}

/// One line of the description, in the first language that it has.
fn description(group: &Listed) -> &str {
    group.listing.description.values().next().map_or("", String::as_str)
}

/// A text as XML takes it; characters that XML does not have are left out.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | ' ' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
