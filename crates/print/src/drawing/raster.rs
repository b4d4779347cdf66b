//! A drawing as pixels, for who takes neither SVG nor PDF: the pictures that messengers show beside a link. Edges are
//! smoothed by how much of a pixel lies inside.

use png::{BitDepth, ColorType, Encoder};

use super::path::Segment;
use super::{Drawing, Item, Path, Placement, Point};
use crate::colour::Colour;
use crate::picture::Picture;
use crate::text::Run;

/// A side of a picture, in pixels; a messenger shows no more.
pub const PNG_SIDE_MAX: u16 = 2_048;
/// Rows that are looked at for one row of pixels.
const ROWS: usize = 4;
/// Pieces that a curve is drawn with.
const PIECES: usize = 8;

/// What lies inside of an outline that crosses itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    EvenOdd,
    NonZero,
}

/// How much of each pixel lies inside, 0.0 to 1.0, row by row.
type Cover = Vec<f32>;

struct Canvas {
    width: usize,
    height: usize,
    /// Red, green and blue.
    pixels: Vec<[f32; 3]>,
}

impl Drawing {
    /// The drawing on white, so many pixels wide, as a PNG without a word about who made it or when.
    pub fn png(&self, width_px: u16) -> Vec<u8> {
        let scale = f32::from(width_px.clamp(1, PNG_SIDE_MAX)) / self.width.max(f32::MIN_POSITIVE);
        let pixels = |length: f32| (length * scale).round().clamp(1.0, f32::from(PNG_SIDE_MAX)) as usize;
        let (width, height) = (pixels(self.width), pixels(self.height));
        let mut canvas = Canvas { width, height, pixels: vec![[255.0; 3]; width * height] };
        canvas.draw(&self.items, Placement::scaled(0.0, 0.0, scale), None);
        canvas.png()
    }
}

impl Canvas {
    fn draw(&mut self, items: &[Item], placement: Placement, clip: Option<&Cover>) {
        for item in items {
            match item {
                Item::Fill { path, colour } => {
                    let cover = self.cover(&outlines(path, placement), Rule::EvenOdd);
                    self.paint(&cover, clip, |_, _| Some(*colour));
                }
                Item::Stroke { path, colour, width, .. } => {
                    let cover = self.cover(&stroked(path, *width, placement), Rule::NonZero);
                    self.paint(&cover, clip, |_, _| Some(*colour));
                }
                Item::Text { run, colour } => {
                    let cover = self.cover(&letters(run, placement), Rule::NonZero);
                    self.paint(&cover, clip, |_, _| Some(*colour));
                }
                Item::Picture { picture, width, height } => {
                    self.draw_picture(picture, (*width, *height), placement, clip);
                }
                Item::Group { placement: own, clip: inside, items } => {
                    let placement = placement.then(*own);
                    let inside = inside.as_ref().map(|path| {
                        let own = self.cover(&outlines(path, placement), Rule::EvenOdd);
                        within(own, clip)
                    });
                    self.draw(items, placement, inside.as_ref().or(clip));
                }
            }
        }
    }

    /// How much of each pixel lies inside of outlines that are closed.
    fn cover(&self, outlines: &[Vec<Point>], rule: Rule) -> Cover {
        let mut cover = vec![0.0; self.width * self.height];
        let edges: Vec<(Point, Point)> = outlines
            .iter()
            .flat_map(|points| points.iter().copied().zip(points.iter().copied().cycle().skip(1)))
            .filter(|(from, to)| from.1 != to.1)
            .collect();
        let mut crossings: Vec<(f32, i32)> = Vec::new();
        let ends = || edges.iter().flat_map(|(from, to)| [from.1, to.1]);
        let (top, bottom) = (ends().fold(f32::INFINITY, f32::min), ends().fold(0.0, f32::max));
        let rows = (top.max(0.0) * ROWS as f32) as usize..(bottom * ROWS as f32).ceil() as usize;
        for row in rows.start..rows.end.min(self.height * ROWS) {
            let y = (row as f32 + 0.5) / ROWS as f32;
            crossings.clear();
            crossings.extend(edges.iter().filter_map(|(from, to)| crossing(*from, *to, y)));
            crossings.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let line = row / ROWS * self.width;
            let line = &mut cover[line..line + self.width];
            let mut winding = 0;
            for pair in crossings.windows(2) {
                winding += pair[0].1;
                let is_inside = match rule {
                    Rule::EvenOdd => winding % 2 != 0,
                    Rule::NonZero => winding != 0,
                };
                if is_inside {
                    add_span(line, pair[0].0, pair[1].0);
                }
            }
        }
        cover
    }

