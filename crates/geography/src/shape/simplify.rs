//! Fewer corners (after Douglas and Peucker 1973), without recursion: a coast has many.

use super::{RingEnd, Rings, doubled_area};
use crate::point::Vertex;

/// The rings that keep an inside, or `None` if none does.
pub fn rings(rings: &Rings, tolerance_degrees: f64) -> Option<Rings> {
    let mut simple = Rings::default();
    let mut has_outline = false;
    for (ring, is_hole) in rings.iter() {
        if is_hole && !has_outline {
            continue;
        }
        // Degrees of longitude are shorter than those of latitude by the cosine of the latitude.
        let squeeze = ring[0].point().lat.to_radians().cos();
        let flat: Vec<(f64, f64)> =
            ring.iter().map(|vertex| vertex.point()).map(|point| (point.lon * squeeze, point.lat)).collect();
        let kept: Vec<Vertex> =
            kept_of_ring(&flat, tolerance_degrees).into_iter().map(|place| ring[place]).collect();
        let is_kept = kept.len() >= 4 && doubled_area(&kept) != 0;
        if is_kept {
            simple.vertices.extend(kept);
            simple.ends.push(RingEnd { end: simple.vertices.len() as u32, is_hole });
        }
        has_outline = is_kept || is_hole && has_outline;
    }
    (!simple.ends.is_empty()).then_some(simple)
}

/// The places in a closed ring that stay. Its first corner does, and the one farthest from it.
pub(crate) fn kept_of_ring(ring: &[(f64, f64)], tolerance: f64) -> Vec<usize> {
    let last = ring.len() - 1;
    let from_start = |place: &usize| (ring[*place].0 - ring[0].0).hypot(ring[*place].1 - ring[0].1);
    let far = (0..=last).max_by(|a, b| from_start(a).total_cmp(&from_start(b))).unwrap_or(0);
    let mut is_kept = vec![false; ring.len()];
    is_kept[0] = true;
    is_kept[far] = true;
    is_kept[last] = true;
    let mut open = vec![(0, far), (far, last)];
    while let Some((start, end)) = open.pop() {
        if let Some(bend) = bend(ring, start, end, tolerance * tolerance) {
            is_kept[bend] = true;
            open.extend([(start, bend), (bend, end)]);
        }
    }
    (0..ring.len()).filter(|place| is_kept[*place]).collect()
}

/// The corner at which a stretch is bent, if one is farther from the straight line than is allowed. Of those that are
/// nearly as far as the farthest it is the one nearest to the middle: the farthest itself may be one of the first,
/// again and again, so that a jagged coast would take time with the square of its corners.
fn bend(ring: &[(f64, f64)], start: usize, end: usize, tolerance_squared: f64) -> Option<usize> {
    let squared = |place: usize| squared_distance_to_segment(ring[place], ring[start], ring[end]);
    let farthest = (start + 1..end).map(squared).fold(0.0, f64::max);
    if farthest <= tolerance_squared {
        return None;
    }
    let enough = (farthest * 0.8).max(tolerance_squared);
    let middle = start.midpoint(end);
    let outwards = (0..end - start).flat_map(|step| [middle.checked_sub(step), Some(middle + step)]);
    let mut inside = outwards.flatten().filter(|place| (start + 1..end).contains(place));
    inside.find(|place| squared(*place) >= enough)
}

fn squared_distance_to_segment(at: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (along_x, along_y) = (b.0 - a.0, b.1 - a.1);
    let length = along_x * along_x + along_y * along_y;
    let share = if length > 0.0 { ((at.0 - a.0) * along_x + (at.1 - a.1) * along_y) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    let (aside_x, aside_y) = (at.0 - a.0 - share * along_x, at.1 - a.1 - share * along_y);
    aside_x * aside_x + aside_y * aside_y
}
