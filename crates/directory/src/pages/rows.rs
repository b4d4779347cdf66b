//! Places and groups as lines of a list.

use std::sync::Arc;

use parvis_geography::Point;
use parvis_geography::names::fold;
use parvis_model::Id;

use super::filter::{self, activity, join};
use super::reader::Reader;
use super::sight::Place;
use super::spoken::own_name;
use crate::groups::Filter;
use crate::groups::listing::Shown;
use crate::groups::shown::rounded;
use crate::markers::AreaMarker;
use crate::tables::areas::Area;
use crate::view::{Listed, View};

const SLUG_BYTES_MAX: usize = 60;

/// A place in a list.
pub(super) struct PlaceRow {
    pub href: String,
    pub name: String,
    pub groups: Option<String>,
    /// The places around it, where they do not stand above the list.
    pub around: Option<String>,
    /// What a browser compares with where it is: west, south, east, north.
    pub bounds: String,
}

/// A group in a list.
pub(super) struct GroupRow {
    pub href: String,
    pub flag: String,
    pub name: String,
    /// The smallest places around it.
    pub place: String,
    /// What is told of its size, its life, how one comes in, and what is spoken.
    pub facts: Vec<String>,
}

/// A step of the way from the whole map to a place.
pub(super) struct Step {
    pub href: String,
    pub name: String,
}

/// What a place is called in the reader's language.
pub(super) fn name_of<'a>(area: &'a Area, reader: &Reader) -> &'a str {
    area.names.by_language.get(reader.language.tag()).unwrap_or(&area.name)
}

/// The one address of a place's page: its id, and letters that people recognise.
pub(super) fn area_path(area: &Area) -> String {
    let name = ["en", "fr"].into_iter().find_map(|tag| area.names.by_language.get(tag));
    let mut slug = String::new();
    for word in fold(name.unwrap_or(&area.name)).split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && slug.len() + word.len() < SLUG_BYTES_MAX {
            slug.push('-');
            slug.push_str(word);
        }
    }
    format!("/map/area/{}{slug}", area.id)
}

/// Reads what stands in such an address: only the id counts.
pub(super) fn area_of_path(text: &str) -> Option<Id<AreaMarker>> {
    text.split('-').next()?.parse().ok()
}

/// The address of a group's page.
pub(super) fn group_path(group: &Listed) -> String {
    format!("/map/group/{}", group.id)
}

/// The address of a group's flag; another one after each change.
pub(super) fn flag_path(group: &Listed) -> String {
    format!("/map/group/{}/flag?v={}", group.id, group.version)
}

impl PlaceRow {
    /// A place with the groups that are counted in it.
    pub fn of(place: Place<'_>, reader: &Reader, filter: &Filter) -> Self {
        let bounds = place.area.shape.bounds();
        let low = rounded(Point { lon: bounds.west, lat: bounds.south });
        let high = rounded(Point { lon: bounds.east, lat: bounds.north });
        Self {
            href: reader.link(&filter::with(&area_path(place.area), filter)),
            name: name_of(place.area, reader).to_owned(),
            groups: (place.groups > 0).then(|| reader.words().groups.counted(reader.language, place.groups)),
            around: None,
            bounds: format!("{},{},{},{}", low[0], low[1], high[0], high[1]),
        }
    }

    /// With the places around it, so that two of one name can be told apart.
    pub fn with_way(mut self, view: &View, area: &Area, reader: &Reader) -> Self {
        let path = view.path(area.id);
        let names: Vec<&str> =
            path.iter().rev().skip(1).take(2).map(|around| name_of(around, reader)).collect();
        self.around = (!names.is_empty()).then(|| names.join(" · "));
        self
    }
}

impl GroupRow {
    /// A group as everybody sees it.
    pub fn of(view: &View, group: &Listed, reader: &Reader) -> Self {
        Self {
            href: reader.link(&group_path(group)),
            flag: flag_path(group),
            name: group.listing.name.clone(),
            place: place_of(view, group, reader),
            facts: facts(group, reader),
        }
    }
}

/// The two smallest places around a group.
pub(super) fn place_of(view: &View, group: &Listed, reader: &Reader) -> String {
    let path = view.path(group.listing.area_id);
    let names: Vec<&str> = path.iter().rev().take(2).map(|area| name_of(area, reader)).collect();
    names.join(" · ")
}

fn facts(group: &Listed, reader: &Reader) -> Vec<String> {
    let (words, listing) = (reader.words(), &group.listing);
    let languages: Vec<&str> = listing.languages.iter().map(|code| own_name(code)).collect();
    let languages = (!languages.is_empty()).then(|| languages.join(", "));
    let facts = [
        people(group, reader),
        activity(words, group.activity).map(str::to_owned),
        Some(join(words, listing.join.mode).to_owned()),
        languages,
    ];
    facts.into_iter().flatten().collect()
}

/// How many people are in a group, as exactly as it is told.
pub(super) fn people(group: &Listed, reader: &Reader) -> Option<String> {
    let words = reader.words();
    match (group.shown(), group.members_told()?) {
        (Shown::Hidden, _) => None,
        (Shown::Exact, count) => Some(words.people.counted(reader.language, count)),
        (Shown::Bucket, 0) => Some(words.people_few.clone()),
        (Shown::Bucket, step) => Some(words.people_from.counted(reader.language, step)),
    }
}

/// The way from the whole map to a place, without the place itself.
pub(super) fn way_to(view: &View, area: &Area, reader: &Reader, filter: &Filter) -> Vec<Step> {
    let mut way = vec![Step {
        href: reader.link(&filter::with("/map", filter)),
        name: reader.words().whole_map.clone(),
    }];
    let around: Vec<&Arc<Area>> = view.path(area.id).into_iter().filter(|it| it.id != area.id).collect();
    way.extend(around.into_iter().map(|area| Step {
        href: reader.link(&filter::with(&area_path(area), filter)),
        name: name_of(area, reader).to_owned(),
    }));
    way
}
