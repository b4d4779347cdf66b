//! What all forms of a sheet are put together from: its texts made ready, its flag, its code.

use std::ops::RangeInclusive;

use super::words::{Words, is_right_to_left, words};
use super::{Flag, Sheet, Text};
use crate::Invalid;
use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement, Point};
use crate::fonts::Face;
use crate::qr::{Code, Level};
use crate::text::{Block, Side, printable};

/// What is read.
pub(super) const INK: Colour = Colour::of(0x1d_1a_17);
/// What is read second.
pub(super) const SOFT: Colour = Colour::of(0x55_4d_46);
/// What separates.
pub(super) const LINE: Colour = Colour::of(0xb0_a6_9b);
/// The colour of a sheet whose flag has none that is legible.
const BRICK: Colour = Colour::of(0x8c_33_20);
/// Between the areas of a path. It turns around by itself where the text does.
const WITHIN: &str = " › ";

/// A sheet whose texts hold nothing that cannot be printed.
pub(super) struct Prepared<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) texts: Vec<Ready>,
    /// For what hangs in the rain.
    pub(super) sturdy: Code,
    /// For what is carried in a pocket.
    pub(super) small: Code,
    /// The address as one types it.
    pub(super) link: String,
    pub(super) accent: Colour,
    /// Whether the first language runs from right to left, and the sheet with it.
    pub(super) is_mirrored: bool,
}

/// One language of a sheet.
pub(super) struct Ready {
    pub(super) words: &'static Words,
    pub(super) side: Side,
    pub(super) title: String,
    pub(super) areas: Vec<String>,
    pub(super) line: String,
    pub(super) note: String,
    pub(super) contact: String,
    pub(super) date: String,
}

impl<'a> Prepared<'a> {
    pub(super) fn of(sheet: &'a Sheet) -> Result<Self, Invalid> {
        let code =
            |level| Code::of(&sheet.link, level).ok_or_else(|| Invalid::new("link", "too long for a code"));
        let accent = match &sheet.flag {
            Flag::Design(design) => design.ink(),
            Flag::Picture(_) => None,
        };
        let texts: Vec<Ready> = sheet.texts.iter().map(Ready::of).collect();
        Ok(Self {
            sheet,
            is_mirrored: texts.first().is_some_and(|text| text.side == Side::Right),
            texts,
            sturdy: code(Level::Quartile)?,
            small: code(Level::Medium)?,
            link: typed(&sheet.link),
            accent: accent.unwrap_or(BRICK),
        })
    }

    /// Where a box begins that is `x` away from the side at which one begins to read.
    pub(super) fn left(&self, page_width: f32, x: f32, width: f32) -> f32 {
        if self.is_mirrored { page_width - x - width } else { x }
    }

    /// The side at which the first language begins.
    pub(super) fn side(&self) -> Side {
        if self.is_mirrored { Side::Right } else { Side::Left }
    }

    /// What both languages say of something, once if they say the same.
    pub(super) fn each<'b>(&'b self, of: impl Fn(&'b Ready) -> String) -> Vec<(String, Side)> {
        let mut said: Vec<(String, Side)> = Vec::new();
        for text in &self.texts {
            let what = of(text);
            if !what.is_empty() && !said.iter().any(|other| other.0 == what) {
                said.push((what, text.side));
            }
        }
        said
    }

    /// The flag in a box of this size. One that we draw fills it; an uploaded one keeps its form.
    pub(super) fn draw_flag(&self, on: &mut Drawing, (x, y): Point, (width, height): (f32, f32)) {
        let (flag, at, (width, height)) = match &self.sheet.flag {
            Flag::Design(design) => (design.drawing(width, height), (x, y), (width, height)),
            Flag::Picture(picture) => {
                let (own_width, own_height) =
                    (width.min(height * picture.ratio()), height.min(width / picture.ratio()));
                let mut flag = Drawing::new(own_width, own_height);
                flag.picture(picture.clone());
                let left = if self.is_mirrored { x + width - own_width } else { x };
                (flag, (left, y), (own_width, own_height))
            }
        };
        on.place_within(Placement::at(at.0, at.1), Path::rectangle(0.0, 0.0, width, height), flag);
        // A white stripe ends somewhere too.
        on.stroke(Path::rectangle(at.0, at.1, width, height), LINE, 0.25);
    }
}

impl Ready {
    fn of(text: &Text) -> Self {
        let ready = |text: &Option<String>| text.as_deref().map(printable).unwrap_or_default();
        Self {
            words: words(&text.language),
            side: if is_right_to_left(&text.language) { Side::Right } else { Side::Left },
            title: printable(&text.title),
            areas: text
                .area_path
                .iter()
                .map(|area| printable(area))
                .filter(|area| !area.is_empty())
                .collect(),
            line: printable(&text.line),
            note: ready(&text.note),
            contact: ready(&text.contact),
            date: ready(&text.date),
        }
    }

    pub(super) fn area_path(&self) -> String {
        self.areas.join(WITHIN)
    }

    /// The smallest areas, as many as two: a card has no room for a continent.
    pub(super) fn area_near(&self) -> String {
        self.areas[self.areas.len().saturating_sub(2)..].join(WITHIN)
    }
}

/// A column of text that grows downwards.
pub(super) struct Column<'a> {
    pub(super) drawing: &'a mut Drawing,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
}

impl Column<'_> {
    /// Adds a text as large as it may be, and goes on below it. Nothing for an empty one.
    pub(super) fn add(
        &mut self,
        text: &str,
        (face, colour): (Face, Colour),
        side: Side,
        lines_max: usize,
        sizes: RangeInclusive<f32>,
    ) {
        if text.is_empty() {
            return;
        }
        let block = Block::fitted(text, face, self.width, lines_max, sizes);
        self.y = block.draw(self.drawing, (self.x, self.y), self.width, side, colour);
    }

    /// Adds a text as large as it may be above the line `bottom`.
    pub(super) fn add_above(
        &mut self,
        text: &str,
        (face, colour): (Face, Colour),
        side: Side,
        bottom: f32,
        sizes: RangeInclusive<f32>,
    ) {
        if text.is_empty() {
            return;
        }
        let block = Block::boxed(text, face, (self.width, bottom - self.y), sizes);
        self.y = block.draw(self.drawing, (self.x, self.y), self.width, side, colour);
    }

    pub(super) fn skip(&mut self, height: f32) {
        self.y += height;
    }
}

/// An address as people type it: without its scheme, and in small letters where a short one is all in capitals,
/// but for its last part, which is a code that one reads letter by letter.
fn typed(link: &str) -> String {
    let rest = link.split_once("://").map_or(link, |parts| parts.1);
    let is_shouted = !rest.bytes().any(|byte| byte.is_ascii_lowercase());
    let end = if is_shouted {
        rest.rfind('/').map_or(rest.len(), |at| at + 1)
    } else {
        rest.find('/').unwrap_or(rest.len())
    };
    format!("{}{}", rest[..end].to_ascii_lowercase(), &rest[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_one_types_it() {
        assert_eq!(typed("HTTPS://PARVIS.EXAMPLE/J/7KQM2X"), "parvis.example/j/7KQM2X");
        assert_eq!(typed("https://Parvis.example/invite/UG8yuwe9Ta"), "parvis.example/invite/UG8yuwe9Ta");
        assert_eq!(typed("HTTPS://PARVIS.EXAMPLE"), "parvis.example");
    }
}