    fn paint(
        &mut self,
        cover: &Cover,
        clip: Option<&Cover>,
        colour: impl Fn(usize, usize) -> Option<Colour>,
    ) {
        for at in 0..self.pixels.len() {
            let share = (cover[at] * clip.map_or(1.0, |clip| clip[at])).min(1.0);
            if share <= 0.0 {
                continue;
            }
            let Some(Colour { red, green, blue }) = colour(at % self.width, at / self.width) else {
                continue;
            };
            for (own, other) in self.pixels[at].iter_mut().zip([red, green, blue]) {
                *own += (f32::from(other) - *own) * share;
            }
        }
    }

    fn draw_picture(
        &mut self,
        picture: &Picture,
        (width, height): (f32, f32),
        placement: Placement,
        clip: Option<&Cover>,
    ) {
        let Some((pixels, columns, rows)) = picture.rgba() else { return };
        let Some(back) = placement.inverse() else { return };
        let cover =
            self.cover(&outlines(&Path::rectangle(0.0, 0.0, width, height), placement), Rule::EvenOdd);
        // What is seen through shows the white below.
        self.paint(&cover, clip, |x, y| {
            let mut sum = [0.0; 3];
            for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                let (px, py) = back.place((x as f32 + dx, y as f32 + dy));
                let column = ((px / width * columns as f32) as usize).min(columns - 1);
                let row = ((py / height * rows as f32) as usize).min(rows - 1);
                let pixel = &pixels[4 * (row * columns + column)..][..4];
                let share = f32::from(pixel[3]) / 255.0;
                for (sum, channel) in sum.iter_mut().zip(pixel) {
                    *sum += 255.0 + (f32::from(*channel) - 255.0) * share;
                }
            }
            let [red, green, blue] = sum.map(|channel| (channel / 4.0).round() as u8);
            Some(Colour { red, green, blue })
        });
    }

    fn png(&self) -> Vec<u8> {
        let channels = self.pixels.iter().flatten().map(|channel| channel.round().clamp(0.0, 255.0) as u8);
        let rgb: Vec<u8> = channels.collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header().expect("a vector takes every byte");
        writer.write_image_data(&rgb).expect("the rows have the length that the header says");
        writer.finish().expect("a vector takes every byte");
        bytes
    }
}

/// Where an edge crosses a row, and in which direction.
fn crossing((x, y): Point, (to_x, to_y): Point, row: f32) -> Option<(f32, i32)> {
    let is_crossed = (y <= row) != (to_y <= row);
    is_crossed.then(|| (x + (row - y) / (to_y - y) * (to_x - x), if to_y > y { 1 } else { -1 }))
}

/// Adds a stretch of one of the [`ROWS`] to the pixels that it covers.
fn add_span(line: &mut [f32], from: f32, to: f32) {
    let end = line.len() as f32;
    let (from, to) = (from.clamp(0.0, end), to.clamp(0.0, end));
    let first = from as usize;
    let last = (to.ceil() as usize).min(line.len());
    for (x, pixel) in line.iter_mut().enumerate().take(last).skip(first) {
        let share = to.min(x as f32 + 1.0) - from.max(x as f32);
        *pixel += share.max(0.0) / ROWS as f32;
    }
}

fn within(mut cover: Cover, clip: Option<&Cover>) -> Cover {
    if let Some(clip) = clip {
        cover.iter_mut().zip(clip).for_each(|(own, other)| *own *= other);
    }
    cover
}

/// The outlines of a path as polygons, placed.
fn outlines(path: &Path, placement: Placement) -> Vec<Vec<Point>> {
    let mut outlines: Vec<Vec<Point>> = Vec::new();
    for segment in &path.segments {
        let last = outlines.last().and_then(|outline| outline.last()).copied().unwrap_or_default();
        let points: Vec<Point> = match *segment {
            Segment::Move(to) => {
                outlines.push(vec![to]);
                continue;
            }
            Segment::Close => continue,
            Segment::Line(to) => vec![to],
            Segment::Bend(handle, to) => curve(|share| quadratic([last, handle, to], share)).collect(),
            Segment::Curve(from, before, to) => curve(|share| {
                let near = quadratic([last, from, before], share);
                between(near, quadratic([from, before, to], share), share)
            })
            .collect(),
        };
        if let Some(outline) = outlines.last_mut() {
            outline.extend(points);
        }
    }
    for point in outlines.iter_mut().flatten() {
        *point = placement.place(*point);
    }
    outlines
}

fn curve(at: impl Fn(f32) -> Point) -> impl Iterator<Item = Point> {
    (1..=PIECES).map(move |piece| at(piece as f32 / PIECES as f32))
}

