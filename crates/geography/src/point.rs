//! Points and rectangles in degrees, and the whole numbers in which shapes keep them.

/// A place on the Earth, in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// East of Greenwich, -180 to 180.
    pub lon: f64,
    /// North of the equator, -90 to 90.
    pub lat: f64,
}

/// A longitude or latitude that the Earth does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longitude must lie between -180 and 180 and latitude between -90 and 90")]
pub struct OutOfRange;

/// Mean radius of the sphere that has the Earth's surface (authalic), in metres.
pub(crate) const EARTH_RADIUS_M: f64 = 6_371_007.2;

impl Point {
    /// Checks the degrees.
    pub fn new(lon: f64, lat: f64) -> Result<Self, OutOfRange> {
        let is_on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        if is_on_earth { Ok(Self { lon, lat }) } else { Err(OutOfRange) }
    }

    /// The way along the surface, in metres (great circle, as good as 0.5 %).
    pub fn distance_m(self, other: Self) -> f64 {
        let half_lat = (other.lat - self.lat).to_radians() / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let cosines = self.lat.to_radians().cos() * other.lat.to_radians().cos();
        let haversine = half_lat.sin().powi(2) + cosines * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_M * haversine.sqrt().min(1.0).asin()
    }
}

/// A rectangle of degrees. One that crosses the 180th meridian does not exist: two do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    /// The whole Earth.
    pub const WORLD: Self = Self { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };

    /// Checks the degrees, and that west is not east of east nor south north of north.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, OutOfRange> {
        let (low, high) = (Point::new(west, south)?, Point::new(east, north)?);
        if low.lon > high.lon || low.lat > high.lat {
            return Err(OutOfRange);
        }
        Ok(Self { west, south, east, north })
    }

    /// The least rectangle around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// The least rectangle around all of them; `None` of none.
    pub fn around(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(Self::union)
    }

    /// Whether both have a point in common.
    pub fn intersects(self, other: Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(self, point: Point) -> bool {
        (self.west..=self.east).contains(&point.lon) && (self.south..=self.north).contains(&point.lat)
    }

    /// The middle, in degrees.
    pub fn centre(self) -> Point {
        Point { lon: f64::midpoint(self.west, self.east), lat: f64::midpoint(self.south, self.north) }
    }

    /// The rectangle with a margin on each side, as a share of its size, as far as the Earth goes.
    pub fn padded(self, share: f64) -> Self {
        let (wide, high) = ((self.east - self.west) * share, (self.north - self.south) * share);
        Self {
            west: (self.west - wide).max(-180.0),
            south: (self.south - high).max(-90.0),
            east: (self.east + wide).min(180.0),
            north: (self.north + high).min(90.0),
        }
    }
}

/// A corner of a shape in millionths of a degree (11 cm at most): sums and comparisons of these are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Vertex {
    pub x: i32,
    pub y: i32,
}

const PER_DEGREE: f64 = 1e6;

impl Vertex {
    /// The nearest corner. Rounding cannot leave the range, because its ends are whole numbers.
    pub fn near(point: Point) -> Self {
        Self { x: (point.lon * PER_DEGREE).round() as i32, y: (point.lat * PER_DEGREE).round() as i32 }
    }

    pub fn point(self) -> Point {
        Point { lon: f64::from(self.x) / PER_DEGREE, lat: f64::from(self.y) / PER_DEGREE }
    }

    /// A corner from whole numbers, if the Earth has it.
    pub fn checked(x: i64, y: i64) -> Option<Self> {
        let is_on_earth = x.abs() <= 180_000_000 && y.abs() <= 90_000_000;
        is_on_earth.then_some(Self { x: x as i32, y: y as i32 })
    }
}
