//! Drawings made of numbers: a ground, twelve shapes, and grain, the same scene at any size. Whole numbers only, so
//! that the reference implementation could be given the very same pixels.

use parvis_likeness::image::{Format, Pixels};

use crate::chance::Chance;

/// A scene's own units each way.
const UNITS: i64 = 1_024;
const SHAPES: usize = 12;

/// Red, green and blue, row after row.
#[derive(Clone)]
pub struct Drawing {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

struct Shape {
    is_round: bool,
    middle: [i64; 2],
    half: [i64; 2],
    colour: [i64; 3],
}

impl Drawing {
    /// The scene of this number, moved by so many units to the right: a camera that pans.
    pub fn panned(seed: u64, width: usize, height: usize, moved: i64) -> Self {
        let mut chance = Chance::new(seed);
        let colour = |chance: &mut Chance| [0; 3].map(|_: i64| chance.below(256) as i64);
        let ground = [colour(&mut chance), colour(&mut chance)];
        let shapes: Vec<Shape> = (0..SHAPES)
            .map(|_| Shape {
                is_round: chance.is(50),
                middle: [chance.below(UNITS as u64) as i64, chance.below(UNITS as u64) as i64],
                half: [40 + chance.below(200) as i64, 40 + chance.below(200) as i64],
                colour: colour(&mut chance),
            })
            .collect();
        let mut rgb = Vec::with_capacity(width * height * 3);
        for y in 0..height as i64 {
            let v = (2 * y + 1) * UNITS / (2 * height as i64);
            for x in 0..width as i64 {
                let u = (2 * x + 1) * UNITS / (2 * width as i64) + moved;
                rgb.extend(pixel(seed, &ground, &shapes, u, v));
            }
        }
        Self { width, height, rgb }
    }

    pub fn scene(seed: u64, width: usize, height: usize) -> Self {
        Self::panned(seed, width, height, 0)
    }

    /// One colour all over.
    pub fn plain(width: usize, height: usize, colour: [u8; 3]) -> Self {
        Self { width, height, rgb: colour.repeat(width * height) }
    }

    pub fn pixels(&self) -> Pixels<'_> {
        Pixels::new(self.width as u32, self.height as u32, Format::Rgb, &self.rgb)
            .expect("as many bytes as pixels")
    }

    pub fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let at = (y * self.width + x) * 3;
        [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
    }

    /// Another drawing whose pixels are a function of their places.
    pub fn of(width: usize, height: usize, pixel: impl Fn(usize, usize) -> [u8; 3]) -> Self {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, rgb: places.flat_map(|(x, y)| pixel(x, y)).collect() }
    }

    /// With bars and frames: pixels of a colour at the left, top, right and bottom.
    pub fn framed(&self, [left, top, right, bottom]: [usize; 4], colour: [u8; 3]) -> Self {
        Self::of(self.width + left + right, self.height + top + bottom, |x, y| {
            let is_inside = (left..left + self.width).contains(&x) && (top..top + self.height).contains(&y);
            if is_inside { self.at(x - left, y - top) } else { colour }
        })
    }

    /// Grain of up to so much either way, as compression leaves it.
    pub fn grained(&self, seed: u64, most: u64) -> Self {
        let mut chance = Chance::new(seed);
        let mut grained = self.clone();
        for value in &mut grained.rgb {
            let grain = chance.below(2 * most + 1) as i64 - most as i64;
            *value = (i64::from(*value) + grain).clamp(0, 255) as u8;
        }
        grained
    }

    /// At another size, each pixel the mean of those that it stands for.
    pub fn scaled(&self, width: usize, height: usize) -> Self {
        Self::of(width, height, |x, y| {
            let span = |at: usize, to: usize, from: usize| {
                at * from / to..((at + 1) * from).div_ceil(to).max(at * from / to + 1)
            };
            let mut sum = [0_u32; 3];
            let mut count = 0;
            for from_y in span(y, height, self.height) {
                for from_x in span(x, width, self.width) {
                    let pixel = self.at(from_x, from_y);
                    sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(value));
                    count += 1;
                }
            }
            sum.map(|sum| (sum / count) as u8)
        })
    }
}

fn pixel(seed: u64, ground: &[[i64; 3]; 2], shapes: &[Shape], u: i64, v: i64) -> [u8; 3] {
    let mut colour: [i64; 3] = std::array::from_fn(|part| {
        ground[0][part] + (ground[1][part] - ground[0][part]) * (u + v) / (2 * UNITS)
    });
    for shape in shapes {
        let (across, down) = (u - shape.middle[0], v - shape.middle[1]);
        let [half_width, half_height] = shape.half;
        let is_inside = if shape.is_round {
            let (across, down) = (across * half_height, down * half_width);
            across * across + down * down <= half_width * half_width * half_height * half_height
        } else {
            across.abs() <= half_width && down.abs() <= half_height
        };
        if is_inside {
            colour = shape.colour;
        }
    }
    let grain = 2 * grain(seed, u, v, 256) + grain(seed, u, v, 64) + grain(seed, u, v, 16);
    colour.map(|part| ((part * 3 + grain / 4) / 4).clamp(0, 255) as u8)
}

/// Numbers on a grid of such cells, 0 to 255, and between them what lies between.
fn grain(seed: u64, u: i64, v: i64, cell: i64) -> i64 {
    let corner = |x: i64, y: i64| {
        let number = (seed ^ (cell as u64) << 40).wrapping_add((x as u64).wrapping_mul(0x1000_0000_01b3))
            ^ (y as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let number = (number ^ number >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (number >> 40 & 255) as i64
    };
    let (x, y) = (u.div_euclid(cell), v.div_euclid(cell));
    let (right, below) = (u.rem_euclid(cell), v.rem_euclid(cell));
    let row = |y| corner(x, y) * (cell - right) + corner(x + 1, y) * right;
    (row(y) * (cell - below) + row(y + 1) * below) / (cell * cell)
}
