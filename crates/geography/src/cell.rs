//! Cells of the H3 grid: a place that is told as "somewhere in here". The grid has the same cells for everybody, so
//! that asking often tells no more than asking once.

use std::fmt;
use std::str::FromStr;

use h3o::{CellIndex, LatLng, Resolution};

use crate::point::{OutOfRange, Point};
use crate::shape::{Shape, ShapeError};

/// One hexagon (in twelve places of the Earth a pentagon) of some size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell(CellIndex);

/// The sizes of cells that are of use here, by their mean surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellSize {
    /// 5.2 km²: a town.
    Town,
    /// 0.74 km²: a quarter.
    Quarter,
    /// 0.11 km²: some streets.
    Streets,
    /// 0.015 km²: a block of houses. Nothing smaller is told of anybody.
    Block,
}

/// A text that names no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an H3 cell, such as 8a2a1072b59ffff")]
pub struct NoCell;

impl CellSize {
    const fn resolution(self) -> Resolution {
        match self {
            Self::Town => Resolution::Seven,
            Self::Quarter => Resolution::Eight,
            Self::Streets => Resolution::Nine,
            Self::Block => Resolution::Ten,
        }
    }
}

impl Cell {
    /// The cell in which a point lies.
    pub fn of(point: Point, size: CellSize) -> Result<Self, OutOfRange> {
        let place = LatLng::new(point.lat, point.lon).map_err(|_| OutOfRange)?;
        Ok(Self(place.to_cell(size.resolution())))
    }

    /// Its size, if it is one that may be told: a smaller cell would be an address.
    pub fn size(self) -> Option<CellSize> {
        let sizes = [CellSize::Town, CellSize::Quarter, CellSize::Streets, CellSize::Block];
        sizes.into_iter().find(|size| size.resolution() == self.0.resolution())
    }

    /// Its middle: what is told instead of the point.
    pub fn centre(self) -> Point {
        let middle = LatLng::from(self.0);
        Point { lon: middle.lng(), lat: middle.lat() }
    }

    /// Its outline. Cells across the 180th meridian have none.
    pub fn outline(self) -> Result<Shape, ShapeError> {
        let corners: Vec<Point> =
            self.0.boundary().iter().map(|corner| Point { lon: corner.lng(), lat: corner.lat() }).collect();
        let longitudes = || corners.iter().map(|corner| corner.lon);
        let width = longitudes().fold(f64::MIN, f64::max) - longitudes().fold(f64::MAX, f64::min);
        if width > 180.0 {
            return Err(ShapeError::new("cell", OutOfRange));
        }
        Shape::area(&[vec![corners]])
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Cell {
    type Err = NoCell;

    fn from_str(text: &str) -> Result<Self, NoCell> {
        text.parse().map(Self).map_err(|_| NoCell)
    }
}
