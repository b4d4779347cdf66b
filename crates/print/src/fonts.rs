//! The letters that this program prints with, for Latin, Cyrillic and Arabic. See `fonts/README.md` for where
//! they are from.

use std::sync::LazyLock;

use harfrust::{FontRef, ShaperData};
use krilla::text::Font;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use crate::drawing::Path;

/// A weight of the one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Face {
    Regular,
    SemiBold,
    ExtraBold,
}

struct Loaded {
    font: FontRef<'static>,
    shaping: ShaperData,
    printed: Font,
}

static LOADED: LazyLock<[Loaded; 3]> = LazyLock::new(|| {
    [
        load(include_bytes!("../fonts/Rubik-Regular.ttf")),
        load(include_bytes!("../fonts/Rubik-SemiBold.ttf")),
        load(include_bytes!("../fonts/Rubik-ExtraBold.ttf")),
    ]
});

fn load(bytes: &'static [u8]) -> Loaded {
    let font = FontRef::new(bytes).expect("the fonts are checked in, and every test reads them");
    let printed = Font::new(bytes.into(), 0).expect("the fonts are checked in, and every test reads them");
    Loaded { shaping: ShaperData::new(&font), font, printed }
}

impl Face {
    fn loaded(self) -> &'static Loaded {
        &LOADED[self as usize]
    }

    pub(crate) fn font(self) -> &'static FontRef<'static> {
        &self.loaded().font
    }

    pub(crate) fn shaping(self) -> &'static ShaperData {
        &self.loaded().shaping
    }

    pub(crate) fn printed(self) -> Font {
        self.loaded().printed.clone()
    }

    /// What names this face's glyphs in a drawing.
    pub(crate) fn letter(self) -> char {
        ['r', 's', 'x'][self as usize]
    }

    pub(crate) fn units_per_em(self) -> f32 {
        self.loaded().printed.units_per_em()
    }

    pub(crate) fn has(self, character: char) -> bool {
        self.font().charmap().map(character).is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// The outline of a glyph in units of the font, the vertical axis upwards.
    pub(crate) fn outline(self, glyph: u16) -> Path {
        let mut pen = Pen(Path::default());
        if let Some(outline) = self.font().outline_glyphs().get(glyph.into()) {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            // A glyph that cannot be drawn is left out; a test draws all of them.
            let _ = outline.draw(settings, &mut pen);
        }
        pen.0
    }
}

/// Collects an outline.
struct Pen(Path);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x, y));
    }

    fn quad_to(&mut self, handle_x: f32, handle_y: f32, x: f32, y: f32) {
        self.0.bend_to((handle_x, handle_y), (x, y));
    }

    fn curve_to(&mut self, from_x: f32, from_y: f32, before_x: f32, before_y: f32, x: f32, y: f32) {
        self.0.curve_to((from_x, from_y), (before_x, before_y), (x, y));
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACES: [Face; 3] = [Face::Regular, Face::SemiBold, Face::ExtraBold];

    #[test]
    fn every_language_of_the_product_can_be_printed() {
        let alphabets = [
            "AaÀàÂâÆæÇçÉéÈèÊêËëÎîÏïÔôŒœÙùÛûÜüŸÿ«»’–—…·•№",
            "ÁáÍíÑñÓóÚú¿¡",
            "АаБбВвГгДдЕеЁёЖжЗзІіЙйКкЛлМмНнОоПпРрСсТтУуЎўФфХхЦцЧчШшЫыЬьЭэЮюЯя",
            "ИиЩщЪъ",
            "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئةًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩،؛؟",
        ];
        for face in FACES {
            let missing: Vec<char> = alphabets.concat().chars().filter(|it| !face.has(*it)).collect();
            assert!(missing.is_empty(), "{face:?}: {missing:?}");
        }
    }

    #[test]
    fn the_faces_have_the_same_letters_and_every_glyph_can_be_drawn() {
        let characters = |face: Face| face.font().charmap().mappings().map(|it| it.0).collect::<Vec<u32>>();
        for face in FACES {
            assert_eq!(characters(face), characters(Face::Regular), "{face:?}");
            let outlines = face.font().outline_glyphs();
            for (id, outline) in outlines.iter() {
                let mut pen = Pen(Path::default());
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                assert!(outline.draw(settings, &mut pen).is_ok(), "{face:?} {id}");
            }
        }
    }
}
