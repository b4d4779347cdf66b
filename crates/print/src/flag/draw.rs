//! A flag's description as a drawing.

use std::f32::consts::TAU;

use super::{Design, Emblem, Layout, Lettering, Place, PlateShape};
use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement, Point};
use crate::fonts::Face;
use crate::text::{Line, printable};

/// A plate is larger than the figure that lies on it.
const PLATE: f32 = 1.5;
/// Figures are drawn in a square of this side.
const FIGURE_SIDE: f32 = 100.0;
/// The height of capitals, in ems of the font.
const CAPITALS: f32 = 0.7;

/// The ground while it is drawn: its size, and the colours by number.
struct Ground<'a> {
    drawing: Drawing,
    width: f32,
    height: f32,
    colours: &'a [Colour],
}

pub(super) fn drawn(design: &Design, width: f32, height: f32) -> Drawing {
    let mut ground = Ground { drawing: Drawing::new(width, height), width, height, colours: &design.colours };
    ground.divide(design.layout);
    let mut flag = ground.drawing;
    if let Some(emblem) = &design.emblem {
        draw_emblem(&mut flag, emblem, middle(emblem.place, design, width, height));
    }
    if let Some(lettering) = &design.lettering {
        draw_lettering(&mut flag, lettering, middle(lettering.place, design, width, height));
    }
    flag
}

