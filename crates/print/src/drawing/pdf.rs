//! Drawings as the pages of a PDF: text stays text, in fonts that are cut down to the letters used. No author,
//! no program, no time: the same drawings give the same bytes.

use krilla::color::rgb;
use krilla::error::KrillaError;
use krilla::geom::{Path as Outline, PathBuilder, Point, Size, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::path::Segment;
use super::{Drawing, Item, Path, Placement};
use crate::colour::Colour;
use crate::text::Run;

/// Points of a printer in a millimetre.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Why a PDF was not made. Does not happen to what this crate draws.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the PDF could not be written: {0}")]
pub struct PdfError(String);

/// One page for each drawing, in millimetres. `language` (BCP 47) is what screen readers read it in.
pub fn pdf(pages: &[Drawing], language: &str) -> Result<Vec<u8>, PdfError> {
    let settings = SerializeSettings { xmp_metadata: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(Metadata::new().language(language.to_owned()));
    for drawing in pages {
        let (width, height) = (drawing.width * POINTS_PER_MM, drawing.height * POINTS_PER_MM);
        let settings =
            PageSettings::from_wh(width, height).ok_or_else(|| PdfError("a page without size".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(POINTS_PER_MM, POINTS_PER_MM));
        draw(&mut surface, &drawing.items);
        surface.pop();
    }
    document.finish().map_err(|error: KrillaError| PdfError(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, items: &[Item]) {
    for item in items {
        match item {
            Item::Fill { path, colour } => {
                surface.set_stroke(None);
                surface.set_fill(Some(filled(*colour)));
                if let Some(path) = outline(path) {
                    surface.draw_path(&path);
                }
            }
            Item::Stroke { path, colour, width, dash } => {
                surface.set_fill(None);
                surface.set_stroke(Some(stroked(*colour, *width, *dash)));
                if let Some(path) = outline(path) {
                    surface.draw_path(&path);
                }
            }
            Item::Text { run, colour } => draw_run(surface, run, *colour),
            Item::Picture { picture, width, height } => {
                if let Some(size) = Size::from_wh(*width, *height) {
                    surface.draw_image(picture.printed(), size);
                }
            }
            Item::Group { placement, clip, items } => {
                surface.push_transform(&transform(*placement));
                let clip = clip.as_ref().and_then(outline);
                if let Some(clip) = &clip {
                    surface.push_clip_path(clip, &FillRule::EvenOdd);
                }
                draw(surface, items);
                if clip.is_some() {
                    surface.pop();
                }
                surface.pop();
            }
        }
    }
}

fn draw_run(surface: &mut Surface<'_>, run: &Run, colour: Colour) {
    let glyphs: Vec<KrillaGlyph> = run
        .glyphs
        .iter()
        .map(|glyph| {
            let id = GlyphId::new(u32::from(glyph.id));
            KrillaGlyph::new(id, glyph.advance, glyph.x_offset, glyph.y_offset, 0.0, glyph.text.clone(), None)
        })
        .collect();
    surface.set_stroke(None);
    surface.set_fill(Some(filled(colour)));
    let start = Point::from_xy(run.x, run.y);
    surface.draw_glyphs(start, &glyphs, run.face.printed(), &run.text, run.size, false);
}

fn filled(colour: Colour) -> Fill {
    let paint = rgb::Color::new(colour.red, colour.green, colour.blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::EvenOdd }
}

fn stroked(colour: Colour, width: f32, dash: Option<(f32, f32)>) -> Stroke {
    let paint = rgb::Color::new(colour.red, colour.green, colour.blue).into();
    let dash = dash.map(|(long, gap)| StrokeDash { array: vec![long, gap], offset: 0.0 });
    Stroke { paint, width, dash, ..Stroke::default() }
}

fn transform(placement: Placement) -> Transform {
    let [a, b, c, d, e, f] = placement.matrix;
    Transform::from_row(a, b, c, d, e, f)
}

fn outline(path: &Path) -> Option<Outline> {
    let mut builder = PathBuilder::new();
    for segment in &path.segments {
        match *segment {
            Segment::Move((x, y)) => builder.move_to(x, y),
            Segment::Line((x, y)) => builder.line_to(x, y),
            Segment::Bend(handle, to) => builder.quad_to(handle.0, handle.1, to.0, to.1),
            Segment::Curve(from, before, to) => {
                builder.cubic_to(from.0, from.1, before.0, before.1, to.0, to.1);
            }
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}
