//! Small things, many on a sheet of A4: cards to hand over, labels to stick on.

use super::parts::{Column, INK, LINE, Prepared, Ready, SOFT};
use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement};
use crate::fonts::Face;

/// A4.
const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;

const CARD: (f32, f32) = (85.0, 54.0);
const LABEL: (f32, f32) = (70.0, 37.0);

pub(super) fn cards(prepared: &Prepared<'_>) -> Drawing {
    let mut page = laid_out(&card(prepared), (2, 5));
    // Where to cut: short lines outside of the cards, so that none is left on a card that was cut a little
    // wrong.
    let (left, top) = ((WIDTH - 2.0 * CARD.0) / 2.0, (HEIGHT - 5.0 * CARD.1) / 2.0);
    for column in 0..=2_u8 {
        let x = left + CARD.0 * f32::from(column);
        page.stroke(Path::line([(x, top - 6.0), (x, top - 1.5)]), SOFT, 0.2);
        page.stroke(Path::line([(x, HEIGHT - top + 1.5), (x, HEIGHT - top + 6.0)]), SOFT, 0.2);
    }
    for row in 0..=5_u8 {
        let y = top + CARD.1 * f32::from(row);
        page.stroke(Path::line([(left - 7.0, y), (left - 1.5, y)]), SOFT, 0.2);
        page.stroke(Path::line([(WIDTH - left + 1.5, y), (WIDTH - left + 7.0, y)]), SOFT, 0.2);
    }
    page
}

pub(super) fn stickers(prepared: &Prepared<'_>) -> Drawing {
    laid_out(&label(prepared), (3, 8))
}

/// The same drawing as often as it goes on a page, in the middle of it.
fn laid_out(drawing: &Drawing, (columns, rows): (u8, u8)) -> Drawing {
    let mut page = Drawing::new(WIDTH, HEIGHT);
    page.fill(Path::rectangle(0.0, 0.0, WIDTH, HEIGHT), Colour::WHITE);
    let left = (WIDTH - drawing.width * f32::from(columns)) / 2.0;
    let top = (HEIGHT - drawing.height * f32::from(rows)) / 2.0;
    for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
        let (x, y) = (left + drawing.width * f32::from(column), top + drawing.height * f32::from(row));
        page.place(Placement::at(x, y), drawing.clone());
    }
    page
}

fn card(prepared: &Prepared<'_>) -> Drawing {
    let (width, height) = CARD;
    let (edge, code) = (5.0, 33.0);
    let mut card = Drawing::new(width, height);
    // A stripe of the flag's colour along one side holds a pile of cards together.
    let bar = 2.2;
    card.fill(Path::rectangle(prepared.left(width, 0.0, bar), 0.0, bar, height), prepared.accent);
    let flag = (21.0, 14.0);
    let inner = edge + bar - 0.7;
    prepared.draw_flag(&mut card, (prepared.left(width, inner, flag.0), edge), flag);
    let beside = inner + flag.0 + 4.0;
    let names_width = width - beside - edge;
    let x = prepared.left(width, beside, names_width);
    let mut names = Column { drawing: &mut card, x, y: edge - 0.3, width: names_width };
    let title = prepared.texts.first().map(|text| text.title.as_str()).unwrap_or_default();
    names.add(title, (Face::ExtraBold, INK), prepared.side(), 2, 3.2..=5.6);
    names.skip(0.7);
    let near = prepared.texts.first().map(Ready::area_near).unwrap_or_default();
    names.add(&near, (Face::Regular, SOFT), prepared.side(), 1, 2.0..=2.7);

    // The code's quiet zone may reach to the edge: the paper is white.
    let code_x = prepared.left(width, width - code - 1.6, code);
    prepared.small.draw(&mut card, (code_x, height - code - 0.6), code);
    let text_width = width - inner - code - 2.6;
    let x = prepared.left(width, inner, text_width);
    let (top, bottom) = (edge + flag.1 + 2.6, height - edge - 4.9);
    let share = (bottom - top) / prepared.texts.len().max(1) as f32;
    for (at, text) in prepared.texts.iter().enumerate() {
        let y = top + share * at as f32;
        let mut column = Column { drawing: &mut card, x, y, width: text_width };
        column.add(&text.words.scan, (Face::SemiBold, prepared.accent), text.side, 1, 2.2..=3.3);
        column.skip(0.3);
        column.add_above(&text.line, (Face::Regular, INK), text.side, y + share - 0.5, 1.8..=2.6);
    }
    let mut foot = Column { drawing: &mut card, x, y: height - edge - 2.9, width: text_width };
    let rule = Path::rectangle(x, foot.y - 1.2, text_width, 0.2);
    foot.drawing.fill(rule, LINE);
    foot.add(&prepared.link, (Face::SemiBold, INK), prepared.side(), 1, 1.7..=2.9);
    card
}

fn label(prepared: &Prepared<'_>) -> Drawing {
    let (width, height) = LABEL;
    let (edge, code) = (4.0, 32.0);
    let mut label = Drawing::new(width, height);
    prepared.small.draw(&mut label, (prepared.left(width, 1.6, code), (height - code) / 2.0), code);
    let beside = 1.6 + code + 1.0;
    let text_width = width - beside - edge;
    let x = prepared.left(width, beside, text_width);
    let flag = (15.0, 10.0);
    prepared.draw_flag(&mut label, (prepared.left(width, beside, flag.0), edge - 0.5), flag);

    let link_top = height - edge - 2.4;
    let mut foot = Column { drawing: &mut label, x, y: link_top, width: text_width };
    foot.add(&prepared.link, (Face::Regular, INK), prepared.side(), 1, 1.5..=2.4);
    let scans_top = link_top - 0.6 - 2.9 * prepared.texts.len() as f32;
    let mut scans = Column { drawing: &mut label, x, y: scans_top, width: text_width };
    for text in &prepared.texts {
        scans.add(&text.words.scan, (Face::SemiBold, prepared.accent), text.side, 1, 1.7..=2.4);
        scans.skip(0.3);
    }
    let mut name = Column { drawing: &mut label, x, y: edge + flag.1 + 0.4, width: text_width };
    let title = prepared.texts.first().map(|text| text.title.as_str()).unwrap_or_default();
    name.add_above(title, (Face::ExtraBold, INK), prepared.side(), scans_top - 0.3, 2.2..=5.0);
    label
}