impl Ground<'_> {
    /// The colour of that number, or the last one there is.
    fn colour(&self, number: usize) -> Colour {
        self.colours.get(number).or(self.colours.last()).copied().unwrap_or(Colour::WHITE)
    }

    fn whole(&mut self, number: usize) {
        let path = Path::rectangle(0.0, 0.0, self.width, self.height);
        self.drawing.fill(path, self.colour(number));
    }

    fn polygon(&mut self, points: &[Point], number: usize) {
        self.drawing.fill(Path::polygon(points.iter().copied()), self.colour(number));
    }

    fn divide(&mut self, layout: Layout) {
        let (w, h) = (self.width, self.height);
        match layout {
            Layout::Horizontal => self.horizontal(0),
            Layout::Vertical => self.vertical(),
            Layout::Fess => {
                self.band([(0.0, h * 0.25), (w, h * 0.25), (w, h * 0.75), (0.0, h * 0.75)], (0.0, h * 0.75));
            }
            Layout::Pale => {
                self.band([(w * 0.25, 0.0), (w * 0.75, 0.0), (w * 0.75, h), (w * 0.25, h)], (w * 0.75, 0.0));
            }
            Layout::Diagonal => {
                self.whole(0);
                self.polygon(&[(0.0, 0.0), (w, h), (0.0, h)], 1);
            }
            Layout::DiagonalRising => {
                self.whole(0);
                self.polygon(&[(w, 0.0), (w, h), (0.0, h)], 1);
            }
            Layout::Bend => self.bend(false),
            Layout::BendRising => self.bend(true),
            Layout::Cross => self.cross(w / 2.0),
            Layout::Nordic => self.cross(h * 0.54),
            Layout::Saltire => self.saltire(),
            Layout::Canton => {
                self.horizontal(1);
                let canton = Path::rectangle(0.0, 0.0, h * 0.68, h * canton_height(self.colours.len()));
                self.drawing.fill(canton, self.colour(0));
            }
            Layout::Triangle => {
                self.horizontal(1);
                self.polygon(&[(0.0, 0.0), (h * 0.8, h / 2.0), (0.0, h)], 0);
            }
            Layout::Chief => {
                self.whole(1);
                self.drawing.fill(Path::rectangle(0.0, 0.0, w, h / 3.0), self.colour(0));
            }
            Layout::Quarters => self.quarters(),
            Layout::Border => {
                self.whole(1);
                let edge = h * 0.12;
                let inner = Path::rectangle(edge, edge, w - 2.0 * edge, h - 2.0 * edge);
                self.drawing.fill(inner, self.colour(0));
            }
            Layout::Lozenge => {
                self.whole(0);
                let half = (h * 0.66).min(w / 2.0);
                let (x, y) = (w / 2.0, h / 2.0);
                self.polygon(&[(x, h * 0.04), (x + half, y), (x, h * 0.96), (x - half, y)], 1);
            }
            Layout::Disc => {
                self.whole(0);
                self.drawing.fill(Path::circle((w / 2.0, h / 2.0), h * 0.36), self.colour(1));
            }
            Layout::Pile => {
                self.whole(0);
                let half = (h * 0.56).min(w / 2.0);
                self.polygon(&[(w / 2.0 - half, 0.0), (w / 2.0 + half, 0.0), (w / 2.0, h)], 1);
            }
            Layout::Serrated => self.serrated(),
            Layout::Waves => self.waves(),
            Layout::Hill => self.hill(),
            Layout::Rays => self.rays(),
        }
    }

    /// Stripes of all colours from that number on.
    fn horizontal(&mut self, first: usize) {
        let stripes = self.colours.len().saturating_sub(first).max(1);
        let stripe = self.height / stripes as f32;
        self.whole(first);
        for number in 1..stripes {
            let top = stripe * number as f32;
            let path = Path::rectangle(0.0, top, self.width, self.height - top);
            self.drawing.fill(path, self.colour(first + number));
        }
    }

    fn vertical(&mut self) {
        let stripes = self.colours.len().max(1);
        let stripe = self.width / stripes as f32;
        self.whole(0);
        for number in 1..stripes {
            let left = stripe * number as f32;
            let path = Path::rectangle(left, 0.0, self.width - left, self.height);
            self.drawing.fill(path, self.colour(number));
        }
    }

    /// A ground, what lies beyond `other` in a third colour, and the band.
    fn band(&mut self, band: [Point; 4], other: Point) {
        self.whole(0);
        if self.colours.len() > 2 {
            let rest = Path::rectangle(other.0, other.1, self.width - other.0, self.height - other.1);
            self.drawing.fill(rest, self.colour(2));
        }
        self.polygon(&band, 1);
    }

    fn bend(&mut self, is_rising: bool) {
        let (w, h) = (self.width, self.height);
        let across = |(x, y): Point| if is_rising { (w - x, y) } else { (x, y) };
        self.whole(0);
        if self.colours.len() > 2 {
            self.polygon(&[(0.0, 0.0), (w, h), (0.0, h)].map(across), 2);
        }
        let (beside, below) = (w * 0.16, h * 0.16);
        let band = [(0.0, 0.0), (beside, 0.0), (w, h - below), (w, h), (w - beside, h), (0.0, below)];
        self.polygon(&band.map(across), 1);
    }

    /// A cross whose upright has its middle at `x`.
    fn cross(&mut self, x: f32) {
        let (w, h) = (self.width, self.height);
        self.whole(0);
        let arms =
            if self.colours.len() > 2 { vec![(2, h * 0.15), (1, h * 0.09)] } else { vec![(1, h * 0.12)] };
        for (number, half) in arms {
            self.drawing.fill(Path::rectangle(x - half, 0.0, 2.0 * half, h), self.colour(number));
            self.drawing.fill(Path::rectangle(0.0, h / 2.0 - half, w, 2.0 * half), self.colour(number));
        }
    }

    fn saltire(&mut self) {
        let (w, h) = (self.width, self.height);
        self.whole(0);
        let arms = if self.colours.len() > 2 { vec![(2, 0.15), (1, 0.09)] } else { vec![(1, 0.12)] };
        for (number, half) in arms {
            let (x, y) = (w * half, h * half);
            self.polygon(&[(0.0, 0.0), (x, 0.0), (w, h - y), (w, h), (w - x, h), (0.0, y)], number);
            self.polygon(&[(w, 0.0), (w, y), (x, h), (0.0, h), (0.0, h - y), (w - x, 0.0)], number);
        }
    }

    fn quarters(&mut self) {
        let (x, y) = (self.width / 2.0, self.height / 2.0);
        let fields = match self.colours.len() {
            ..=2 => [0, 1, 1, 0],
            3 => [0, 1, 2, 0],
            _ => [0, 1, 2, 3],
        };
        self.whole(fields[0]);
        for (field, (left, top)) in fields.into_iter().zip([(0.0, 0.0), (x, 0.0), (0.0, y), (x, y)]).skip(1) {
            self.drawing.fill(Path::rectangle(left, top, x, y), self.colour(field));
        }
    }

    fn serrated(&mut self) {
        let (h, teeth) = (self.height, 5);
        let (valley, peak, tooth) = (h * 0.4, h * 0.62, h / teeth as f32);
        self.whole(1);
        let mut points = vec![(0.0, 0.0), (valley, 0.0)];
        for number in 0..teeth {
            let top = tooth * number as f32;
            points.extend([(peak, top + tooth / 2.0), (valley, top + tooth)]);
        }
        points.push((0.0, h));
        self.polygon(&points, 0);
    }

    fn waves(&mut self) {
        let (w, h) = (self.width, self.height);
        let wave = h * 0.46 / self.colours.len().saturating_sub(1).max(1) as f32;
        let (rise, length) = (wave.min(h * 0.2) * 0.32, h * 0.5);
        self.whole(0);
        for number in 1..self.colours.len() {
            let y = h * 0.56 + wave * (number - 1) as f32;
            let mut path = Path::default();
            path.move_to((0.0, y));
            let mut x = 0.0;
            while x < w {
                let (quarter, end) = (x + length / 4.0, x + length);
                let middle = x + length / 2.0;
                path.curve_to(
                    (x + length / 5.5, y - rise),
                    (middle - (quarter - x) * 0.73, y - rise),
                    (middle, y),
                );
                path.curve_to(
                    (middle + length / 5.5, y + rise),
                    (end - (quarter - x) * 0.73, y + rise),
                    (end, y),
                );
                x = end;
            }
            path.line_to((x, h));
            path.line_to((0.0, h));
            path.close();
            self.drawing.fill(path, self.colour(number));
        }
    }

    fn hill(&mut self) {
        let (w, h) = (self.width, self.height);
        self.whole(0);
        // The first hill rises at the pole, the second one before it on the other side.
        for (number, [from, one, two, to]) in [(1, [0.62, 0.44, 0.5, 0.76]), (2, [0.88, 0.86, 0.62, 0.64])] {
            if number >= self.colours.len() {
                break;
            }
            let mut path = Path::default();
            path.move_to((0.0, h * from));
            path.curve_to((w * 0.3, h * one), (w * 0.62, h * two), (w, h * to));
            path.line_to((w, h));
            path.line_to((0.0, h));
            path.close();
            self.drawing.fill(path, self.colour(number));
        }
    }

    fn rays(&mut self) {
        let (x, y, far) = (self.width / 2.0, self.height / 2.0, self.width + self.height);
        self.whole(0);
        for ray in (0..12).step_by(2) {
            let side = |turn: f32| {
                let angle = TAU * (ray as f32 + turn) / 12.0;
                (x + far * angle.sin(), y - far * angle.cos())
            };
            self.polygon(&[(x, y), side(-0.5), side(0.5)], 1);
        }
    }
}

