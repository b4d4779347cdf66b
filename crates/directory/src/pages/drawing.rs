//! The drawing of what a page shows: outlines and bubbles that lead on, without a script.

use std::collections::BTreeMap;
use std::sync::Arc;

use parvis_geography::draw::{AreaMark, Bubble, Form, Label, Map};
use parvis_geography::{Bounds, Point, Shape};

use super::reader::Reader;
use super::rows::{group_path, name_of};
use super::sight::{Place, Sight};
use crate::actions::Action;
use crate::tables::areas::Area;
use crate::view::{Listed, View};

/// Drawn for a telephone, and not larger than twice that on a desk: letters keep a size that can be read.
const WIDTH: u16 = 420;
const HEIGHT: u16 = 420;
const HEIGHT_OF_ONE: u16 = 260;
/// Steps of a grid in which groups of the place itself are put together to one bubble.
const GRID: f64 = 12.0;
const RADIUS_MIN: u16 = 14;
const RADIUS_MAX: u16 = 30;
/// The world's land is coarser than a town, and drawn where several are in sight.
const LAND_FROM_DEGREES: f64 = 3.0;
/// Around a place that has no extent.
const AROUND_DEGREES: f64 = 0.01;

/// Where the drawing's links lead.
pub(super) struct Links<'a> {
    /// Of a place.
    pub place: &'a dyn Fn(Place<'_>) -> String,
    /// Of the groups of the place itself.
    pub groups: &'a str,
}

/// A place with its texts.
struct Outline {
    shape: Arc<Shape>,
    href: String,
    title: String,
    name: String,
    is_translated: bool,
    is_empty: bool,
}

/// A bubble with its texts.
struct Counted {
    at: Point,
    shift: (i16, i16),
    form: Form,
    count: String,
    radius: u16,
    href: String,
    title: String,
    class: &'static str,
}

/// The drawing of a page with these places.
pub(super) fn of(sight: &Sight<'_>, places: &[Place<'_>], reader: &Reader, links: &Links<'_>) -> String {
    let bounds = bounds_of(sight, places);
    let side = (bounds.east - bounds.west).max(bounds.north - bounds.south);
    let words = reader.words();
    let ground = sight.area.map(|area| sight.view.all_areas().sketch(area, side));
    let outlines: Vec<Outline> = places
        .iter()
        .map(|place| {
            let name = name_of(place.area, reader);
            Outline {
                shape: sight.view.all_areas().sketch(place.area, side),
                href: (links.place)(*place),
                title: format!("{name}: {}", words.groups.counted(reader.language, place.groups)),
                name: name.to_owned(),
                is_translated: place.area.names.by_language.contains_key(reader.language.tag()),
                is_empty: place.groups == 0,
            }
        })
        .collect();
    let mut bubbles: Vec<Counted> =
        places.iter().zip(&outlines).filter_map(|it| bubble_of(it, reader)).collect();
    bubbles.extend(bubbles_here(sight, bounds, reader, links.groups));
    bubbles.extend(actions_of(sight, places, reader));
    let name = sight.area.map_or(words.whole_map.as_str(), |area| name_of(area, reader));
    let title = words.drawing.replace("{place}", name);
    let ground_mark = ground.iter().map(|shape| AreaMark {
        shape,
        href: None,
        title: "",
        label: None,
        class: "map-ground",
    });
    let marks = outlines.iter().map(|outline| outline.mark(reader));
    let map = Map {
        bounds,
        width: WIDTH,
        height: HEIGHT,
        title: &title,
        has_land: side >= LAND_FROM_DEGREES,
        areas: ground_mark.chain(marks).collect(),
        bubbles: bubbles.iter().map(Counted::bubble).collect(),
    };
    map.svg()
}

/// Where one group is: its place, and a dot as fine as the group is shown.
pub(super) fn of_group(view: &View, group: &Listed, reader: &Reader) -> Option<String> {
    let area = view.area(group.listing.area_id)?;
    let at = group.centre(view.all_areas())?;
    let bounds = if area.shape.is_area() { area.shape.bounds() } else { around(at) }.padded(0.15);
    let side = (bounds.east - bounds.west).max(bounds.north - bounds.south);
    let shape = view.all_areas().sketch(area, side);
    let name = name_of(area, reader);
    let title = reader.words().drawing.replace("{place}", name);
    let mark = AreaMark { shape: &shape, href: None, title: name, label: None, class: "" };
    let dot = Counted {
        at,
        shift: (0, 0),
        form: Form::Circle,
        count: String::new(),
        radius: RADIUS_MIN,
        href: String::new(),
        title: group.listing.name.clone(),
        class: "map-one",
    };
    let map = Map {
        bounds,
        width: WIDTH,
        height: HEIGHT_OF_ONE,
        title: &title,
        has_land: false,
        areas: vec![mark],
        bubbles: vec![dot.bubble()],
    };
    Some(map.svg())
}

impl Outline {
    fn mark(&self, reader: &Reader) -> AreaMark<'_> {
        let language = if self.is_translated { reader.language.tag() } else { "und" };
        let label = Label { text: &self.name, language, is_rtl: is_rtl(&self.name) };
        AreaMark {
            shape: &self.shape,
            href: Some(&self.href),
            title: &self.title,
            label: Some(label),
            class: if self.is_empty { "map-empty" } else { "" },
        }
    }
}

