//! The land of the world, for maps of several towns: Natural Earth 4.1.0 at 1:110 million, in the public domain
//! (naturalearthdata.com). `cargo xtask land` makes the file.
//!
//! Each ring is one byte (1 for a hole in the one before), its length in two, and pairs of longitude and latitude in
//! hundredths of a degree, two bytes each; all of them little-endian.

use std::sync::LazyLock;

use crate::point::Point;
use crate::shape::Shape;

static BYTES: &[u8] = include_bytes!("land.bin");

/// The land, if the file holds any.
pub static LAND: LazyLock<Option<Shape>> = LazyLock::new(|| Shape::area(&polygons(BYTES)).ok());

fn polygons(mut bytes: &[u8]) -> Vec<Vec<Vec<Point>>> {
    let mut polygons: Vec<Vec<Vec<Point>>> = Vec::new();
    while let Some((ring, is_hole, rest)) = ring(bytes) {
        bytes = rest;
        match polygons.last_mut() {
            Some(polygon) if is_hole => polygon.push(ring),
            _ => polygons.push(vec![ring]),
        }
    }
    polygons
}

fn ring(bytes: &[u8]) -> Option<(Vec<Point>, bool, &[u8])> {
    let (&[is_hole, low, high], rest) = bytes.split_first_chunk::<3>()?;
    let (corners, rest) = rest.split_at_checked(4 * usize::from(u16::from_le_bytes([low, high])))?;
    let degrees = |low: u8, high: u8| f64::from(i16::from_le_bytes([low, high])) / 100.0;
    let corner = |it: &[u8]| Point { lon: degrees(it[0], it[1]), lat: degrees(it[2], it[3]) };
    Some((corners.chunks_exact(4).map(corner).collect(), is_hole == 1, rest))
}

#[cfg(test)]
mod tests {
    use super::LAND;
    use crate::point::Point;

    #[test]
    fn the_land_is_where_it_is() {
        let land = LAND.as_ref().expect("the file holds land");
        for (lon, lat, is_land) in [
            (27.56, 53.9, true),
            (2.35, 48.86, true),
            (-5.0, 33.0, true),
            (-30.0, 40.0, false),
            (52.0, 42.0, false),
        ] {
            assert_eq!(land.contains(Point { lon, lat }), is_land, "{lon} {lat}");
        }
    }
}
