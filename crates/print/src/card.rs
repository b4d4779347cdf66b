//! What messengers show beside a link to a group: its flag, its name, and the place that it says of itself. Twelve to
//! six point three, as they all show it.

use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement};
use crate::fonts::Face;
use crate::sheet::Flag;
use crate::text::{Block, Side, printable, runs_right_to_left};

/// Width of the picture in pixels.
pub const WIDTH_PX: u16 = 1_200;
/// Height of the picture in pixels.
pub const HEIGHT_PX: u16 = 630;

const GROUND: Colour = Colour::of(0xf7_f1_e7);
const INK: Colour = Colour::of(0x1d_1a_17);
const SOFT: Colour = Colour::of(0x55_4d_46);
const EDGE: Colour = Colour::of(0xb0_a6_9b);

/// From the edge to what is read.
const MARGIN: f32 = 80.0;
const FLAG: (f32, f32) = (420.0, 280.0);
const BETWEEN: f32 = 60.0;
/// Letters that are still read where a messenger shows the picture as wide as a thumb is long.
const NAME_SIZE: std::ops::RangeInclusive<f32> = 44.0..=84.0;
const PLACE_SIZE: std::ops::RangeInclusive<f32> = 28.0..=38.0;

/// A group, as a link to it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its flag.
    pub flag: Flag,
    /// Its name; what our fonts do not have of it is left out.
    pub name: String,
    /// Where it is, in a line; may be empty.
    pub place: String,
}

impl Card {
    /// The card as a PNG.
    pub fn png(&self) -> Vec<u8> {
        self.drawing().png(WIDTH_PX)
    }

    /// The flag on the side at which one begins to read, the words beside it.
    fn drawing(&self) -> Drawing {
        let (width, height) = (f32::from(WIDTH_PX), f32::from(HEIGHT_PX));
        let mut card = Drawing::new(width, height);
        card.fill(Path::rectangle(0.0, 0.0, width, height), GROUND);
        let (name, place) = (printable(&self.name), printable(&self.place));
        let is_mirrored = runs_right_to_left(&name).unwrap_or(false);
        let (flag_width, flag_height) = FLAG;
        let flag_x = if is_mirrored { width - MARGIN - flag_width } else { MARGIN };
        self.draw_flag(&mut card, (flag_x, (height - flag_height) / 2.0));
        let room = width - 2.0 * MARGIN - flag_width - BETWEEN;
        let words_x = if is_mirrored { MARGIN } else { MARGIN + flag_width + BETWEEN };
        let side = if is_mirrored { Side::Right } else { Side::Left };
        let name = Block::fitted(&name, Face::ExtraBold, room, 4, NAME_SIZE);
        let place = Block::fitted(&place, Face::Regular, room, 2, PLACE_SIZE);
        let gap = if place.lines.is_empty() { 0.0 } else { 20.0 };
        let y = (height - name.height() - gap - place.height()) / 2.0;
        let below = name.draw(&mut card, (words_x, y), room, side, INK);
        place.draw(&mut card, (words_x, below + gap), room, side, SOFT);
        card
    }

    fn draw_flag(&self, card: &mut Drawing, (x, y): (f32, f32)) {
        let (width, height) = FLAG;
        let (flag, (own_width, own_height)) = match &self.flag {
            Flag::Design(design) => (design.drawing(width, height), FLAG),
            Flag::Picture(picture) => {
                let ratio = picture.ratio();
                let own = (width.min(height * ratio), height.min(width / ratio));
                let mut flag = Drawing::new(own.0, own.1);
                flag.picture(picture.clone());
                (flag, own)
            }
        };
        let (x, y) = (x + (width - own_width) / 2.0, y + (height - own_height) / 2.0);
        let edge = Path::rectangle(0.0, 0.0, own_width, own_height);
        card.place_within(Placement::at(x, y), edge, flag);
        card.stroke(Path::rectangle(x, y, own_width, own_height), EDGE, 2.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::Design;

    fn card(name: &str, place: &str) -> Card {
        let design = r##"{"layout": "horizontal", "colours": ["#112233", "#d22730", "#112233"]}"##;
        let design: Design = serde_json::from_str(design).expect("a design");
        Card { flag: Flag::Design(design), name: name.to_owned(), place: place.to_owned() }
    }

    /// Whether there is anything but the ground in the columns.
    fn is_marked(png: &[u8], columns: std::ops::Range<usize>) -> bool {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut bytes).expect("pixels");
        assert_eq!((frame.width, frame.height), (u32::from(WIDTH_PX), u32::from(HEIGHT_PX)));
        let rows = bytes.chunks_exact(3 * usize::from(WIDTH_PX));
        rows.into_iter().any(|row| {
            row[3 * columns.start..3 * columns.end].chunks_exact(3).any(|pixel| pixel != [0xf7, 0xf1, 0xe7])
        })
    }

    #[test]
    fn the_flag_stands_where_one_begins_to_read_and_the_name_beside_it() {
        for (name, flag, words) in
            [("Двор на Нямізе", 80..500, 560..1_120), ("فناء الليلك", 700..1_120, 80..640)]
        {
            let png = card(name, "Мінск").png();
            assert!(is_marked(&png, flag) && is_marked(&png, words), "{name}");
            assert!(
                !is_marked(&png, 0..79) && !is_marked(&png, 1_122..1_200),
                "{name}: the margins are empty"
            );
        }
    }

    #[test]
    fn a_name_that_cannot_be_written_leaves_the_flag() {
        let png = card("\u{1f333}\u{1f333}", "").png();
        assert!(is_marked(&png, 80..500) && !is_marked(&png, 560..1_200));
        assert!(png.len() < 100_000, "{}", png.len());
        assert!(!card(&"Имя ".repeat(200), &"x".repeat(2_000)).png().is_empty());
    }
}
