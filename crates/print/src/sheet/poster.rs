//! The sheet on a door, and the same with strips to tear off. A4; other sizes are it, larger or smaller.

use std::ops::RangeInclusive;

use super::parts::{Column, INK, LINE, Prepared, Ready, SOFT};
use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement};
use crate::fonts::Face;
use crate::text::{Block, Line, Side};

/// A4.
const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;
/// What no printer leaves white, and a little.
const MARGIN: f32 = 14.0;
const INSIDE: f32 = WIDTH - 2.0 * MARGIN;
/// Between things that stand beside each other.
const GAP: f32 = 8.0;
const MAP_WIDTH: f32 = 50.0;

const STRIPS: u8 = 8;
const STRIP_WIDTH: f32 = 23.75;
/// Where the strips begin.
const STRIPS_TOP: f32 = 212.0;
const STRIP_CODE: f32 = 21.5;

/// What differs between a whole sheet and the upper part of one with strips.
struct Measures {
    top: f32,
    bottom: f32,
    banner_height: f32,
    code_side: f32,
    /// Of the title, in one line and in two.
    one_line: RangeInclusive<f32>,
    two_lines: RangeInclusive<f32>,
    line_sizes: RangeInclusive<f32>,
}

pub(super) fn door(prepared: &Prepared<'_>) -> Drawing {
    let mut page = paper();
    // One language leaves room for larger things.
    let is_alone = prepared.texts.len() == 1;
    let measures = Measures {
        top: MARGIN,
        bottom: HEIGHT - 9.0,
        banner_height: if is_alone { 92.0 } else { 80.0 },
        code_side: if is_alone { 88.0 } else { 78.0 },
        one_line: 15.0..=25.0,
        two_lines: 8.0..=15.5,
        line_sizes: 3.8..=if is_alone { 8.4 } else { 6.6 },
    };
    draw_poster(prepared, &mut page, &measures);
    page
}

pub(super) fn tear_off(prepared: &Prepared<'_>) -> Drawing {
    let mut page = paper();
    let is_alone = prepared.texts.len() == 1;
    let measures = Measures {
        top: 11.0,
        bottom: STRIPS_TOP - 3.5,
        banner_height: if is_alone { 56.0 } else { 46.0 },
        code_side: if is_alone { 64.0 } else { 58.0 },
        one_line: 11.0..=19.0,
        two_lines: 7.0..=11.5,
        line_sizes: 3.2..=if is_alone { 6.4 } else { 5.0 },
    };
    draw_poster(prepared, &mut page, &measures);
    draw_strips(prepared, &mut page);
    page
}

fn paper() -> Drawing {
    let mut page = Drawing::new(WIDTH, HEIGHT);
    page.fill(Path::rectangle(0.0, 0.0, WIDTH, HEIGHT), Colour::WHITE);
    page
}

fn draw_poster(prepared: &Prepared<'_>, page: &mut Drawing, measures: &Measures) {
    draw_banner(prepared, page, measures);
    let mut below = measures.top + measures.banner_height + 6.0;
    below = draw_names(prepared, page, below, measures);
    page.fill(Path::rectangle(MARGIN, below, INSIDE, 1.4), prepared.accent);
    let code_top = measures.bottom - 7.0 - measures.code_side;
    draw_lines(prepared, page, (below + 5.0, code_top - 4.5), measures);
    draw_code(prepared, page, code_top, measures.code_side);
    draw_invitation(prepared, page, code_top, measures.code_side);
    draw_foot(prepared, page, measures.bottom);
}

/// The flag, as long as there is room for, and where we are.
fn draw_banner(prepared: &Prepared<'_>, page: &mut Drawing, measures: &Measures) {
    let (y, height) = (measures.top, measures.banner_height);
    let flag_width = match &prepared.sheet.locator {
        Some(locator) => {
            let x = prepared.left(WIDTH, MARGIN + INSIDE - MAP_WIDTH, MAP_WIDTH);
            locator.draw(page, (x, y), (MAP_WIDTH, height), prepared.accent);
            INSIDE - MAP_WIDTH - 5.0
        }
        None => INSIDE,
    };
    prepared.draw_flag(page, (prepared.left(WIDTH, MARGIN, flag_width), y), (flag_width, height));
}

