//! Shapes of places: a point, or polygons with holes. It must not know whose they are.

mod bytes;
mod centre;
mod geojson;
mod simplify;

pub(crate) use simplify::kept_of_ring;

use crate::point::{Bounds, EARTH_RADIUS_M, OutOfRange, Point, Vertex};

/// Corners that one shape may have. The coast of a large country has some 300,000.
pub const VERTICES_MAX: usize = 1_000_000;

/// Where a place is: a point, or one or several polygons with holes.
///
/// Coordinates are rounded to a millionth of a degree (11 cm) once, when the shape is made, so that the same shape
/// gives the same answers everywhere and after any number of journeys through [`Shape::to_bytes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape(pub(crate) Form);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    Point(Vertex),
    Area(Rings),
}

/// Closed rings in one row: each polygon's outer ring, then its holes. A ring ends with its first corner, so that its
/// edges are the pairs of neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Rings {
    pub vertices: Vec<Vertex>,
    pub ends: Vec<RingEnd>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RingEnd {
    /// Where the ring stops in the row.
    pub end: u32,
    pub is_hole: bool,
}

/// One polygon as degrees: for writers of other formats. Rings are closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// The outline.
    pub outer: Vec<Point>,
    /// What is cut out of it.
    pub holes: Vec<Vec<Point>>,
}

/// What is wrong with a shape, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct ShapeError {
    /// Path of the value, such as `coordinates[0][1]`.
    pub field: String,
    /// What is wrong with it.
    pub fault: ShapeFault,
}

/// What can be wrong with a shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapeFault {
    /// A coordinate that the Earth does not have.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// A ring needs three different corners.
    #[error("a ring needs at least four positions, the last of them the first again")]
    RingTooShort,
    /// Nothing is left that has an inside.
    #[error("encloses nothing")]
    Empty,
    /// More than [`VERTICES_MAX`].
    #[error("more than {VERTICES_MAX} positions")]
    TooManyVertices,
    /// A geometry that is neither a point nor an area.
    #[error("must be Point, Polygon or MultiPolygon, not {0}")]
    Kind(String),
    /// Not GeoJSON.
    #[error("{0}")]
    Json(String),
    /// Bytes that [`Shape::to_bytes`] did not write.
    #[error("not a stored shape")]
    Bytes,
}

impl ShapeError {
    pub(crate) fn new(field: impl Into<String>, fault: impl Into<ShapeFault>) -> Self {
        Self { field: field.into(), fault: fault.into() }
    }
}

impl Shape {
    /// A place without an extent.
    pub fn point(point: Point) -> Self {
        Self(Form::Point(Vertex::near(point)))
    }

    /// An area of polygons, each given as its outline followed by its holes. Rings are closed if they are not.
    /// What is too small to have an inside after rounding is left out.
    pub fn area(polygons: &[Vec<Vec<Point>>]) -> Result<Self, ShapeError> {
        let mut rings = Rings::default();
        for (number, polygon) in polygons.iter().enumerate() {
            for (place, ring) in polygon.iter().enumerate() {
                let field = || format!("coordinates[{number}][{place}]");
                if ring.len() < 3 {
                    return Err(ShapeError::new(field(), ShapeFault::RingTooShort));
                }
                if ring.iter().any(|point| Point::new(point.lon, point.lat).is_err()) {
                    return Err(ShapeError::new(field(), OutOfRange));
                }
                let is_kept = rings.push(ring.iter().copied().map(Vertex::near), place > 0);
                // Holes of an outline that vanished go with it.
                if place == 0 && !is_kept {
                    break;
                }
            }
        }
        Self::from_rings(rings)
    }

    /// The rectangle itself as an area.
    pub fn rectangle(bounds: Bounds) -> Result<Self, ShapeError> {
        let Bounds { west, south, east, north } = bounds;
        let corners = [(west, south), (east, south), (east, north), (west, north)];
        Self::area(&[vec![corners.map(|(lon, lat)| Point { lon, lat }).to_vec()]])
    }

    pub(crate) fn from_rings(rings: Rings) -> Result<Self, ShapeError> {
        let fault = match rings.vertices.len() {
            0 => ShapeFault::Empty,
            1..=VERTICES_MAX => return Ok(Self(Form::Area(rings))),
            _ => ShapeFault::TooManyVertices,
        };
        Err(ShapeError::new("coordinates", fault))
    }

    /// Whether it has an inside.
    pub fn is_area(&self) -> bool {
        matches!(self.0, Form::Area(_))
    }

    /// The least rectangle around it.
    pub fn bounds(&self) -> Bounds {
        let (low, high) = self.extent();
        let (low, high) = (low.point(), high.point());
        Bounds { west: low.lon, south: low.lat, east: high.lon, north: high.lat }
    }

    pub(crate) fn extent(&self) -> (Vertex, Vertex) {
        let around = |(low, high): (Vertex, Vertex), vertex: &Vertex| {
            let low = Vertex { x: low.x.min(vertex.x), y: low.y.min(vertex.y) };
            (low, Vertex { x: high.x.max(vertex.x), y: high.y.max(vertex.y) })
        };
        match &self.0 {
            Form::Point(vertex) => (*vertex, *vertex),
            Form::Area(rings) => {
                let first = rings.vertices[0];
                rings.vertices.iter().fold((first, first), around)
            }
        }
    }

    /// A point inside: the centre of gravity of the largest polygon, or, where that lies outside (a bay, a ring),
    /// the middle of the widest chord.
    pub fn centre(&self) -> Point {
        match &self.0 {
            Form::Point(vertex) => vertex.point(),
            Form::Area(rings) => centre::of(rings).point(),
        }
    }

