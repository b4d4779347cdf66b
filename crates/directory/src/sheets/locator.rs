//! The small map on a sheet: the place that a group is in among its neighbours. It shows no more than the map does, and
//! never the cell: a sheet hangs where it hangs.

use parvis_geography::{Bounds, Shape};
use parvis_print::sheet::{Locator, Ring};

use crate::groups::listing::Listing;
use crate::tables::areas::{Area, Source};
use crate::view::View;

/// A place is shown with as much again on every side.
const AROUND: f64 = 1.0;
/// Neighbours that are drawn.
const NEIGHBOURS_MAX: usize = 100;
/// Corners that are drawn: more is finer than paper.
const CORNERS_MAX: usize = 12_000;
/// Farther north and south, maps of this kind show nothing but stretched ice.
const LATITUDE_MAX: f64 = 84.0;

/// The small map of the place of a group; none where there is nothing to draw.
pub fn of(view: &View, listing: &Listing) -> Option<Locator> {
    let areas = view.all_areas();
    let area = areas.get(listing.area_id)?;
    let bounds = area.shape.bounds();
    if bounds.north > LATITUDE_MAX || bounds.south < -LATITUDE_MAX {
        return None;
    }
    if !area.shape.is_area() {
        let at = areas.centre(area.id)?;
        return Some(Locator {
            point: Some((at.lon, at.lat)),
            credit: credit_of([area.as_ref()]),
            ..Locator::default()
        });
    }
    let shown = bounds.padded(AROUND);
    let side = (shown.east - shown.west).max(shown.north - shown.south);
    let here = rings(&areas.sketch(area, side));
    let around: Vec<&Area> =
        area.parent_id.and_then(|id| areas.get(id)).map(AsRef::as_ref).into_iter().collect();
    let neighbours = areas.children(area.parent_id).map(AsRef::as_ref);
    let neighbours = neighbours.filter(|it: &&Area| it.id != area.id && is_seen(it, shown));
    let around: Vec<&Area> = around.into_iter().chain(neighbours.take(NEIGHBOURS_MAX)).collect();
    let mut corners: usize = here.iter().map(Vec::len).sum();
    let mut outlines = Vec::new();
    for it in &around {
        let own = rings(&areas.sketch(it, side));
        corners += own.iter().map(Vec::len).sum::<usize>();
        if corners > CORNERS_MAX {
            break;
        }
        outlines.extend(own);
    }
    let credit = credit_of(std::iter::once(area.as_ref()).chain(around.iter().copied()));
    Some(Locator { here, around: outlines, point: None, credit })
}

fn is_seen(area: &Area, shown: Bounds) -> bool {
    area.shape.is_area() && area.shape.bounds().intersects(shown)
}

/// The outlines of a place, without what the plane of the map does not have.
fn rings(shape: &Shape) -> Vec<Ring> {
    let rings = shape
        .polygons()
        .into_iter()
        .flat_map(|polygon| std::iter::once(polygon.outer).chain(polygon.holes).collect::<Vec<_>>());
    let latitude = |lat: f64| lat.clamp(-LATITUDE_MAX, LATITUDE_MAX);
    rings.map(|ring| ring.into_iter().map(|point| (point.lon, latitude(point.lat))).collect()).collect()
}

fn credit_of<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Option<String> {
    let is_osm = areas.into_iter().any(|area| area.source == Source::Osm);
    is_osm.then(|| "© OpenStreetMap contributors".to_owned())
}
