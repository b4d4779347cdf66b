#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod cell;
pub mod draw;
pub mod import;
mod index;
pub mod names;
pub mod places;
mod point;
mod shape;

pub use index::AreaIndex;
pub use point::{Bounds, OutOfRange, Point};
pub use shape::{Polygon, Shape, ShapeError, ShapeFault};
