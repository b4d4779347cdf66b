//! A point inside of an area, where its label or bubble stands.

use super::{Rings, doubled_area, is_crossed};
use crate::point::Vertex;

/// Lines that are tried when the centre of gravity lies outside.
const CHORDS: i64 = 15;

/// The point. Of a sliver that contains no whole millionth of a degree it is a corner.
pub fn of(rings: &Rings) -> Vertex {
    let largest = largest(rings);
    let gravity = centre_of_gravity(largest);
    if rings.contains(gravity) {
        return gravity;
    }
    widest_chord(rings, largest).filter(|middle| rings.contains(*middle)).unwrap_or(largest[0])
}

fn largest(rings: &Rings) -> &[Vertex] {
    let outlines = rings.iter().filter(|(_, is_hole)| !is_hole).map(|(ring, _)| ring);
    outlines.max_by_key(|ring| doubled_area(ring).abs()).expect("an area has an outline")
}

/// Measured from the first corner, because products of whole longitudes lose digits.
fn centre_of_gravity(ring: &[Vertex]) -> Vertex {
    let origin = ring[0];
    let (mut weight, mut x, mut y) = (0.0, 0.0, 0.0);
    for edge in ring.windows(2) {
        let a = (f64::from(edge[0].x - origin.x), f64::from(edge[0].y - origin.y));
        let b = (f64::from(edge[1].x - origin.x), f64::from(edge[1].y - origin.y));
        let cross = a.0 * b.1 - b.0 * a.1;
        weight += cross;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    // Rings without an area are not kept. The centre lies within the ring's rectangle, so it fits.
    let (x, y) = (x / (3.0 * weight), y / (3.0 * weight));
    Vertex { x: origin.x + x.round() as i32, y: origin.y + y.round() as i32 }
}

fn widest_chord(rings: &Rings, outline: &[Vertex]) -> Option<Vertex> {
    let south = i64::from(outline.iter().map(|vertex| vertex.y).min()?);
    let north = i64::from(outline.iter().map(|vertex| vertex.y).max()?);
    let mut best: Option<(i64, Vertex)> = None;
    for line in 1..=CHORDS {
        let y = (south + (north - south) * line / (CHORDS + 1)) as i32;
        for (west, east) in chords(rings, y) {
            let middle = Vertex { x: i64::midpoint(west, east) as i32, y };
            if best.is_none_or(|(width, _)| east - west > width) {
                best = Some((east - west, middle));
            }
        }
    }
    best.map(|(_, middle)| middle)
}

/// The parts of a line from west to east that lie inside.
fn chords(rings: &Rings, y: i32) -> Vec<(i64, i64)> {
    let mut crossings = Vec::new();
    let far_west = Vertex { x: -200_000_000, y };
    for (ring, _) in rings.iter() {
        for edge in ring.windows(2).filter(|edge| is_crossed(edge[0], edge[1], far_west)) {
            let (a, b) = (edge[0], edge[1]);
            let rise = f64::from(y - a.y) / f64::from(b.y - a.y);
            crossings.push((f64::from(a.x) + rise * (f64::from(b.x) - f64::from(a.x))).round() as i64);
        }
    }
    crossings.sort_unstable();
    crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}
