//! An area as the path of a drawing: cut to the picture, with as few corners as half a pixel allows.

use std::fmt::Write;

use super::projection::Projection;
use crate::shape::{Shape, kept_of_ring};

/// Units beyond the picture's edges at which areas are cut, so that a border along the cut is not seen.
const MARGIN: f64 = 40.0;
/// Half a pixel.
const TOLERANCE_UNITS: f64 = 1.0;

/// Path data of relative whole steps, empty if nothing of the area is to be seen.
pub fn path(shape: &Shape, projection: &Projection) -> String {
    let mut path = String::new();
    for polygon in shape.polygons() {
        for ring in std::iter::once(&polygon.outer).chain(&polygon.holes) {
            let flat: Vec<(f64, f64)> = ring.iter().map(|point| projection.exact(*point)).collect();
            write_ring(&mut path, &corners(cut(flat, projection)));
        }
    }
    path
}

/// Cuts a ring at the four sides of the picture and its margin (Sutherland and Hodgman 1974).
fn cut(ring: Vec<(f64, f64)>, projection: &Projection) -> Vec<(f64, f64)> {
    let shown = projection.shown();
    let sides = [
        (0, -MARGIN, 1.0),
        (0, f64::from(shown.east) + MARGIN, -1.0),
        (1, -MARGIN, 1.0),
        (1, f64::from(shown.south) + MARGIN, -1.0),
    ];
    let coordinate = |point: (f64, f64), axis: u8| if axis == 0 { point.0 } else { point.1 };
    sides.into_iter().fold(ring, |ring, (axis, limit, sign)| {
        let depth = |point| (coordinate(point, axis) - limit) * sign;
        let mut inside = Vec::with_capacity(ring.len());
        for edge in ring.windows(2) {
            let (from, to) = (depth(edge[0]), depth(edge[1]));
            if from >= 0.0 {
                inside.push(edge[0]);
            }
            if (from >= 0.0) != (to >= 0.0) {
                let share = from / (from - to);
                let between = |a: f64, b: f64| a + (b - a) * share;
                inside.push((between(edge[0].0, edge[1].0), between(edge[0].1, edge[1].1)));
            }
        }
        inside.extend(inside.first().copied());
        inside
    })
}

/// Whole corners without those that nobody would miss; empty if they enclose nothing.
fn corners(ring: Vec<(f64, f64)>) -> Vec<(i32, i32)> {
    if ring.len() < 4 {
        return Vec::new();
    }
    let kept = kept_of_ring(&ring, TOLERANCE_UNITS).into_iter();
    let mut corners: Vec<(i32, i32)> =
        kept.map(|place| (ring[place].0.round() as i32, ring[place].1.round() as i32)).collect();
    corners.dedup();
    // The path is closed by its last letter.
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < 3 { Vec::new() } else { corners }
}

fn write_ring(path: &mut String, corners: &[(i32, i32)]) {
    let Some(&(mut x, mut y)) = corners.first() else { return };
    write!(path, "M{x} {y}l").expect("a String takes everything");
    for (place, corner) in corners[1..].iter().enumerate() {
        let (right, down) = (corner.0 - x, corner.1 - y);
        (x, y) = *corner;
        // A minus separates numbers as well as a blank does.
        let before = if place > 0 && right >= 0 { " " } else { "" };
        let between = if down >= 0 { " " } else { "" };
        write!(path, "{before}{right}{between}{down}").expect("a String takes everything");
    }
    path.push('z');
}
