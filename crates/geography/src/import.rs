//! Places from other people's files: GeoJSON and extracts of OpenStreetMap. It must not know files, tables or the
//! network: bytes come from a reader, progress goes to a callback.

mod geojson;
mod osm;
mod parents;
mod tags;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;

use crate::shape::Shape;

pub use geojson::geojson;
pub use osm::{Extract, LeftOut, osm};
pub use parents::parents;

/// A place as a file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What the file calls it: a feature's `id`, or `relation/59195`.
    pub source_id: Option<String>,
    /// Where OpenStreetMap has it.
    pub osm_id: Option<OsmId>,
    /// Names by language (`fr`, `be-tarask`); under `""` the name that the place itself uses.
    pub names: BTreeMap<String, String>,
    /// Other names in any language: for the search, not for show.
    pub aliases: Vec<String>,
    /// `admin_level` of OpenStreetMap, 1 to 15: 2 a country, 4 a region, 8 a town in many countries. Levels mean
    /// different things in different countries.
    pub level: Option<u8>,
    /// What it is in the source's word, such as `suburb` or `courtyard`.
    pub kind: Option<String>,
    /// Where it is.
    pub shape: Shape,
}

/// An element of OpenStreetMap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OsmId {
    /// A point.
    Node(i64),
    /// A line, or an area of one.
    Way(i64),
    /// Several elements together.
    Relation(i64),
}

/// How much one import may bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Places in all.
    pub places_max: usize,
    /// Corners in all.
    pub vertices_max: usize,
    /// Characters of one name.
    pub name_chars_max: usize,
    /// Names and aliases of one place.
    pub names_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { places_max: 250_000, vertices_max: 50_000_000, name_chars_max: 200, names_max: 400 }
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far; a reader that is read several times counts them again.
    pub bytes_read: u64,
    /// Places found so far.
    pub places: usize,
}

/// Told now and then how far an import is; `Break` ends it with [`ImportError::Stopped`].
pub type Report<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The reader failed.
    #[error("reading: {0}")]
    Read(#[from] std::io::Error),
    /// It is not what it should be as a whole: no JSON, no FeatureCollection, no extract.
    #[error("{0}")]
    Format(String),
    /// Some places are wrong; at most [`PROBLEMS_MAX`] are told at once.
    #[error("{}", Problems(.0))]
    Places(Vec<Problem>),
    /// More than a limit allows.
    #[error("more than {max} {what}")]
    TooMany {
        /// Which limit.
        what: &'static str,
        /// Its value.
        max: usize,
    },
    /// The callback wanted no more.
    #[error("stopped")]
    Stopped,
}

/// Problems of one file that are told at once, so that it is not mended and sent twenty times.
pub const PROBLEMS_MAX: usize = 20;

/// What is wrong with one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which one in the file, from 0.
    pub feature: usize,
    /// Its id or name, if it has one.
    pub label: Option<String>,
    /// Path of the value, such as `properties.name`.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "feature {}", self.feature)?;
        if let Some(label) = &self.label {
            write!(f, " ({label})")?;
        }
        write!(f, ": {}: {}", self.field, self.reason)
    }
}

struct Problems<'a>(&'a [Problem]);

impl fmt::Display for Problems<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if place > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for OsmId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(id) => write!(f, "node/{id}"),
            Self::Way(id) => write!(f, "way/{id}"),
            Self::Relation(id) => write!(f, "relation/{id}"),
        }
    }
}

impl std::str::FromStr for OsmId {
    type Err = NoOsmId;

    /// `relation/59195`, and `r59195` as some exports have it.
    fn from_str(text: &str) -> Result<Self, NoOsmId> {
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or(NoOsmId)?;
        let id = text[digits..].parse().map_err(|_| NoOsmId)?;
        match &text[..digits] {
            "node/" | "n" => Ok(Self::Node(id)),
            "way/" | "w" => Ok(Self::Way(id)),
            "relation/" | "r" => Ok(Self::Relation(id)),
            _ => Err(NoOsmId),
        }
    }
}

/// A text that names no element of OpenStreetMap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be node, way or relation, a slash and a number")]
pub struct NoOsmId;

impl Place {
    /// The name in the first of these languages that it has, else its own, else any.
    pub fn name(&self, languages: &[&str]) -> Option<&str> {
        let wanted = languages.iter().copied().chain([""]).find_map(|language| self.names.get(language));
        wanted.or_else(|| self.names.values().next()).map(String::as_str)
    }
}
