//! Which place lies in which, from their shapes: files rarely say it.

use std::sync::Arc;

use super::Place;
use crate::index::AreaIndex;
use crate::point::Point;
use crate::shape::Shape;

/// Corners of a place's outline that are looked at.
const SAMPLES: usize = 12;
/// How many of them must lie in the parent: outlines drawn by different people do not meet.
const SAMPLES_INSIDE_MIN: f64 = 0.75;

/// For each place the number of the smallest one that holds it, if any.
///
/// A parent is larger, has a smaller `level` if both have one, and holds the place's centre and most of its outline.
/// Two areas of one extent (a city that is its own district) stand in the order of their levels. There is no circle.
pub fn parents(places: &[Place]) -> Vec<Option<usize>> {
    let ranks = ranks(places);
    let shapes = places.iter().enumerate().filter(|(_, place)| place.shape.is_area());
    // Depths are not known yet; the order of the answers is ours below.
    let index = AreaIndex::new(shapes.map(|(number, place)| (number, 0, Arc::new(place.shape.clone()))));
    let parent = |(number, place): (usize, &Place)| {
        let mut candidates = index.at(place.shape.centre());
        let is_higher = |candidate: usize| {
            let levels = places[candidate].level.zip(place.level);
            ranks[candidate] < ranks[number] && levels.is_none_or(|(above, own)| above < own)
        };
        candidates.retain(|candidate| is_higher(*candidate));
        candidates.sort_unstable_by_key(|candidate| std::cmp::Reverse(ranks[*candidate]));
        if candidates.is_empty() {
            return None;
        }
        let around: Vec<Vec<usize>> =
            samples(&place.shape).into_iter().map(|sample| index.at(sample)).collect();
        let holds = |candidate: &usize| {
            let inside = around.iter().filter(|holders| holders.contains(candidate)).count();
            inside as f64 >= around.len() as f64 * SAMPLES_INSIDE_MIN
        };
        candidates.into_iter().find(holds)
    };
    places.iter().enumerate().map(parent).collect()
}

/// The place of each in the order from the largest to the smallest. Parents stand before their children.
fn ranks(places: &[Place]) -> Vec<usize> {
    let surfaces: Vec<f64> = places.iter().map(|place| place.shape.area_m2()).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| {
        let levels = || places[*a].level.cmp(&places[*b].level);
        surfaces[*b].total_cmp(&surfaces[*a]).then_with(levels).then(a.cmp(b))
    });
    let mut ranks = vec![0; places.len()];
    for (rank, number) in order.into_iter().enumerate() {
        ranks[number] = rank;
    }
    ranks
}

/// Points a little inside of the corners, so that a common border is no question.
fn samples(shape: &Shape) -> Vec<Point> {
    let centre = shape.centre();
    let polygons = shape.polygons();
    let Some(outline) = polygons.iter().map(|polygon| &polygon.outer).max_by_key(|outline| outline.len())
    else {
        return Vec::new();
    };
    let step = outline.len().div_ceil(SAMPLES);
    let inwards = |corner: &Point| Point {
        lon: centre.lon + (corner.lon - centre.lon) * 0.9,
        lat: centre.lat + (corner.lat - centre.lat) * 0.9,
    };
    outline.iter().step_by(step).map(inwards).collect()
}
