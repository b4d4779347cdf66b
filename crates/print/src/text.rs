//! Lines of text: the order of their characters, the shapes of their letters, and where they break. Sizes are
//! those of the square that a letter is drawn in (the em), widths of lines that are not placed yet are counted
//! in it.

use std::ops::{Range, RangeInclusive};

use harfrust::{Direction, ShapeOptions, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Direction as Flow, Level, get_base_direction};

use crate::colour::Colour;
use crate::drawing::{Drawing, Item};
use crate::fonts::Face;

/// Glyphs of one direction, placed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) face: Face,
    pub(crate) size: f32,
    /// The left end of the line that the letters stand on.
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) text: String,
    /// From left to right, as they are seen.
    pub(crate) glyphs: Vec<Glyph>,
}

/// Lengths are parts of the em.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) advance: f32,
    pub(crate) x_offset: f32,
    pub(crate) y_offset: f32,
    /// The bytes of the run's text that it stands for.
    pub(crate) text: Range<usize>,
}

/// A line that is not placed yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    face: Face,
    runs: Vec<(String, Vec<Glyph>)>,
    /// In ems.
    pub(crate) width: f32,
}

/// Towards which end of its column a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Lines of one size that lie below one another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) lines: Vec<Line>,
    pub(crate) size: f32,
    /// From line to line, in ems.
    pitch: f32,
    /// What hangs down from the letters of the last line, in ems.
    below: f32,
}

/// From the upper edge of a block to the line that its first letters stand on, in ems: the height of capitals
/// and a little.
const FIRST_LINE: f32 = 0.76;

impl Line {
    /// The text as it is seen. Its own first letter decides whether it runs from right to left.
    pub(crate) fn of(text: &str, face: Face) -> Self {
        let level = if runs_right_to_left(text).unwrap_or(false) { Level::rtl() } else { Level::ltr() };
        let order = BidiInfo::new(text, Some(level));
        let mut line = Self { face, runs: Vec::new(), width: 0.0 };
        for paragraph in &order.paragraphs {
            let (levels, runs) = order.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let is_right_to_left = levels[run.start].is_rtl();
                let glyphs = shape(&text[run.clone()], face, is_right_to_left);
                line.width += glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
                line.runs.push((text[run].to_owned(), glyphs));
            }
        }
        line
    }

    /// Draws the line with its left end at `x`, its letters standing on `y`.
    pub(crate) fn draw(self, drawing: &mut Drawing, (x, y): (f32, f32), size: f32, colour: Colour) {
        let mut x = x;
        for (text, glyphs) in self.runs {
            let width = size * glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
            let run = Run { face: self.face, size, x, y, text, glyphs };
            drawing.items.push(Item::Text { run, colour });
            x += width;
        }
    }

    /// The glyphs of all runs, for who draws them as outlines. From left to right.
    pub(crate) fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.runs.iter().flat_map(|run| &run.1)
    }
}

impl Block {
    /// The text as large as it may be in so many lines of this width. What does not fit at the smallest size
    /// ends with an ellipsis.
    pub(crate) fn fitted(
        text: &str,
        face: Face,
        width: f32,
        lines_max: usize,
        sizes: RangeInclusive<f32>,
    ) -> Self {
        Self::sized(text, face, width, sizes, |_| lines_max)
    }

    /// The text as large as it may be in a box.
    pub(crate) fn boxed(
        text: &str,
        face: Face,
        (width, height): (f32, f32),
        sizes: RangeInclusive<f32>,
    ) -> Self {
        let (pitch, below) = spacing(text);
        let lines = |size: f32| ((height / size - FIRST_LINE - below) / pitch + 1.0).max(1.0) as usize;
        Self::sized(text, face, width, sizes, lines)
    }

    fn sized(
        text: &str,
        face: Face,
        width: f32,
        sizes: RangeInclusive<f32>,
        lines_max: impl Fn(f32) -> usize,
    ) -> Self {
        let words = Words::of(text, face);
        let mut size = *sizes.end();
        while size > *sizes.start() {
            if words.widest() * size <= width && words.breaks(width / size).len() <= lines_max(size) {
                break;
            }
            size = (size * 0.97).max(*sizes.start());
        }
        let (pitch, below) = spacing(text);
        Self { lines: words.lines(width / size, lines_max(size)), size, pitch, below }
    }

