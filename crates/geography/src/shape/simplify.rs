//! Fewer corners (Douglas and Peucker 1973), without recursion: a coast has many.

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
        if end <= start + 1 {
            continue;
        }
        let mut worst = (start, 0.0);
        for place in start + 1..end {
            let distance = distance_to_segment(ring[place], ring[start], ring[end]);
            if distance > worst.1 {
                worst = (place, distance);
            }
        }
        if worst.1 > tolerance {
            is_kept[worst.0] = true;
            open.extend([(start, worst.0), (worst.0, end)]);
        }
    }
    (0..ring.len()).filter(|place| is_kept[*place]).collect()
}

fn distance_to_segment(at: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (along_x, along_y) = (b.0 - a.0, b.1 - a.1);
    let length = along_x * along_x + along_y * along_y;
    let share = if length > 0.0 { ((at.0 - a.0) * along_x + (at.1 - a.1) * along_y) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (at.0 - a.0 - share * along_x).hypot(at.1 - a.1 - share * along_y)
}