    /// The surface in square metres, on the sphere; 0 for a point.
    pub fn area_m2(&self) -> f64 {
        match &self.0 {
            Form::Point(_) => 0.0,
            Form::Area(rings) => {
                let surface = |(ring, is_hole): (&[Vertex], bool)| {
                    let surface = ring_area_m2(ring);
                    if is_hole { -surface } else { surface }
                };
                rings.iter().map(surface).sum::<f64>().max(0.0)
            }
        }
    }

    /// Whether the point lies inside. A point on a border that two areas share belongs to exactly one of them;
    /// a point shape contains nothing.
    pub fn contains(&self, point: Point) -> bool {
        match &self.0 {
            Form::Point(_) => false,
            Form::Area(rings) => rings.contains(Vertex::near(point)),
        }
    }

    /// The shape with fewer corners: none that is farther than the tolerance from the new outline is lost. Rings that
    /// become flat are left out; of an area that vanishes altogether the rectangle around it is left.
    pub fn simplified(&self, tolerance_degrees: f64) -> Self {
        match &self.0 {
            Form::Point(_) => self.clone(),
            Form::Area(rings) => simplify::rings(rings, tolerance_degrees).map_or_else(
                || Self::rectangle(self.bounds()).unwrap_or_else(|_| self.clone()),
                |r| Self(Form::Area(r)),
            ),
        }
    }

    /// Its polygons in degrees, none for a point.
    pub fn polygons(&self) -> Vec<Polygon> {
        let Form::Area(rings) = &self.0 else { return Vec::new() };
        let mut polygons: Vec<Polygon> = Vec::new();
        for (ring, is_hole) in rings.iter() {
            let points = ring.iter().map(|vertex| vertex.point()).collect();
            match polygons.last_mut() {
                Some(polygon) if is_hole => polygon.holes.push(points),
                _ => polygons.push(Polygon { outer: points, holes: Vec::new() }),
            }
        }
        polygons
    }

    /// How many corners it has, the closing ones included.
    pub fn vertex_count(&self) -> usize {
        match &self.0 {
            Form::Point(_) => 1,
            Form::Area(rings) => rings.vertices.len(),
        }
    }
}

impl Rings {
    /// Adds a ring: without neighbours that are equal, closed, if it has an inside.
    pub fn push(&mut self, ring: impl IntoIterator<Item = Vertex>, is_hole: bool) -> bool {
        let start = self.vertices.len();
        for vertex in ring {
            if self.vertices.len() == start || self.vertices.last() != Some(&vertex) {
                self.vertices.push(vertex);
            }
        }
        if self.vertices.len() > start && self.vertices.last() != Some(&self.vertices[start]) {
            self.vertices.push(self.vertices[start]);
        }
        let is_kept = self.vertices.len() - start >= 4 && doubled_area(&self.vertices[start..]) != 0;
        if is_kept {
            self.ends.push(RingEnd { end: self.vertices.len() as u32, is_hole });
        } else {
            self.vertices.truncate(start);
        }
        is_kept
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[Vertex], bool)> {
        let mut start = 0;
        self.ends.iter().map(move |ring| {
            let end = ring.end as usize;
            let vertices = &self.vertices[start..end];
            start = end;
            (vertices, ring.is_hole)
        })
    }

    pub fn contains(&self, at: Vertex) -> bool {
        let crossings =
            |(ring, _): (&[Vertex], bool)| ring.windows(2).filter(|e| is_crossed(e[0], e[1], at)).count();
        self.iter().map(crossings).sum::<usize>() % 2 == 1
    }
}

/// Whether a ray from the point to the east crosses the edge. The edge is looked at from south to north whichever way
/// it was drawn, and its northern end does not belong to it: so areas on both sides of it never agree on a point.
pub(crate) fn is_crossed(a: Vertex, b: Vertex, at: Vertex) -> bool {
    let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
    if at.y < low.y || at.y >= high.y {
        return false;
    }
    turn(low, high, at) > 0
}

/// Positive if the point lies to the left of the way from one to the other. Differences have at most 30 bits.
fn turn(from: Vertex, to: Vertex, at: Vertex) -> i64 {
    let (from_x, from_y) = (i64::from(from.x), i64::from(from.y));
    (i64::from(to.x) - from_x) * (i64::from(at.y) - from_y)
        - (i64::from(at.x) - from_x) * (i64::from(to.y) - from_y)
}

/// Twice the signed area of a closed ring in square millionths of a degree.
pub(crate) fn doubled_area(ring: &[Vertex]) -> i128 {
    let cross = |edge: &[Vertex]| {
        i128::from(edge[0].x) * i128::from(edge[1].y) - i128::from(edge[1].x) * i128::from(edge[0].y)
    };
    ring.windows(2).map(cross).sum()
}

/// Surface of a ring on the sphere (Chamberlain and Duquette, "Some Algorithms for Polygons on a Sphere", JPL 2007).
fn ring_area_m2(ring: &[Vertex]) -> f64 {
    let part = |edge: &[Vertex]| {
        let (a, b) = (edge[0].point(), edge[1].point());
        (b.lon - a.lon).to_radians() * (2.0 + a.lat.to_radians().sin() + b.lat.to_radians().sin())
    };
    (ring.windows(2).map(part).sum::<f64>() * EARTH_RADIUS_M * EARTH_RADIUS_M / 2.0).abs()
}