    pub(crate) fn height(&self) -> f32 {
        match self.lines.len() {
            0 => 0.0,
            lines => self.size * (FIRST_LINE + self.below + self.pitch * (lines as f32 - 1.0)),
        }
    }

    /// Draws the block below `y` and between `x` and `x + width`; returns where it ends.
    pub(crate) fn draw(
        self,
        drawing: &mut Drawing,
        (x, y): (f32, f32),
        width: f32,
        side: Side,
        colour: Colour,
    ) -> f32 {
        let end = y + self.height();
        for (at, line) in self.lines.into_iter().enumerate() {
            let free = width - line.width * self.size;
            let left = match side {
                Side::Left => x,
                Side::Right => x + free,
            };
            let baseline = y + self.size * (FIRST_LINE + self.pitch * at as f32);
            line.draw(drawing, (left, baseline), self.size, colour);
        }
        end
    }
}

/// A text taken apart where it may break, measured once for all sizes.
struct Words<'a> {
    face: Face,
    /// Each with its width in ems.
    words: Vec<(&'a str, f32)>,
    space: f32,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, face: Face) -> Self {
        let words = text.split_whitespace().map(|word| (word, Line::of(word, face).width)).collect();
        Self { face, words, space: Line::of(" ", face).width }
    }

    fn widest(&self) -> f32 {
        self.words.iter().map(|word| word.1).fold(0.0, f32::max)
    }

    /// The words of each line, as many as go in.
    fn breaks(&self, width: f32) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut used = 0.0;
        for (at, word) in self.words.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if used + self.space + word.1 <= width => {
                    line.end = at + 1;
                    used += self.space + word.1;
                }
                _ => {
                    lines.push(at..at + 1);
                    used = word.1;
                }
            }
        }
        lines
    }

    /// At most so many lines, of about the same length.
    fn lines(&self, width: f32, lines_max: usize) -> Vec<Line> {
        let breaks = self.breaks(width);
        let is_cut = breaks.len() > lines_max;
        let breaks = if is_cut { breaks } else { self.balanced(breaks, width) };
        let mut lines = Vec::new();
        for (at, line) in breaks.into_iter().take(lines_max).enumerate() {
            let words: Vec<&str> = self.words[line].iter().map(|word| word.0).collect();
            let must_end = is_cut && at + 1 == lines_max;
            lines.push(self.within(words.join(" "), width, must_end));
        }
        lines
    }

    /// The narrowest column in which the text has as many lines.
    fn balanced(&self, breaks: Vec<Range<usize>>, width: f32) -> Vec<Range<usize>> {
        let (mut narrow, mut wide) = (self.widest(), width);
        for _ in 0..8 {
            let middle = f32::midpoint(narrow, wide);
            if self.breaks(middle).len() > breaks.len() {
                narrow = middle;
            } else {
                wide = middle;
            }
        }
        self.breaks(wide)
    }

    /// A line that is no wider, cut off with an ellipsis where it is or where the text goes on.
    fn within(&self, mut text: String, width: f32, must_end: bool) -> Line {
        let line = Line::of(&text, self.face);
        if line.width <= width + 0.001 && !must_end {
            return line;
        }
        loop {
            let line = Line::of(&format!("{text}…"), self.face);
            if line.width <= width || text.is_empty() {
                return line;
            }
            // Whole words go while there are any; a single one loses letters.
            match text.rfind(' ') {
                Some(end) => text.truncate(end),
                None => text.truncate(text.char_indices().next_back().map_or(0, |last| last.0)),
            }
            text.truncate(text.trim_end_matches([' ', ',', '.', ':', ';', '،']).len());
        }
    }
}

/// From line to line, and below the last one, in ems: Arabic letters hang down further.
fn spacing(text: &str) -> (f32, f32) {
    if runs_right_to_left(text).unwrap_or(false) { (1.36, 0.5) } else { (1.2, 0.24) }
}

/// Whether a text begins with a letter of a script that runs from right to left. Nothing for one without
/// letters.
pub(crate) fn runs_right_to_left(text: &str) -> Option<bool> {
    match get_base_direction(text) {
        Flow::Rtl => Some(true),
        Flow::Ltr => Some(false),
        Flow::Mixed => None,
    }
}