/// The names and where the group is. Returns where they end.
fn draw_names(prepared: &Prepared<'_>, page: &mut Drawing, y: f32, measures: &Measures) -> f32 {
    let mut column = Column { drawing: page, x: MARGIN, y, width: INSIDE };
    let mut sizes = (measures.one_line.clone(), measures.two_lines.clone());
    let mut face = Face::ExtraBold;
    let part = |range: &RangeInclusive<f32>, part: f32| range.start() * part..=range.end() * part;
    for (title, side) in prepared.each(|text| text.title.clone()) {
        let one_line = Line::of(&title, face).width * sizes.0.start() <= INSIDE;
        let (lines, range) = if one_line { (1, sizes.0.clone()) } else { (2, sizes.1.clone()) };
        column.add(&title, (face, INK), side, lines, range);
        // The second name is the first one's shadow.
        sizes = (part(&measures.one_line, 0.5), part(&measures.two_lines, 0.55));
        face = Face::SemiBold;
        column.skip(1.0);
    }
    column.skip(1.2);
    let paths = prepared.each(Ready::area_path);
    // Two scripts that begin on different sides meet on one line.
    if let [one, two] = paths.as_slice()
        && one.1 != two.1
    {
        let (y, half) = (column.y, (INSIDE - GAP) / 2.0);
        let mut end = y;
        for (path, side) in &paths {
            let x = if *side == Side::Right { WIDTH - MARGIN - half } else { MARGIN };
            let mut column = Column { drawing: &mut *column.drawing, x, y, width: half };
            column.add(path, (Face::SemiBold, SOFT), *side, 1, 2.6..=4.6);
            end = end.max(column.y);
        }
        return end + 3.0;
    }
    for (path, side) in paths {
        column.add(&path, (Face::SemiBold, SOFT), side, 1, 3.0..=4.6);
        column.skip(0.6);
    }
    column.y + 3.0
}

/// Who we are, beside each other in two languages.
fn draw_lines(prepared: &Prepared<'_>, page: &mut Drawing, (y, bottom): (f32, f32), measures: &Measures) {
    let lines = prepared.each(|text| text.line.clone());
    let columns = lines.len().max(1) as f32;
    let width = (INSIDE - GAP * (columns - 1.0)) / columns;
    // Nobody is spoken to in smaller letters.
    let fitted = lines.iter().map(|(line, _)| {
        Block::boxed(line, Face::Regular, (width, bottom - y), measures.line_sizes.clone()).size
    });
    let size = fitted.fold(*measures.line_sizes.end(), f32::min);
    for (at, (line, side)) in lines.into_iter().enumerate() {
        let x = prepared.left(WIDTH, MARGIN + (width + GAP) * at as f32, width);
        let mut column = Column { drawing: page, x, y, width };
        column.add_above(&line, (Face::Regular, INK), side, bottom, *measures.line_sizes.start()..=size);
    }
}

fn draw_code(prepared: &Prepared<'_>, page: &mut Drawing, y: f32, side: f32) {
    let x = prepared.left(WIDTH, MARGIN, side);
    prepared.sturdy.draw(page, (x + 1.0, y + 1.0), side - 2.0);
    page.stroke(Path::rounded(x + 0.6, y + 0.6, side - 1.2, side - 1.2, 3.0), prepared.accent, 1.2);
}

/// What to do with the code, and the address beneath.
fn draw_invitation(prepared: &Prepared<'_>, page: &mut Drawing, y: f32, height: f32) {
    let width = INSIDE - height - GAP;
    let x = prepared.left(WIDTH, MARGIN + height + GAP, width);
    // Sizes below are those beside a code of 78 mm.
    let scale = height / 78.0;
    let link_top = y + height - 18.0 * scale;
    let mut steps = steps(prepared, (x, y + 0.5), width, scale);
    for smaller in [0.94, 0.88, 0.82, 0.76, 0.7, 0.64] {
        if steps.1 <= link_top - 1.5 {
            break;
        }
        steps = self::steps(prepared, (x, y + 0.5), width, scale * smaller);
    }
    page.place(Placement::at(0.0, 0.0), steps.0);
    let mut column = Column { drawing: page, x, y: link_top, width };
    let or_type = prepared.each(|text| text.words.or_type.clone()).into_iter().map(|it| it.0);
    column.drawing.fill(Path::rectangle(x, column.y, width, 0.25), LINE);
    column.skip(2.8 * scale);
    let or_type = or_type.collect::<Vec<_>>().join(" · ");
    column.add(&or_type, (Face::Regular, SOFT), prepared.side(), 1, 2.6..=3.8 * scale);
    column.skip(1.2 * scale);
    column.add(&prepared.link, (Face::SemiBold, INK), prepared.side(), 1, 2.6..=7.4 * scale);
}