impl Counted {
    fn bubble(&self) -> Bubble<'_> {
        Bubble {
            at: self.at,
            shift: self.shift,
            form: self.form,
            count: &self.count,
            radius: self.radius,
            href: (!self.href.is_empty()).then_some(self.href.as_str()),
            title: &self.title,
            class: self.class,
        }
    }
}

fn bubble_of((place, outline): (&Place<'_>, &Outline), reader: &Reader) -> Option<Counted> {
    (place.groups > 0).then(|| Counted {
        at: outline.shape.centre(),
        shift: (0, 0),
        form: Form::Circle,
        count: reader.language.number(place.groups),
        radius: radius(place.groups),
        href: outline.href.clone(),
        title: outline.title.clone(),
        class: "",
    })
}

/// The groups of the place itself: one bubble for each spot, as far apart as a finger needs.
fn bubbles_here(sight: &Sight<'_>, bounds: Bounds, reader: &Reader, link: &str) -> Vec<Counted> {
    let step = (bounds.east - bounds.west).max(bounds.north - bounds.south).max(1e-6) / GRID;
    let mut spots = BTreeMap::<_, Vec<(&Listed, Point)>>::new();
    for group in &sight.groups[..sight.here] {
        let Some(at) = group.centre(sight.view.all_areas()) else { continue };
        let spot = (((at.lon - bounds.west) / step) as i64, ((at.lat - bounds.south) / step) as i64);
        spots.entry(spot).or_default().push((group, at));
    }
    let words = reader.words();
    let counted = spots.into_values().map(|groups| {
        let count = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let (first, at) = (groups[0].0, groups[0].1);
        let is_one = groups.len() == 1;
        Counted {
            at,
            shift: (0, 0),
            form: Form::Circle,
            count: reader.language.number(count),
            radius: radius(count),
            href: if is_one { reader.link(&group_path(first)) } else { link.to_owned() },
            title: match is_one {
                true => first.listing.name.clone(),
                false => words.groups.counted(reader.language, count),
            },
            class: "map-here",
        }
    });
    counted.collect()
}

/// What there is to do in each place, as a diamond beside the bubble of its groups.
fn actions_of(sight: &Sight<'_>, places: &[Place<'_>], reader: &Reader) -> Vec<Counted> {
    let mut below = BTreeMap::<_, Vec<&Action>>::new();
    let mut here = Vec::new();
    let areas = sight.view.all_areas();
    let is_to_come = |action: &&Arc<Action>| !action.is_cancelled();
    for action in sight.view.actions_in(sight.area.map(|area| area.id)).filter(is_to_come) {
        let place = places.iter().position(|place| areas.is_inside(action.area_id, place.area.id));
        match (place, sight.area) {
            (Some(place), _) => below.entry(place).or_default().push(action),
            (None, Some(area)) if action.area_id == area.id => here.push(&**action),
            // In a place of another page of this list.
            (None, _) => {}
        }
    }
    let of_places = below.into_iter().map(|(place, actions)| {
        let Place { area, groups } = places[place];
        (area, if groups > 0 { radius(groups) } else { 0 }, actions)
    });
    let of_here = sight.area.filter(|_| !here.is_empty()).map(|area| (area, 0, here));
    of_places.chain(of_here).map(|(area, beside, actions)| diamond(area, beside, &actions, reader)).collect()
}

fn diamond(area: &Area, beside: u16, actions: &[&Action], reader: &Reader) -> Counted {
    let count = u32::try_from(actions.len()).unwrap_or(u32::MAX);
    let aside = i16::try_from(beside).unwrap_or(i16::MAX);
    let (href, title) = match actions {
        [only] => (only.path(), only.event.name.clone()),
        _ => {
            let counted = reader.words().actions.counted(reader.language, count);
            (format!("/map/actions?area_id={}", area.id), format!("{}: {counted}", name_of(area, reader)))
        }
    };
    Counted {
        at: area.shape.centre(),
        shift: (aside, -aside),
        form: Form::Diamond,
        count: reader.language.number(count),
        radius: RADIUS_MIN,
        href: reader.link(&href),
        title,
        class: "map-actions",
    }
}

/// Larger with more groups, and never so large that it covers the map.
fn radius(groups: u32) -> u16 {
    let doublings = u16::try_from(groups.max(1).ilog2()).unwrap_or(0);
    (RADIUS_MIN + 2 * doublings).min(RADIUS_MAX)
}

fn bounds_of(sight: &Sight<'_>, places: &[Place<'_>]) -> Bounds {
    let of_places = || Bounds::around(places.iter().map(|place| place.area.shape.bounds()));
    let bounds = match sight.area {
        Some(area) if area.shape.is_area() => area.shape.bounds(),
        Some(area) => {
            let own = around(area.shape.centre());
            of_places().map_or(own, |bounds| bounds.union(own))
        }
        // Towns far apart are dots with a bubble each, which needs room.
        None => return of_places().unwrap_or(Bounds::WORLD).padded(0.15),
    };
    bounds.padded(0.04)
}

fn around(at: Point) -> Bounds {
    let (lon, lat) = (at.lon, at.lat);
    let reach = AROUND_DEGREES;
    Bounds::new(lon - reach, lat - reach, lon + reach, lat + reach).unwrap_or(Bounds::WORLD)
}

/// Whether a text begins with a letter that runs from right to left.
fn is_rtl(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'),
    )
}
