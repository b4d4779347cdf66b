//! From lines that meet to an area. What is a hole is seen from where it lies: the roles in relations are often wrong.

use std::collections::HashMap;

use crate::point::{Bounds, Point};
use crate::shape::Shape;

/// Degrees of one step after which it must be on the other side of the world.
const STEP_MAX: f64 = 180.0;

/// Joins lines of points' ids where they meet. Each ring ends with its first point. The error is the point at which a
/// line goes on to nowhere.
pub fn join(lines: &[&[i64]]) -> Result<Vec<Vec<i64>>, i64> {
    let mut rings = Vec::new();
    let mut ends: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut is_used = vec![false; lines.len()];
    for (number, line) in lines.iter().enumerate() {
        match line {
            [] | [_] => is_used[number] = true,
            [first, .., last] if first == last => {
                is_used[number] = true;
                rings.push(line.to_vec());
            }
            [first, .., last] => {
                ends.entry(*first).or_default().push(number);
                ends.entry(*last).or_default().push(number);
            }
        }
    }
    for number in 0..lines.len() {
        if !is_used[number] {
            walk(lines, number, &ends, &mut is_used, &mut rings)?;
        }
    }
    Ok(rings)
}

/// Walks along lines from one on. Where the way meets itself a ring is complete, so that rings which touch in a point
/// stay rings of their own.
fn walk(
    lines: &[&[i64]],
    first: usize,
    ends: &HashMap<i64, Vec<usize>>,
    is_used: &mut [bool],
    rings: &mut Vec<Vec<i64>>,
) -> Result<(), i64> {
    let mut at = lines[first][0];
    // Each piece begins where the one before ends; its own last point is left out.
    let mut pieces: Vec<Vec<i64>> = Vec::new();
    let mut next = Some(first);
    loop {
        let number = next.ok_or(at)?;
        is_used[number] = true;
        let mut piece = lines[number].to_vec();
        if piece[0] != at {
            piece.reverse();
        }
        at = piece.pop().unwrap_or(at);
        pieces.push(piece);
        if let Some(start) = pieces.iter().position(|piece| piece[0] == at) {
            let mut ring: Vec<i64> = pieces.drain(start..).flatten().collect();
            ring.push(at);
            rings.push(ring);
            if pieces.is_empty() {
                return Ok(());
            }
        }
        next = ends[&at].iter().copied().find(|number| !is_used[*number]);
    }
}

/// A ring with what is needed to see where it lies.
struct Ring {
    points: Vec<Point>,
    shape: Shape,
    bounds: Bounds,
    surface: f64,
    inside: Point,
    /// Its polygon, if it is not a hole.
    polygon: Option<usize>,
}

/// The area that rings enclose, and how many of them were left out because nothing lies inside: openings and islands
/// that are a line, or a point. The error says why there is no area.
pub fn area(rings: Vec<Vec<Point>>) -> Result<(Shape, usize), String> {
    if rings.iter().any(|ring| ring.windows(2).any(|step| (step[0].lon - step[1].lon).abs() > STEP_MAX)) {
        return Err("it crosses the 180th meridian; only one that is cut there can be taken".to_owned());
    }
    let all = rings.len();
    let mut rings: Vec<Ring> = rings.into_iter().filter_map(Ring::new).collect();
    let left_out = all - rings.len();
    rings.sort_by(|a, b| b.surface.total_cmp(&a.surface));
    let mut polygons: Vec<Vec<Vec<Point>>> = Vec::new();
    for number in 0..rings.len() {
        let (larger, rest) = rings.split_at_mut(number);
        let ring = &mut rest[0];
        let holder = larger.iter().rev().find(|larger| larger.holds(ring));
        match holder.and_then(|holder| holder.polygon) {
            Some(polygon) => polygons[polygon].push(std::mem::take(&mut ring.points)),
            None => {
                ring.polygon = Some(polygons.len());
                polygons.push(vec![std::mem::take(&mut ring.points)]);
            }
        }
    }
    let shape = Shape::area(&polygons).map_err(|error| error.fault.to_string())?;
    Ok((shape, left_out))
}

impl Ring {
    /// A ring, if it has an inside.
    fn new(points: Vec<Point>) -> Option<Self> {
        let shape = Shape::area(&[vec![points.clone()]]).ok()?;
        let (bounds, surface, inside) = (shape.bounds(), shape.area_m2(), shape.centre());
        Some(Self { points, shape, bounds, surface, inside, polygon: None })
    }

    fn holds(&self, other: &Self) -> bool {
        self.bounds.contains(other.inside) && self.shape.contains(other.inside)
    }
}
