//! A drawing as an SVG that needs no font: letters are outlines, each written once. The same drawing gives the
//! same bytes.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::path::Segment;
use super::{Drawing, Item, Path, Placement};
use crate::fonts::Face;
use crate::text::Run;

/// The outlines of the letters that a drawing uses, in the order in which they are written. Spaces have none.
type Letters = BTreeMap<(Face, u16), Path>;

impl Drawing {
    /// The drawing for a page. Its text twin is `label`; without one it is an ornament that screen readers pass
    /// over.
    pub fn svg(&self, label: Option<&str>) -> String {
        let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
        number(&mut svg, self.width);
        svg.push(' ');
        number(&mut svg, self.height);
        match label {
            Some(label) => {
                let _ = write!(svg, "\" role=\"img\"><title>{}</title>", escaped(label));
            }
            None => svg.push_str("\" aria-hidden=\"true\">"),
        }
        let mut letters = Letters::new();
        collect_letters(&self.items, &mut letters);
        letters.retain(|_, outline| !outline.is_empty());
        write_letters(&mut svg, &letters);
        write_items(&mut svg, &self.items, &letters);
        svg.push_str("</svg>");
        svg
    }
}

fn write_items(svg: &mut String, items: &[Item], letters: &Letters) {
    for item in items {
        match item {
            Item::Fill { path, colour } => {
                let _ = write!(svg, "<path fill=\"{colour}\"");
                // Only a path of several outlines has holes.
                if path.segments.iter().filter(|segment| matches!(segment, Segment::Move(_))).count() > 1 {
                    svg.push_str(" fill-rule=\"evenodd\"");
                }
                write_data(svg, path);
            }
            Item::Stroke { path, colour, width, dash } => {
                let _ = write!(svg, "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"");
                number(svg, *width);
                if let Some((long, gap)) = dash {
                    svg.push_str("\" stroke-dasharray=\"");
                    number(svg, *long);
                    svg.push(' ');
                    number(svg, *gap);
                }
                svg.push('"');
                write_data(svg, path);
            }
            Item::Text { run, colour } => {
                let _ = write!(svg, "<g fill=\"{colour}\"");
                write_run(svg, run, letters);
                svg.push_str("</g>");
            }
            Item::Picture { picture, width, height } => {
                svg.push_str("<image preserveAspectRatio=\"none\" width=\"");
                number(svg, *width);
                svg.push_str("\" height=\"");
                number(svg, *height);
                let _ = write!(svg, "\" href=\"data:image/png;base64,{}\"/>", STANDARD.encode(picture.png()));
            }
            Item::Group { placement, clip, items } => {
                write_group(svg, *placement, clip.as_ref(), items, letters);
            }
        }
    }
}

fn write_group(
    svg: &mut String,
    placement: Placement,
    clip: Option<&Path>,
    items: &[Item],
    letters: &Letters,
) {
    svg.push_str("<g transform=\"");
    write_placement(svg, placement);
    svg.push('"');
    // A clip's name is the place where it stands: unique in the drawing, and the same each time.
    if let Some(clip) = clip {
        let name = svg.len();
        let _ = write!(svg, "><clipPath id=\"c{name}\"><path");
        write_data(svg, clip);
        let _ = write!(svg, "</clipPath><g clip-path=\"url(#c{name})\"");
    }
    svg.push('>');
    write_items(svg, items, letters);
    svg.push_str(if clip.is_some() { "</g></g>" } else { "</g>" });
}

fn write_placement(svg: &mut String, placement: Placement) {
    let [a, b, c, d, e, f] = placement.matrix;
    if (a, b, c, d) == (1.0, 0.0, 0.0, 1.0) {
        svg.push_str("translate(");
        write_numbers(svg, &[e, f]);
    } else {
        svg.push_str("matrix(");
        for (at, scale) in [a, b, c, d].into_iter().enumerate() {
            if at > 0 {
                svg.push(' ');
            }
            decimals(svg, scale, 6);
        }
        svg.push(' ');
        write_numbers(svg, &[e, f]);
    }
    svg.push(')');
}

/// Glyphs stand in units of the font with the vertical axis upwards, one behind the other.
fn write_run(svg: &mut String, run: &Run, letters: &Letters) {
    let units = run.face.units_per_em();
    let scale = run.size / units;
    svg.push_str(" transform=\"matrix(");
    decimals(svg, scale, 6);
    svg.push_str(" 0 0 ");
    decimals(svg, -scale, 6);
    svg.push(' ');
    write_numbers(svg, &[run.x, run.y]);
    svg.push_str(")\">");
    let mut x = 0.0;
    for glyph in &run.glyphs {
        if letters.contains_key(&(run.face, glyph.id)) {
            let _ = write!(svg, "<use href=\"#{}{}\"", run.face.letter(), glyph.id);
            for (name, value) in [("x", x + glyph.x_offset * units), ("y", glyph.y_offset * units)] {
                if value.round() != 0.0 {
                    let _ = write!(svg, " {name}=\"{}\"", value.round());
                }
            }
            svg.push_str("/>");
        }
        x += glyph.advance * units;
    }
}

fn collect_letters(items: &[Item], letters: &mut Letters) {
    for item in items {
        match item {
            Item::Text { run, .. } => {
                for glyph in &run.glyphs {
                    letters.entry((run.face, glyph.id)).or_insert_with(|| run.face.outline(glyph.id));
                }
            }
            Item::Group { items, .. } => collect_letters(items, letters),
            Item::Fill { .. } | Item::Stroke { .. } | Item::Picture { .. } => {}
        }
    }
}

fn write_letters(svg: &mut String, letters: &Letters) {
    if letters.is_empty() {
        return;
    }
    svg.push_str("<defs>");
    for ((face, glyph), outline) in letters {
        let _ = write!(svg, "<path id=\"{}{glyph}\"", face.letter());
        write_data(svg, outline);
    }
    svg.push_str("</defs>");
}

/// The data of a path, and the end of its element.
fn write_data(svg: &mut String, path: &Path) {
    svg.push_str(" d=\"");
    for segment in &path.segments {
        match *segment {
            Segment::Move(to) => write_points(svg, 'M', &[to]),
            Segment::Line(to) => write_points(svg, 'L', &[to]),
            Segment::Bend(handle, to) => write_points(svg, 'Q', &[handle, to]),
            Segment::Curve(from, before, to) => write_points(svg, 'C', &[from, before, to]),
            Segment::Close => svg.push('Z'),
        }
    }
    svg.push_str("\"/>");
}

fn write_points(svg: &mut String, command: char, points: &[(f32, f32)]) {
    svg.push(command);
    for (at, point) in points.iter().enumerate() {
        if at > 0 {
            svg.push(' ');
        }
        write_numbers(svg, &[point.0, point.1]);
    }
}

fn write_numbers(svg: &mut String, numbers: &[f32]) {
    for (at, value) in numbers.iter().enumerate() {
        if at > 0 {
            svg.push(' ');
        }
        number(svg, *value);
    }
}

/// Two decimals: a hundredth of a millimetre is finer than any printer.
fn number(svg: &mut String, value: f32) {
    decimals(svg, value, 2);
}

fn decimals(svg: &mut String, value: f32, places: usize) {
    let start = svg.len();
    let _ = write!(svg, "{value:.places$}");
    if svg[start..].contains('.') {
        let end = svg.trim_end_matches('0').trim_end_matches('.').len();
        svg.truncate(end);
    }
    if &svg[start..] == "-0" {
        svg.replace_range(start.., "0");
    }
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Colour;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let written = |value| {
            let mut text = String::new();
            number(&mut text, value);
            text
        };
        assert_eq!(written(10.0), "10");
        assert_eq!(written(0.5), "0.5");
        assert_eq!(written(-0.001), "0");
        assert_eq!(written(1.256), "1.26");
    }

    #[test]
    fn a_label_cannot_break_out_of_its_title() {
        let mut drawing = Drawing::new(1.0, 1.0);
        drawing.fill(Path::rectangle(0.0, 0.0, 1.0, 1.0), Colour::BLACK);
        let svg = drawing.svg(Some("</title><script>&"));
        assert!(svg.contains("<title>&lt;/title&gt;&lt;script&gt;&amp;</title>"), "{svg}");
        assert!(!svg.contains("<script"));
    }
}
