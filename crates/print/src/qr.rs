//! QR codes: an address that a neighbour's telephone reads off a screen or a sheet of paper.
//!
//! An address in capitals (`HTTPS://PARVIS.EXAMPLE/J/7KQM2X`) takes smaller codes with larger modules, because
//! the standard has a denser alphabet for them (ISO/IEC 18004, alphanumeric mode). Hosts do not care; a path
//! must not care either.

use std::fmt::{self, Write};

use png::{BitDepth, ColorType, Encoder};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::colour::Colour;
use crate::drawing::{Drawing, Path, Placement, escaped};

/// Light modules around a code, without which cameras do not find it (ISO/IEC 18004).
pub const QUIET_ZONE_MODULES: u8 = 4;

/// How much dirt a code bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 15 %: a screen, a strip of paper in a pocket.
    Medium,
    /// 25 %: a sheet on a door, in the rain.
    Quartile,
}

/// A code, without its quiet zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    text: String,
    code: QrCode,
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Code({:?}, {} modules)", self.text, self.side_modules())
    }
}

impl Code {
    /// The text as the smallest code that bears the dirt. Nothing for a text that is too long for any.
    pub fn of(text: &str, level: Level) -> Option<Self> {
        let level = match level {
            Level::Medium => QrCodeEcc::Medium,
            Level::Quartile => QrCodeEcc::Quartile,
        };
        QrCode::encode_text(text, level).ok().map(|code| Self { text: text.to_owned(), code })
    }

    /// Modules from side to side, 21 to 177.
    pub fn side_modules(&self) -> u8 {
        u8::try_from(self.code.size()).expect("no code has more than 177 modules")
    }

    /// Whether the module is dark; what lies outside of the code is light.
    pub fn is_dark(&self, x: i32, y: i32) -> bool {
        self.code.get_module(x, y)
    }

    /// The code with its quiet zone. Its text twin is what it says.
    pub fn svg(&self) -> String {
        let zone = QUIET_ZONE_MODULES;
        let side = self.side_modules() + 2 * zone;
        let mut dark = String::new();
        for (x, y, length) in self.runs() {
            let _ = write!(dark, "M{} {}h{length}v1h-{length}z", x + zone, y + zone);
        }
        let title = escaped(&self.text);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\" role=\"img\"><title>{title}</title>\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{dark}\"/></svg>"
        )
    }

    /// The code with its quiet zone, black on white, as many pixels for a module.
    pub fn png(&self, module_px: u8) -> Vec<u8> {
        let (zone, pixels) = (i32::from(QUIET_ZONE_MODULES), i32::from(module_px.max(1)));
        let side = (i32::from(self.side_modules()) + 2 * zone) * pixels;
        let row_bytes = (side as usize).div_ceil(8);
        let mut image = vec![0xff_u8; row_bytes * side as usize];
        for y in 0..side {
            for x in (0..side).filter(|x| self.is_dark(x / pixels - zone, y / pixels - zone)) {
                image[y as usize * row_bytes + x as usize / 8] &= !(0x80 >> (x % 8));
            }
        }
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, side as u32, side as u32);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::One);
        let mut writer = encoder.write_header().expect("a vector takes every byte");
        writer.write_image_data(&image).expect("the rows have the length that the header says");
        writer.finish().expect("a vector takes every byte");
        bytes
    }

    /// Draws the code and its quiet zone in a square.
    pub(crate) fn draw(&self, drawing: &mut Drawing, (x, y): (f32, f32), side: f32) {
        let modules = f32::from(self.side_modules());
        let module = side / (modules + 2.0 * f32::from(QUIET_ZONE_MODULES));
        let zone = module * f32::from(QUIET_ZONE_MODULES);
        drawing.fill(Path::rectangle(x, y, side, side), Colour::WHITE);
        let mut code = Drawing::new(modules, modules);
        code.fill(self.path(), Colour::BLACK);
        drawing.place(Placement::scaled(x + zone, y + zone, module), code);
    }

    /// The dark modules as outlines, rows of them as one piece so that no seam is printed within.
    fn path(&self) -> Path {
        let mut path = Path::default();
        for (x, y, length) in self.runs() {
            path.add(&Path::rectangle(f32::from(x), f32::from(y), f32::from(length), 1.0));
        }
        path
    }

    /// Where dark modules begin in their row, and how many there are without a light one between them.
    fn runs(&self) -> Vec<(u8, u8, u8)> {
        let side = self.side_modules();
        let mut runs = Vec::new();
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let dark = (x..side).take_while(|x| self.is_dark(i32::from(*x), i32::from(y)));
                let length = u8::try_from(dark.count()).expect("a row has no more than 177 modules");
                if length > 0 {
                    runs.push((x, y, length));
                }
                x += length.max(1);
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "HTTPS://PARVIS.EXAMPLE/J/7KQM2XAB";

    #[test]
    fn capitals_take_a_smaller_code() {
        let capitals = Code::of(SHORT, Level::Quartile).expect("a code");
        let mixed = Code::of("https://parvis.example/j/7KQM2XAB", Level::Quartile).expect("a code");
        assert_eq!((capitals.side_modules(), mixed.side_modules()), (29, 33));
        assert_eq!(Code::of(SHORT, Level::Medium).expect("a code").side_modules(), 25);
    }

    #[test]
    fn an_address_cannot_break_out_of_its_title() {
        let svg = Code::of("https://x/<script>&amp;", Level::Medium).expect("a code").svg();
        assert!(svg.contains("<title>https://x/&lt;script&gt;&amp;amp;</title>"), "{svg}");
        assert_eq!(Code::of(&"x".repeat(5_000), Level::Medium), None);
    }

    #[test]
    fn what_is_drawn_is_the_code_with_its_quiet_zone() {
        let code = Code::of(SHORT, Level::Medium).expect("a code");
        let svg = code.svg();
        assert!(svg.contains("viewBox=\"0 0 33 33\"") && svg.contains(&format!("<title>{SHORT}</title>")));
        let mut dark = vec![vec![false; 33]; 33];
        for run in svg.rsplit("d=\"").next().expect("the modules").split('M').skip(1) {
            let numbers: Vec<usize> = run.split(['h', ' ', 'v']).filter_map(|it| it.parse().ok()).collect();
            dark[numbers[1]][numbers[0]..numbers[0] + numbers[2]].fill(true);
        }
        for (y, row) in dark.iter().enumerate() {
            for (x, is_dark) in row.iter().enumerate() {
                // Outside of the code everything is light.
                assert_eq!(*is_dark, code.is_dark(x as i32 - 4, y as i32 - 4), "{x} {y}");
            }
        }
    }

    #[test]
    fn the_picture_has_the_modules_of_the_code() {
        let code = Code::of(SHORT, Level::Medium).expect("a code");
        let png = code.png(3);
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a picture");
        let mut grey = vec![0; reader.output_buffer_size().expect("small")];
        let frame = reader.next_frame(&mut grey).expect("pixels");
        assert_eq!((frame.width, frame.height), (99, 99));
        for y in 0..99 {
            for x in 0..99 {
                let is_dark = code.is_dark(x / 3 - 4, y / 3 - 4);
                assert_eq!(grey[(y * 99 + x) as usize] == 0, is_dark, "{x} {y}");
            }
        }
    }
}