/// Half of the flag's height, or whole stripes if there are three beside the canton.
fn canton_height(colours: usize) -> f32 {
    if colours == 4 { 2.0 / 3.0 } else { 0.5 }
}

/// The middle of a place.
fn middle(place: Place, design: &Design, width: f32, height: f32) -> Point {
    match place {
        Place::Centre => (width / 2.0, height / 2.0),
        Place::Hoist => (height * 0.28, height / 2.0),
        Place::Fly => (width - (width - height * 0.62) / 2.0, height / 2.0),
        Place::Canton if design.layout == Layout::Canton => {
            (height * 0.34, height * canton_height(design.colours.len()) / 2.0)
        }
        Place::Canton => (height * 0.34, height * 0.27),
        Place::Top => (width / 2.0, height * 0.31),
        Place::Bottom => (width / 2.0, height * 0.667),
    }
}

fn draw_emblem(flag: &mut Drawing, emblem: &Emblem, (x, y): Point) {
    let side = flag.height * f32::from(emblem.size) / 100.0;
    if let Some(plate) = emblem.plate {
        flag.fill(plate_outline(plate.shape, (x, y), side * PLATE), plate.colour);
    }
    let mut figure = Drawing::new(FIGURE_SIDE, FIGURE_SIDE);
    for outline in emblem.figure.outlines() {
        figure.fill(outline, emblem.colour);
    }
    flag.place(Placement::scaled(x - side / 2.0, y - side / 2.0, side / FIGURE_SIDE), figure);
}

fn plate_outline(shape: PlateShape, (x, y): Point, side: f32) -> Path {
    let half = side / 2.0;
    match shape {
        PlateShape::Disc => Path::circle((x, y), half),
        PlateShape::Lozenge => {
            let half = half * 1.18;
            Path::polygon([(x, y - half), (x + half, y), (x, y + half), (x - half, y)])
        }
        PlateShape::Square => {
            Path::rounded(x - half * 0.9, y - half * 0.9, side * 0.9, side * 0.9, side * 0.06)
        }
        PlateShape::Shield => {
            let (half, top) = (half * 0.92, y - half * 0.95);
            let mut path = Path::default();
            path.move_to((x - half, top));
            path.line_to((x + half, top));
            path.line_to((x + half, y));
            path.curve_to(
                (x + half, y + half * 0.7),
                (x + half * 0.4, y + half * 1.05),
                (x, y + half * 1.22),
            );
            path.curve_to((x - half * 0.4, y + half * 1.05), (x - half, y + half * 0.7), (x - half, y));
            path.close();
            path
        }
    }
}

fn draw_lettering(flag: &mut Drawing, lettering: &Lettering, (x, y): Point) {
    let text = printable(&lettering.text);
    let line = Line::of(&text, Face::ExtraBold);
    let room = 2.0 * x.min(flag.width - x) * 0.9;
    let size = (flag.height * f32::from(lettering.size) / 100.0).min(room / line.width.max(0.1));
    let units = Face::ExtraBold.units_per_em();
    let mut letters = Drawing::new(flag.width, flag.height);
    let mut at = 0.0;
    for glyph in line.glyphs() {
        let mut outline = Drawing::new(units, units);
        outline.fill(Face::ExtraBold.outline(glyph.id), lettering.colour);
        let (x, y, scale) = (at + glyph.x_offset * size, -glyph.y_offset * size, size / units);
        // Fonts count upwards.
        letters.place(Placement { matrix: [scale, 0.0, 0.0, -scale, x, y] }, outline);
        at += glyph.advance * size;
    }
    flag.place(Placement::at(x - at / 2.0, y + size * CAPITALS / 2.0), letters);
}