/// How to use the code, in each language, and where that ends.
fn steps(prepared: &Prepared<'_>, (x, y): (f32, f32), width: f32, scale: f32) -> (Drawing, f32) {
    let mut steps = Drawing::new(WIDTH, HEIGHT);
    let mut column = Column { drawing: &mut steps, x, y, width };
    let sizes = 4.0 * scale..=8.2 * scale;
    let fitted = prepared
        .texts
        .iter()
        .map(|text| Block::fitted(&text.words.scan, Face::ExtraBold, width, 1, sizes.clone()).size);
    let size = fitted.fold(*sizes.end(), f32::min);
    for (at, text) in prepared.texts.iter().enumerate() {
        if at > 0 {
            column.skip(2.6 * scale);
            let rule = Path::rectangle(x, column.y, width, 0.25);
            column.drawing.fill(rule, LINE);
            column.skip(2.8 * scale);
        }
        let bold = (Face::ExtraBold, prepared.accent);
        column.add(&text.words.scan, bold, text.side, 1, *sizes.start()..=size);
        column.skip(1.2 * scale);
        column.add(&text.words.how, (Face::Regular, INK), text.side, 2, 2.8 * scale..=4.0 * scale);
        column.skip(1.0 * scale);
        column.add(&text.note, (Face::Regular, SOFT), text.side, 2, 2.6 * scale..=3.5 * scale);
    }
    let end = column.y;
    (steps, end)
}

/// Whom to ask, since when, and what a photograph tells.
fn draw_foot(prepared: &Prepared<'_>, page: &mut Drawing, bottom: f32) {
    let foot = |text: &Ready| {
        let careful = if prepared.sheet.is_careful { text.words.careful.as_str() } else { "" };
        let said = [text.contact.as_str(), text.date.as_str(), careful];
        said.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let feet = prepared.each(foot);
    let columns = feet.len().max(1) as f32;
    let width = (INSIDE - GAP * (columns - 1.0)) / columns;
    for (at, (foot, side)) in feet.into_iter().enumerate() {
        let x = prepared.left(WIDTH, MARGIN + (width + GAP) * at as f32, width);
        let mut column = Column { drawing: page, x, y: bottom - 4.6, width };
        // Short ones stand on one line, and long ones are still read.
        let lines = if prepared.sheet.is_careful { 2 } else { 1 };
        column.add(&foot, (Face::Regular, SOFT), side, lines, 2.2..=3.0);
    }
}

/// Eight strips with the code above and the names along them.
fn draw_strips(prepared: &Prepared<'_>, page: &mut Drawing) {
    let left = (WIDTH - STRIP_WIDTH * f32::from(STRIPS)) / 2.0;
    let right = WIDTH - left;
    let (dash, hair) = ((1.6, 1.2), 0.25);
    page.dash(Path::line([(left, STRIPS_TOP), (right, STRIPS_TOP)]), SOFT, hair, dash);
    let strip = strip(prepared);
    for at in 0..=STRIPS {
        let x = left + STRIP_WIDTH * f32::from(at);
        page.dash(Path::line([(x, STRIPS_TOP), (x, HEIGHT)]), SOFT, hair, dash);
        if at < STRIPS {
            page.place(Placement::at(x, STRIPS_TOP), strip.clone());
        }
    }
}

fn strip(prepared: &Prepared<'_>) -> Drawing {
    let height = HEIGHT - STRIPS_TOP;
    let mut strip = Drawing::new(STRIP_WIDTH, height);
    let inset = (STRIP_WIDTH - STRIP_CODE) / 2.0;
    prepared.small.draw(&mut strip, (inset, 1.2), STRIP_CODE);
    // Printers leave the lower edge of the paper white.
    let (length, bottom) = (height - STRIP_CODE - 2.0 - 7.0, height - 7.0);
    let mut lettering = Drawing::new(length, STRIP_WIDTH);
    let mut column = Column { drawing: &mut lettering, x: 0.0, y: 0.0, width: length };
    let side: Side = prepared.side();
    let title = prepared.texts.first().map(|text| text.title.as_str()).unwrap_or_default();
    column.add(title, (Face::ExtraBold, INK), side, 2, 3.0..=5.0);
    column.skip(0.5);
    let near = prepared.texts.first().map(Ready::area_near).unwrap_or_default();
    column.add(&near, (Face::Regular, SOFT), side, 1, 2.4..=3.0);
    column.skip(0.7);
    column.add(&prepared.link, (Face::SemiBold, INK), side, 1, 2.0..=3.4);
    let free = STRIP_WIDTH - column.y;
    strip.place(Placement::upwards(free / 2.0, bottom), lettering);
    strip
}
