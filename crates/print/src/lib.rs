#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod card;
mod colour;
mod drawing;
pub mod flag;
mod fonts;
mod picture;
pub mod qr;
pub mod sheet;
mod text;

pub use colour::{Colour, NotAColour};
pub use drawing::{Drawing, PNG_SIDE_MAX, Path, PdfError, Point, pdf};
pub use picture::{Picture, PictureError, SIDE_PX_MAX};

/// What cannot be drawn or printed, and which field says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Invalid {
    /// The path of the field, for instance `emblem.size`.
    pub field: String,
    /// What is wrong, in English.
    pub problem: String,
}

impl Invalid {
    fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }
}
