//! GeoJSON: one point for each public group, with what stands on the map.

use std::collections::BTreeMap;

use parvis_model::{Id, Timestamp};
use serde::Serialize;

use super::Contents;
use crate::groups::listing::JoinMode;
use crate::groups::shown::rounded;
use crate::markers::{AreaMarker, GroupMarker};
use crate::view::{Activity, Listed};

/// A FeatureCollection (RFC 7946).
#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: Id<GroupMarker>,
    geometry: Geometry,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: [f64; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    name: &'a str,
    description: &'a BTreeMap<String, String>,
    languages: &'a [String],
    tags: &'a [String],
    area_id: Id<AreaMarker>,
    area: Option<&'a str>,
    place: &'static str,
    join: JoinMode,
    members_at_least: Option<u32>,
    activity: Activity,
    changed_at: Timestamp,
}

/// The groups as a collection of points.
pub fn write(contents: &Contents<'_>) -> String {
    let features = contents.groups.iter().filter_map(|group| feature(contents, group)).collect();
    let collection = Collection { kind: "FeatureCollection", features };
    serde_json::to_string(&collection).expect("texts, numbers and lists of them are JSON")
}

fn feature<'a>(contents: &'a Contents<'_>, group: &'a Listed) -> Option<Feature<'a>> {
    let areas = contents.view.all_areas();
    let coordinates = rounded(group.centre(areas)?);
    let listing = &group.listing;
    let properties = Properties {
        name: &listing.name,
        description: &listing.description,
        languages: &listing.languages,
        tags: &listing.tags,
        area_id: listing.area_id,
        area: areas.get(listing.area_id).map(|area| area.name.as_str()),
        place: if listing.cell.is_some() { "cell" } else { "area" },
        join: listing.join.mode,
        members_at_least: group.members_told(),
        activity: group.activity,
        changed_at: group.changed_at,
    };
    Some(Feature {
        kind: "Feature",
        id: group.id,
        geometry: Geometry { kind: "Point", coordinates },
        properties,
    })
}
