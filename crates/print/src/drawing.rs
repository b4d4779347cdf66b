//! A drawing as a value: filled and stroked paths, lines of text, pictures. It is written down once and has
//! three ways out: an SVG for screens, a page of a PDF, and pixels. It must not know what is drawn.

mod path;
mod pdf;
mod raster;
mod svg;

use crate::colour::Colour;
use crate::picture::Picture;
use crate::text::Run;

pub use path::{Path, Point};
pub use pdf::{PdfError, pdf};
pub use raster::PNG_SIDE_MAX;
pub(crate) use svg::escaped;

/// A drawing with its size. Units are millimetres where it is a page; the origin is the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
    pub(crate) items: Vec<Item>,
}

/// One thing that is drawn. Later ones lie above earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    /// Even-odd, so that a path within a path is a hole.
    Fill {
        path: Path,
        colour: Colour,
    },
    Stroke {
        path: Path,
        colour: Colour,
        width: f32,
        dash: Option<(f32, f32)>,
    },
    Text {
        run: Run,
        colour: Colour,
    },
    Picture {
        picture: Picture,
        width: f32,
        height: f32,
    },
    Group {
        placement: Placement,
        clip: Option<Path>,
        items: Vec<Item>,
    },
}

/// Where a group lies: `x' = a x + c y + e`, `y' = b x + d y + f`, the matrix of SVG and of PDF.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    pub(crate) matrix: [f32; 6],
}

impl Placement {
    pub(crate) fn at(x: f32, y: f32) -> Self {
        Self::scaled(x, y, 1.0)
    }

    pub(crate) fn scaled(x: f32, y: f32, scale: f32) -> Self {
        Self { matrix: [scale, 0.0, 0.0, scale, x, y] }
    }

    /// Turned a quarter to the left: what was written from left to right is read from below to above.
    pub(crate) fn upwards(x: f32, y: f32) -> Self {
        Self { matrix: [0.0, -1.0, 1.0, 0.0, x, y] }
    }
}

impl Drawing {
    pub(crate) fn new(width: f32, height: f32) -> Self {
        Self { width, height, items: Vec::new() }
    }

    pub(crate) fn fill(&mut self, path: Path, colour: Colour) {
        self.items.push(Item::Fill { path, colour });
    }

    pub(crate) fn stroke(&mut self, path: Path, colour: Colour, width: f32) {
        self.items.push(Item::Stroke { path, colour, width, dash: None });
    }

    pub(crate) fn dash(&mut self, path: Path, colour: Colour, width: f32, dash: (f32, f32)) {
        self.items.push(Item::Stroke { path, colour, width, dash: Some(dash) });
    }

    /// A picture as large as the drawing.
    pub(crate) fn picture(&mut self, picture: Picture) {
        self.items.push(Item::Picture { picture, width: self.width, height: self.height });
    }

    /// Lays another drawing on this one.
    pub(crate) fn place(&mut self, placement: Placement, drawing: Drawing) {
        self.items.push(Item::Group { placement, clip: None, items: drawing.items });
    }

    /// Lays another drawing on this one and shows what is inside of the path, which is in the other one's
    /// units.
    pub(crate) fn place_within(&mut self, placement: Placement, clip: Path, drawing: Drawing) {
        self.items.push(Item::Group { placement, clip: Some(clip), items: drawing.items });
    }

    /// The same drawing on larger or smaller paper.
    pub(crate) fn scaled(self, scale: f32) -> Self {
        let mut drawing = Self::new(self.width * scale, self.height * scale);
        drawing.place(Placement::scaled(0.0, 0.0, scale), self);
        drawing
    }
}