/// What of a text can be printed: one line without controls, emoji and other signs that no letter stands for.
pub(crate) fn printable(text: &str) -> String {
    let is_kept = |character: &char| {
        // The joiners of Arabic are not seen and change what is.
        matches!(character, '\u{200c}' | '\u{200d}')
            || !character.is_control() && !is_direction(*character) && Face::Regular.has(*character)
    };
    let words = text.split_whitespace().map(|word| word.chars().filter(is_kept).collect::<String>());
    words.filter(|word| !word.trim_matches(['\u{200c}', '\u{200d}']).is_empty()).collect::<Vec<_>>().join(" ")
}

/// Letters and digits that our fonts do not have: leaving them out would change what is said.
pub(crate) fn unprintable(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric() && !Face::Regular.has(*it)).collect()
}

/// Marks that turn a text around, which nobody types and forgers do.
fn is_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shape(text: &str, face: Face, is_right_to_left: bool) -> Vec<Glyph> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if is_right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaped = face.shaping().shaper(face.font()).build().shape(buffer, ShapeOptions::new());
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|glyph| glyph.cluster as usize).collect();
    starts.sort_unstable();
    let end_of = |start: usize| {
        let next = starts.partition_point(|&other| other <= start);
        starts.get(next).copied().unwrap_or(text.len())
    };
    let em = face.units_per_em();
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    glyphs
        .map(|(glyph, position)| Glyph {
            id: u16::try_from(glyph.glyph_id).expect("glyphs are numbered with 16 bits"),
            advance: position.x_advance as f32 / em,
            x_offset: position.x_offset as f32 / em,
            y_offset: position.y_offset as f32 / em,
            text: glyph.cluster as usize..end_of(glyph.cluster as usize),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_letters_join_and_run_from_right_to_left() {
        let line = Line::of("حي", Face::Regular);
        let glyphs: Vec<&Glyph> = line.glyphs().collect();
        // The last letter is the leftmost one.
        assert_eq!(glyphs.first().map(|glyph| glyph.text.clone()), Some(2..4));
        let alone = |letter: &str| Line::of(letter, Face::Regular).glyphs().next().map(|glyph| glyph.id);
        assert_ne!(glyphs.last().map(|glyph| glyph.id), alone("ح"), "the first letter has its initial form");
        assert_ne!(glyphs.first().map(|glyph| glyph.id), alone("ي"), "the last letter has its final form");
    }

    #[test]
    fn a_number_in_an_arabic_line_keeps_its_order() {
        let line = Line::of("شارع 12", Face::Regular);
        assert_eq!(line.runs.iter().map(|run| run.0.as_str()).collect::<Vec<_>>(), ["12", "شارع "]);
    }

    #[test]
    fn a_text_becomes_smaller_before_it_is_cut() {
        let title = "Двор Новая Боровая";
        let large = Block::fitted(title, Face::ExtraBold, 200.0, 1, 4.0..=20.0);
        let small = Block::fitted(title, Face::ExtraBold, 60.0, 1, 4.0..=20.0);
        assert!(large.size > small.size && small.lines.len() == 1);
        assert!(small.lines[0].width * small.size <= 60.1);
        let cut = Block::fitted(title, Face::ExtraBold, 20.0, 1, 4.0..=20.0);
        assert!((cut.size - 4.0).abs() < 0.01 && cut.lines[0].width * cut.size <= 20.1);
        assert!(cut.lines[0].runs[0].0.ends_with('…'), "{:?}", cut.lines[0].runs[0].0);
    }

    #[test]
    fn two_lines_have_about_the_same_length() {
        let block = Block::fitted("one two three four five", Face::Regular, 8.0, 2, 1.0..=1.0);
        assert_eq!(block.lines.len(), 2);
        assert!((block.lines[0].width - block.lines[1].width).abs() < 3.0);
    }

    #[test]
    fn what_no_letter_stands_for_is_left_out_and_unknown_letters_are_told() {
        assert_eq!(printable(" Yard \u{1f333}\n of\tthe \u{202e}lime\u{0}s "), "Yard of the limes");
        assert_eq!(unprintable("Двор \u{1f333} 5"), "");
        assert_eq!(unprintable("ეზო 5"), "ეზო");
    }
}
