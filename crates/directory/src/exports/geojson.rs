//! GeoJSON: one point for each public group, with what stands on the map.

use serde_json::{Value, json};

use super::Contents;
use crate::groups::shown::rounded;
use crate::view::Listed;

/// A FeatureCollection (RFC 7946).
pub fn write(contents: &Contents<'_>) -> String {
    let features: Vec<Value> = contents.groups.iter().filter_map(|group| feature(contents, group)).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn feature(contents: &Contents<'_>, group: &Listed) -> Option<Value> {
    let [lon, lat] = rounded(group.centre(contents.view.all_areas())?);
    let listing = &group.listing;
    let area = contents.view.path(listing.area_id).last().map(|area| area.name.clone());
    Some(json!({
        "type": "Feature",
        "id": group.id,
        "geometry": { "type": "Point", "coordinates": [lon, lat] },
        "properties": {
            "name": listing.name,
            "description": listing.description,
            "languages": listing.languages,
            "tags": listing.tags,
            "area_id": listing.area_id,
            "area": area,
            "place": if listing.cell.is_some() { "cell" } else { "area" },
            "join": listing.join.mode,
            "members_at_least": group.members_told(),
            "activity": group.activity,
            "changed_at": group.changed_at,
        },
    }))
}
