//! The bars and frames of one colour around a picture: the cheapest way to make a known picture unknown.

use super::Pixels;

/// How far a pixel of a border may be from the border's own brightness. Compression leaves some noise.
const NOISE: f32 = 12.0;

/// The share of a line that must be of the border's brightness.
const UNIFORM_SHARE: f32 = 0.98;

/// Pixels of a line that are looked at.
const SAMPLES: usize = 512;

/// A border that would leave less than this share of a side is the picture.
const LEFT_MIN: f32 = 0.25;

/// Frames within frames that are taken off.
const FRAMES_MAX: usize = 4;

/// What is inside of the borders, in pixels: from left and top, so wide and so high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// The first column that is not border.
    pub left: usize,
    /// The first row that is not border.
    pub top: usize,
    /// Columns inside.
    pub width: usize,
    /// Rows inside.
    pub height: usize,
}

impl Border {
    pub(crate) const fn none(pixels: &Pixels) -> Self {
        Self { left: 0, top: 0, width: pixels.width(), height: pixels.height() }
    }

    /// The least that holds both.
    pub(crate) fn around(&self, other: &Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let right = (self.left + self.width).max(other.left + other.width);
        let bottom = (self.top + self.height).max(other.top + other.height);
        Self { left, top, width: right - left, height: bottom - top }
    }
}

/// Finds what is inside of all uniform borders. Everything when there are none, or when nearly nothing would be left.
///
/// A frame in a frame goes too, and so does a plain sky: a picture and the same one in a frame end at the same lines.
pub fn border(pixels: &Pixels) -> Border {
    let mut inside = Border::none(pixels);
    for _ in 0..FRAMES_MAX {
        let before = inside;
        let (top, bottom) = uniform(inside.height, |row| line(pixels, &before, Line::Row(row)));
        inside = Border { top: before.top + top, height: before.height - top - bottom, ..before };
        let rows = inside;
        let (left, right) = uniform(inside.width, |column| line(pixels, &rows, Line::Column(column)));
        inside = Border { left: rows.left + left, width: rows.width - left - right, ..rows };
        if inside == before {
            break;
        }
    }
    let is_enough = |inside: usize, all: usize| inside as f32 >= all as f32 * LEFT_MIN;
    if is_enough(inside.width, pixels.width()) && is_enough(inside.height, pixels.height()) {
        inside
    } else {
        Border::none(pixels)
    }
}

#[derive(Clone, Copy)]
enum Line {
    Row(usize),
    Column(usize),
}

/// How many lines at either end are of the first one's colour. A picture of one colour alone has no border.
fn uniform(lines: usize, line: impl Fn(usize) -> Vec<f32>) -> (usize, usize) {
    let run = |order: &mut dyn Iterator<Item = usize>| {
        let mut own = None;
        order
            .take_while(|number| {
                let line = line(*number);
                let brightness = *own.get_or_insert_with(|| median(&line));
                let alike = line.iter().filter(|luma| (**luma - brightness).abs() <= NOISE).count();
                alike as f32 >= line.len() as f32 * UNIFORM_SHARE
            })
            .count()
    };
    let first = run(&mut (0..lines));
    if first == lines {
        return (0, 0);
    }
    (first, run(&mut (0..lines).rev()))
}

fn line(pixels: &Pixels, inside: &Border, line: Line) -> Vec<f32> {
    let length = match line {
        Line::Row(_) => inside.width,
        Line::Column(_) => inside.height,
    };
    let samples = length.min(SAMPLES);
    let along = |sample: usize| sample * length / samples;
    (0..samples)
        .map(|sample| match line {
            Line::Row(row) => pixels.luma(inside.left + along(sample), inside.top + row),
            Line::Column(column) => pixels.luma(inside.left + column, inside.top + along(sample)),
        })
        .collect()
}

fn median(line: &[f32]) -> f32 {
    let mut sorted = line.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    sorted[sorted.len() / 2]
}
