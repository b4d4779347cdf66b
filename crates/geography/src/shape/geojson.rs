//! Shapes as GeoJSON geometries (RFC 7946).

use std::fmt::{self, Write};

use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Form, Shape, ShapeError, ShapeFault};
use crate::point::{OutOfRange, Point, Vertex};

#[derive(Deserialize)]
struct Geometry<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

/// The first two numbers of a position; a height is not kept.
struct Position(Point);

impl Shape {
    /// Reads a geometry object: Point, Polygon or MultiPolygon. Parts that are too small to have an inside are left
    /// out.
    pub fn from_geojson(text: &str) -> Result<Self, ShapeError> {
        let geometry: Geometry = serde_json::from_str(text).map_err(|error| fault("geometry", &error))?;
        let coordinates = geometry.coordinates.map_or("null", RawValue::get);
        match geometry.kind.as_str() {
            "Point" => {
                let Position(point) = parse(coordinates)?;
                let point = Point::new(point.lon, point.lat);
                Ok(Self::point(point.map_err(|OutOfRange| ShapeError::new("coordinates", OutOfRange))?))
            }
            "Polygon" => {
                let polygon: Vec<Vec<Position>> = parse(coordinates)?;
                Self::area(&[points(polygon)]).map_err(without_first_index)
            }
            "MultiPolygon" => {
                let polygons: Vec<Vec<Vec<Position>>> = parse(coordinates)?;
                Self::area(&polygons.into_iter().map(points).collect::<Vec<_>>())
            }
            kind => Err(ShapeError::new("type", ShapeFault::Kind(kind.chars().take(30).collect()))),
        }
    }

    /// Writes the geometry object, degrees with six decimals at most.
    pub fn to_geojson(&self) -> String {
        let mut text = String::new();
        match &self.0 {
            Form::Point(vertex) => {
                text.push_str(r#"{"type":"Point","coordinates":"#);
                write_position(&mut text, *vertex);
            }
            Form::Area(rings) => {
                let outlines = rings.ends.iter().filter(|ring| !ring.is_hole).count();
                let (kind, open, close) =
                    if outlines == 1 { ("Polygon", "", "") } else { ("MultiPolygon", "[", "]") };
                text.push_str(&format!(r#"{{"type":"{kind}","coordinates":{open}"#));
                let mut is_first = true;
                for (ring, is_hole) in rings.iter() {
                    let before = match (is_first, is_hole) {
                        (true, _) => "[[",
                        (false, true) => ",[",
                        (false, false) => "],[[",
                    };
                    text.push_str(before);
                    is_first = false;
                    for (place, vertex) in ring.iter().enumerate() {
                        if place > 0 {
                            text.push(',');
                        }
                        write_position(&mut text, *vertex);
                    }
                    text.push(']');
                }
                text.push(']');
                text.push_str(close);
            }
        }
        text.push('}');
        text
    }
}

fn parse<'a, T: Deserialize<'a>>(coordinates: &'a str) -> Result<T, ShapeError> {
    serde_json::from_str(coordinates).map_err(|error| fault("coordinates", &error))
}

fn fault(field: &str, error: &serde_json::Error) -> ShapeError {
    ShapeError::new(field, ShapeFault::Json(error.to_string()))
}

/// A polygon's path has one index less than that of several.
fn without_first_index(error: ShapeError) -> ShapeError {
    ShapeError { field: error.field.replacen("[0]", "", 1), ..error }
}

fn points(polygon: Vec<Vec<Position>>) -> Vec<Vec<Point>> {
    polygon.into_iter().map(|ring| ring.into_iter().map(|Position(point)| point).collect()).collect()
}

fn write_position(text: &mut String, vertex: Vertex) {
    let Point { lon, lat } = vertex.point();
    // Display writes the shortest number that reads back the same: never more than six decimals here.
    write!(text, "[{lon},{lat}]").expect("a String takes everything");
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position of longitude and latitude")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
                let lon = numbers.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
                let lat = numbers.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
                while numbers.next_element::<f64>()?.is_some() {}
                Ok(Position(Point { lon, lat }))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}
