//! Which elements are places, and what their tags say of them.

use super::blocks::Tags;
use crate::import::tags::{LEVELS, Tagged};
use crate::import::{Limits, OsmId, Place};
use crate::shape::Shape;

/// The level of a place that is no administrative boundary: where such boundaries usually stand.
const LEVEL_OF_KIND: &[(&str, u8)] = &[
    ("country", 2),
    ("state", 4),
    ("province", 4),
    ("county", 6),
    ("municipality", 7),
    ("city", 8),
    ("town", 8),
    ("village", 8),
    ("borough", 9),
    ("suburb", 9),
    ("quarter", 10),
    ("hamlet", 10),
    ("neighbourhood", 11),
    ("city_block", 12),
];

/// An element that is a place, before its shape is known.
#[derive(Debug)]
pub struct Chosen {
    pub osm_id: OsmId,
    /// Whether it is an administrative boundary, and not only a settlement.
    pub is_boundary: bool,
    level: u8,
    tagged: Tagged,
}

impl Chosen {
    /// A place of one of these levels, or of any if none is given.
    pub fn of(osm_id: OsmId, tags: Tags<'_>, levels: &[u8], limits: &Limits) -> Option<Self> {
        let is_boundary = tags.get("boundary") == Some("administrative");
        let kind = tags.get("place");
        let written = tags.get("admin_level").and_then(|text| text.parse().ok());
        let of_kind =
            || LEVEL_OF_KIND.iter().find(|(known, _)| Some(*known) == kind).map(|(_, level)| *level);
        let level = if is_boundary { written } else { of_kind() };
        let level = level.filter(|level| LEVELS.contains(level))?;
        if !levels.is_empty() && !levels.contains(&level) {
            return None;
        }
        let mut tagged = Tagged::default();
        for (key, value) in tags.iter() {
            if tagged.names.len() + tagged.aliases.len() >= limits.names_max {
                break;
            }
            // One odd tag of very many people's is no reason to do without the place.
            let _ = tagged.take(key, value, limits);
        }
        tagged.tidy();
        Some(Self { osm_id, is_boundary, level, tagged })
    }

    /// Whether anybody could find it.
    pub fn has_name(&self) -> bool {
        !self.tagged.names.is_empty()
    }

    /// The name by which it is told of.
    pub fn name(&self) -> Option<&str> {
        let names = &self.tagged.names;
        names.get("").or_else(|| names.values().next()).map(String::as_str)
    }

    pub fn into_place(self, shape: Shape) -> Place {
        let Tagged { names, aliases, kind, .. } = self.tagged;
        Place {
            source_id: Some(self.osm_id.to_string()),
            osm_id: Some(self.osm_id),
            names,
            aliases,
            level: Some(self.level),
            kind,
            shape,
        }
    }
}