fn between(a: Point, b: Point, share: f32) -> Point {
    (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
}

fn quadratic([a, b, c]: [Point; 3], share: f32) -> Point {
    between(between(a, b, share), between(b, c, share), share)
}

/// A line as the rectangles of its pieces, all turning the same way.
fn stroked(path: &Path, width: f32, placement: Placement) -> Vec<Vec<Point>> {
    let is_closed = path.segments.contains(&Segment::Close);
    let identity = Placement::at(0.0, 0.0);
    let mut pieces = Vec::new();
    for mut points in outlines(path, identity) {
        if is_closed && let Some(first) = points.first().copied() {
            points.push(first);
        }
        for pair in points.windows(2) {
            let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
            let length = (to_x - x).hypot(to_y - y);
            if length <= 0.0 {
                continue;
            }
            let (dx, dy) = ((to_x - x) / length * width / 2.0, (to_y - y) / length * width / 2.0);
            let piece = [
                (x - dx + dy, y - dy - dx),
                (to_x + dx + dy, to_y + dy - dx),
                (to_x + dx - dy, to_y + dy + dx),
                (x - dx - dy, y - dy + dx),
            ];
            pieces.push(piece.into_iter().map(|point| placement.place(point)).collect());
        }
    }
    pieces
}

/// The letters of a run. Fonts count upwards.
fn letters(run: &Run, placement: Placement) -> Vec<Vec<Point>> {
    let scale = run.size / run.face.units_per_em();
    let (mut x, mut all) = (run.x, Vec::new());
    for glyph in &run.glyphs {
        let at = (x + glyph.x_offset * run.size, run.y - glyph.y_offset * run.size);
        let own = Placement { matrix: [scale, 0.0, 0.0, -scale, at.0, at.1] };
        all.extend(outlines(&run.face.outline(glyph.id), placement.then(own)));
        x += glyph.advance * run.size;
    }
    all
}

impl Placement {
    fn place(self, (x, y): Point) -> Point {
        let [a, b, c, d, e, f] = self.matrix;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// What is placed within something that is placed.
    fn then(self, inner: Self) -> Self {
        let [a, b, c, d, ..] = self.matrix;
        let [ia, ib, ic, id, ie, if_] = inner.matrix;
        let (e, f) = self.place((ie, if_));
        Self { matrix: [a * ia + c * ib, b * ia + d * ib, a * ic + c * id, b * ic + d * id, e, f] }
    }

    fn inverse(self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.matrix;
        let turned = a * d - b * c;
        (turned != 0.0).then(|| {
            let [a, b, c, d] = [d / turned, -b / turned, -c / turned, a / turned];
            Self { matrix: [a, b, c, d, -(a * e + c * f), -(b * e + d * f)] }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pixels of a PNG, row by row.
    fn pixels(png: &[u8]) -> (Vec<[u8; 3]>, usize) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut bytes).expect("pixels");
        (bytes.chunks_exact(3).map(|it| [it[0], it[1], it[2]]).collect(), frame.width as usize)
    }

    #[test]
    fn what_is_filled_stroked_turned_and_cut_off_stands_where_it_stands_in_the_svg() {
        const RED: Colour = Colour::of(0xff_00_00);
        let mut drawing = Drawing::new(10.0, 10.0);
        // A frame: what lies between the outlines.
        let mut frame = Path::rectangle(0.0, 0.0, 4.0, 4.0);
        frame.add(&Path::rectangle(1.0, 1.0, 2.0, 2.0));
        drawing.fill(frame, RED);
        drawing.stroke(Path::line([(6.0, 1.0), (9.0, 1.0)]), Colour::BLACK, 1.0);
        let mut below = Drawing::new(4.0, 4.0);
        below.fill(Path::rectangle(0.0, 0.0, 4.0, 4.0), RED);
        drawing.place_within(Placement::at(0.0, 6.0), Path::rectangle(0.0, 0.0, 4.0, 2.0), below);
        let (pixels, width) = pixels(&drawing.png(100));
        assert_eq!(width, 100);
        let at = |x: usize, y: usize| pixels[y * width + x];
        let (red, white) = ([255, 0, 0], [255, 255, 255]);
        for ((x, y), colour) in [
            ((5, 5), red),
            ((20, 20), white),
            ((35, 35), red),
            ((45, 5), white),
            ((75, 10), [0, 0, 0]),
            ((75, 20), white),
            ((20, 70), red),
            ((20, 90), white),
            ((60, 70), white),
        ] {
            assert_eq!(at(x, y), colour, "{x} {y}");
        }
    }

    #[test]
    fn half_of_a_pixel_is_half_as_dark() {
        let mut drawing = Drawing::new(4.0, 4.0);
        drawing.fill(Path::rectangle(0.0, 0.0, 1.5, 4.0), Colour::BLACK);
        let (pixels, _) = pixels(&drawing.png(4));
        assert_eq!((pixels[0], pixels[1], pixels[2]), ([0; 3], [128; 3], [255; 3]));
    }

    #[test]
    fn nothing_of_the_picture_says_who_made_it_or_when() {
        let png = Drawing::new(2.0, 1.0).png(8);
        for chunk in ["tEXt", "iTXt", "zTXt", "tIME", "eXIf"] {
            assert!(!png.windows(4).any(|bytes| bytes == chunk.as_bytes()), "{chunk}");
        }
        assert_eq!(Drawing::new(2.0, 1.0).png(8), png, "the same drawing gives the same bytes");
    }
}
