//! Flags that nobody drew: chosen by a name, so that a group has the same one everywhere. Compositions and
//! palettes are made by hand; the name decides which meet.

use super::{Design, Emblem, Figure, Layout, Place, Plate, PlateShape, vividness};
use crate::colour::Colour;

/// Colours that look well together. `deep` and `pale` can always be told apart, on a black-and-white copy too.
struct Palette {
    deep: Colour,
    bright: Colour,
    pale: Colour,
    spark: Colour,
}

const fn palette(deep: u32, bright: u32, pale: u32, spark: u32) -> Palette {
    let (deep, bright) = (Colour::of(deep), Colour::of(bright));
    Palette { deep, bright, pale: Colour::of(pale), spark: Colour::of(spark) }
}

const PALETTES: [Palette; 14] = [
    palette(0x8c_2f_1b, 0xd9_62_2b, 0xf7_e9_d3, 0xf2_b1_34), // brick
    palette(0x12_3c_69, 0x2f_7f_c1, 0xee_f4_f8, 0xf4_c5_42), // river
    palette(0x1e_4d_2b, 0x4c_9a_4a, 0xf3_f0_dc, 0xe8_b2_3a), // wood
    palette(0x9c_10_27, 0xd2_27_30, 0xff_ff_ff, 0x2b_2b_33), // festival
    palette(0x4a_19_42, 0xa2_3b_72, 0xfb_ef_f3, 0xf2_a5_41), // plum
    palette(0x26_33_3f, 0x5f_7f_95, 0xf4_f1_ea, 0xe2_58_3e), // slate
    palette(0x6b_3a_05, 0xf2_a9_00, 0xff_f6_dc, 0x2a_6f_97), // sun
    palette(0x0b_4f_4f, 0x1f_9e_95, 0xf1_f7_f2, 0xef_6f_51), // pond
    palette(0x7b_1e_3a, 0xd9_4f_70, 0xff_f1_ee, 0x2d_6a_4f), // rose
    palette(0x1b_3a_7a, 0x63_a9_e8, 0xff_ff_ff, 0xff_cc_33), // sky
    palette(0x3f_4a_1c, 0x94_a6_3a, 0xfa_f6_e3, 0xb5_43_2a), // olive
    palette(0x1c_1c_28, 0x3a_86_a8, 0xfb_fa_f6, 0xe0_3e_36), // ink
    palette(0x33_24_6b, 0x7d_62_c9, 0xf5_f1_fb, 0xff_b8_4d), // dusk
    palette(0x4b_2e_1f, 0xb9_73_3b, 0xf7_ec_dd, 0x3e_7c_6b), // earth
];

/// Whom a colour of a composition is taken from.
#[derive(Clone, Copy)]
enum Role {
    Deep,
    Bright,
    Pale,
    Spark,
}

use Role::{Bright, Deep, Pale, Spark};

/// A ground, and the figure's colour, size, place and plate.
struct Composition {
    layout: Layout,
    ground: &'static [Role],
    figure: Role,
    size: u8,
    place: Place,
    plate: Option<(PlateShape, Role)>,
}

const fn on(layout: Layout, ground: &'static [Role], figure: Role, size: u8, place: Place) -> Composition {
    Composition { layout, ground, figure, size, place, plate: None }
}

const fn plated(
    layout: Layout,
    ground: &'static [Role],
    figure: Role,
    size: u8,
    plate: (PlateShape, Role),
) -> Composition {
    Composition { layout, ground, figure, size, place: Place::Centre, plate: Some(plate) }
}

