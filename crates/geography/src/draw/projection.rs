//! From degrees to the drawing's units: Mercator's projection, as on every map of the web, so that streets keep their
//! angles.

use super::Taken;
use crate::point::{Bounds, Point};

/// Beyond this latitude the projection runs away; the web's maps end there too.
const LATITUDE_MAX: f64 = 85.05;
/// A view never shows less than this: about 100 metres.
const SPAN_MIN_DEGREES: f64 = 0.001;

pub struct Projection {
    west: f64,
    north: f64,
    units_per_degree: f64,
    width: i32,
    height: i32,
}

impl Projection {
    /// Fits the bounds into the picture, in its middle.
    pub fn new(bounds: Bounds, width: i32, height: i32) -> Self {
        let (south, north) = (mercator(bounds.south), mercator(bounds.north));
        let wide = (bounds.east - bounds.west).max(SPAN_MIN_DEGREES);
        let high = (north - south).max(SPAN_MIN_DEGREES);
        let units_per_degree = (f64::from(width) / wide).min(f64::from(height) / high);
        Self {
            west: f64::midpoint(bounds.west, bounds.east) - f64::from(width) / units_per_degree / 2.0,
            north: f64::midpoint(south, north) + f64::from(height) / units_per_degree / 2.0,
            units_per_degree,
            width,
            height,
        }
    }

    /// Where a point comes to lie, also outside of the picture.
    pub fn place(&self, point: Point) -> (i32, i32) {
        let (x, y) = self.exact(point);
        (x.round() as i32, y.round() as i32)
    }

    pub fn exact(&self, point: Point) -> (f64, f64) {
        let x = (point.lon - self.west) * self.units_per_degree;
        let y = (self.north - mercator(point.lat)) * self.units_per_degree;
        (x, y)
    }

    /// The picture.
    pub fn shown(&self) -> Taken {
        Taken { west: 0, north: 0, east: self.width, south: self.height }
    }
}

/// The latitude stretched so that it fits to longitudes, in degrees.
fn mercator(lat: f64) -> f64 {
    let lat = lat.clamp(-LATITUDE_MAX, LATITUDE_MAX).to_radians();
    (std::f64::consts::FRAC_PI_4 + lat / 2.0).tan().ln().to_degrees()
}
