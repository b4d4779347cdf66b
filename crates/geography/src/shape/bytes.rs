//! Shapes as they are stored: a version, then whole numbers of millionths of a degree, each as the difference from the
//! corner before, in as few bytes as it needs. It must not trust what it reads.

use super::{Form, Rings, Shape, ShapeError, ShapeFault, VERTICES_MAX};
use crate::point::Vertex;

const VERSION: u8 = 1;
const POINT: u8 = 0;
const AREA: u8 = 1;

impl Shape {
    /// The stored form: about three bytes for each corner of a city's outline.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.vertex_count() * 4);
        bytes.push(VERSION);
        let mut before = Vertex { x: 0, y: 0 };
        match &self.0 {
            Form::Point(vertex) => {
                bytes.push(POINT);
                write_vertex(&mut bytes, &mut before, *vertex);
            }
            Form::Area(rings) => {
                bytes.push(AREA);
                write_number(&mut bytes, rings.ends.len() as u64);
                for (ring, is_hole) in rings.iter() {
                    let corners = &ring[..ring.len() - 1];
                    write_number(&mut bytes, (corners.len() as u64) << 1 | u64::from(is_hole));
                    corners.iter().for_each(|vertex| write_vertex(&mut bytes, &mut before, *vertex));
                }
            }
        }
        bytes
    }

    /// Reads what [`Shape::to_bytes`] wrote; everything else is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ShapeError> {
        read(bytes).ok_or_else(|| ShapeError::new("shape", ShapeFault::Bytes))
    }
}

fn read(bytes: &[u8]) -> Option<Shape> {
    let (&[version, kind], mut rest) = bytes.split_first_chunk()?;
    let mut before = Vertex { x: 0, y: 0 };
    let form = match (version, kind) {
        (VERSION, POINT) => Form::Point(read_vertex(&mut rest, &mut before)?),
        (VERSION, AREA) => Form::Area(read_rings(&mut rest, &mut before)?),
        _ => return None,
    };
    rest.is_empty().then_some(Shape(form))
}

fn read_rings(rest: &mut &[u8], before: &mut Vertex) -> Option<Rings> {
    let count = read_number(rest)?;
    let mut rings = Rings::default();
    for number in 0..count {
        let head = read_number(rest)?;
        let (length, is_hole) = (head >> 1, head & 1 == 1);
        // A corner has two bytes at least, so that a length cannot ask for memory that the bytes do not justify.
        let is_plausible = length as usize <= rest.len() / 2 && rings.vertices.len() < VERTICES_MAX;
        if !is_plausible || is_hole && number == 0 {
            return None;
        }
        let mut corners = Vec::with_capacity(length as usize);
        for _ in 0..length {
            corners.push(read_vertex(rest, before)?);
        }
        if !rings.push(corners, is_hole) {
            return None;
        }
    }
    (1..=VERTICES_MAX).contains(&rings.vertices.len()).then_some(rings)
}

fn write_vertex(bytes: &mut Vec<u8>, before: &mut Vertex, vertex: Vertex) {
    for (now, then) in [(vertex.x, before.x), (vertex.y, before.y)] {
        let difference = i64::from(now) - i64::from(then);
        // The sign goes to the last place, so that small differences are small numbers.
        write_number(bytes, ((difference << 1) ^ (difference >> 63)) as u64);
    }
    *before = vertex;
}

fn read_vertex(rest: &mut &[u8], before: &mut Vertex) -> Option<Vertex> {
    let x = i64::from(before.x) + read_difference(rest)?;
    let y = i64::from(before.y) + read_difference(rest)?;
    *before = Vertex::checked(x, y)?;
    Some(*before)
}

fn read_difference(rest: &mut &[u8]) -> Option<i64> {
    let number = read_number(rest)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

/// Seven bits to a byte, the lowest first; the eighth says that more follow.
fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// No number of a shape has more than 35 bits.
fn read_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