/// A figure always lies on ground that it can be told from: deep on pale, or pale on deep.
const COMPOSITIONS: [Composition; 29] = [
    on(Layout::Border, &[Pale, Deep], Deep, 60, Place::Centre),
    on(Layout::Border, &[Deep, Spark], Pale, 58, Place::Centre),
    on(Layout::Disc, &[Deep, Pale], Deep, 46, Place::Centre),
    on(Layout::Disc, &[Bright, Pale], Deep, 46, Place::Centre),
    on(Layout::Lozenge, &[Deep, Pale], Deep, 42, Place::Centre),
    on(Layout::Lozenge, &[Bright, Pale], Deep, 42, Place::Centre),
    on(Layout::Pale, &[Deep, Pale], Deep, 60, Place::Centre),
    on(Layout::Pale, &[Bright, Pale], Deep, 60, Place::Centre),
    on(Layout::Pale, &[Deep, Pale, Bright], Deep, 60, Place::Centre),
    on(Layout::Fess, &[Bright, Pale], Deep, 40, Place::Centre),
    on(Layout::Fess, &[Deep, Pale, Bright], Deep, 40, Place::Centre),
    on(Layout::Fess, &[Spark, Deep], Pale, 40, Place::Centre),
    on(Layout::Vertical, &[Deep, Pale, Bright], Deep, 42, Place::Centre),
    on(Layout::Canton, &[Deep, Bright, Pale, Bright], Pale, 42, Place::Canton),
    on(Layout::Triangle, &[Deep, Bright, Pale], Pale, 30, Place::Hoist),
    on(Layout::Triangle, &[Deep, Spark, Pale, Spark], Pale, 30, Place::Hoist),
    on(Layout::Waves, &[Pale, Bright, Deep], Deep, 38, Place::Top),
    on(Layout::Waves, &[Deep, Bright, Spark], Pale, 38, Place::Top),
    on(Layout::Hill, &[Pale, Bright, Deep], Deep, 36, Place::Top),
    on(Layout::Hill, &[Deep, Bright, Spark], Pale, 36, Place::Top),
    on(Layout::Chief, &[Deep, Pale], Deep, 50, Place::Bottom),
    on(Layout::Chief, &[Bright, Deep], Pale, 50, Place::Bottom),
    on(Layout::Serrated, &[Deep, Pale], Deep, 52, Place::Fly),
    on(Layout::Serrated, &[Bright, Deep], Pale, 52, Place::Fly),
    on(Layout::Pile, &[Deep, Pale], Deep, 44, Place::Top),
    plated(Layout::Quarters, &[Bright, Pale], Pale, 40, (PlateShape::Shield, Deep)),
    plated(Layout::Diagonal, &[Bright, Deep], Deep, 40, (PlateShape::Disc, Pale)),
    plated(Layout::Cross, &[Bright, Pale], Pale, 40, (PlateShape::Lozenge, Deep)),
    plated(Layout::Saltire, &[Bright, Pale], Pale, 40, (PlateShape::Disc, Deep)),
];

/// Figures that stand for a belief, a power or a danger are for people to choose, not for chance.
const NOT_BY_CHANCE: [&str; 4] = ["bolt", "flame", "moon", "star"];
/// What can be told apart as two areas beside each other, on a copy too.
const CONTRAST_OF_AREAS: f32 = 1.5;

/// Black and grey stripes say something of their own.
const VIVIDNESS_OF_STRIPES: f32 = 40.0;

pub(super) fn invented(name: &str) -> Design {
    let mut chance = Chance::of(name);
    let palette = &PALETTES[chance.below(PALETTES.len())];
    let composition = &COMPOSITIONS[chance.below(COMPOSITIONS.len())];
    let colour = |role: Role| match role {
        Deep => palette.deep,
        Bright => palette.bright,
        Pale => palette.pale,
        Spark => palette.spark,
    };
    Design {
        layout: composition.layout,
        colours: composition.ground.iter().map(|role| colour(*role)).collect(),
        emblem: Some(Emblem {
            figure: chance.figure(),
            colour: colour(composition.figure),
            size: composition.size,
            place: composition.place,
            plate: composition.plate.map(|(shape, role)| Plate { shape, colour: colour(role) }),
        }),
        lettering: None,
    }
}

pub(super) fn derived(base: &Design, name: &str) -> Design {
    let mut chance = Chance::of(name);
    let mut design = Design { lettering: None, ..base.clone() };
    let figure = chance.figure();
    let shape =
        [PlateShape::Disc, PlateShape::Shield, PlateShape::Lozenge, PlateShape::Square][chance.below(4)];
    let palette = &PALETTES[chance.below(PALETTES.len())];
    // One flag in four keeps all stripes, so that the family stays visible on a wall.
    if design.colours.len() > 1 && chance.below(4) > 0 {
        let at = if chance.below(3) == 0 { 0 } else { design.colours.len() - 1 };
        if let Some(other) = other_colour(&design.colours, at, palette) {
            design.colours[at] = other;
        }
    }
    let plate = Some(Plate { shape, colour: Colour::WHITE });
    design.emblem = Some(Emblem { figure, colour: palette.deep, size: 42, place: Place::Centre, plate });
    design
}

/// A colour of the palette for one stripe, that can be told from those beside it.
fn other_colour(colours: &[Colour], at: usize, palette: &Palette) -> Option<Colour> {
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|it| colours.get(it));
    let beside: Vec<Colour> = beside.copied().collect();
    [palette.bright, palette.spark, palette.deep].into_iter().find(|it| {
        !colours.contains(it)
            && vividness(*it) >= VIVIDNESS_OF_STRIPES
            && beside.iter().all(|other| it.contrast(*other) >= CONTRAST_OF_AREAS)
    })
}

/// Numbers that a name decides. Written out here because flags must not change with a library's next version:
/// FNV-1a for the beginning (Fowler, Noll, Vo), SplitMix64 for what follows (Steele, Lea, Flood 2014).
struct Chance(u64);

impl Chance {
    fn of(name: &str) -> Self {
        let folded = name.trim().to_lowercase();
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(folded.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed % end as u64) as usize
    }

    fn figure(&mut self) -> Figure {
        let figures: Vec<Figure> = Figure::all().iter().copied().filter(|it| !it.is_arms()).collect();
        loop {
            let figure = figures[self.below(figures.len())];
            if !NOT_BY_CHANCE.contains(&figure.name()) {
                return figure;
            }
        }
    }
}
