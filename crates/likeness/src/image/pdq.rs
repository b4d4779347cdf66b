//! From pixels to a PDQ hash and its quality, as the reference does it: to 512 by 512 by the nearest pixels, a tent
//! filter, 64 by 64, the 16 by 16 lowest frequencies but the constant ones, which of them are above the median.

use std::sync::LazyLock;

use super::border::Border;
use super::hash::SIDE;
use super::{Hash, Orientation, Pixels, QUALITY_MIN};

/// Larger pictures are first brought to this many pixels each way.
const SCALED: usize = 512;
const SMALL: usize = 64;
/// Pictures with fewer pixels either way have no hash.
const PIXELS_MIN: usize = 5;
/// Two box filters in a row are a tent (Jarosz 2001).
const PASSES: usize = 2;

/// A hash, and how much there is to see: 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hashed {
    /// The hash.
    pub hash: Hash,
    /// Below [`QUALITY_MIN`] the hash says nothing.
    pub quality: u8,
}

impl Hashed {
    /// Whether there is enough to see.
    pub const fn is_usable(&self) -> bool {
        self.quality >= QUALITY_MIN
    }
}

/// The lowest frequencies of a picture, from which its hash in every orientation follows.
#[derive(Debug, Clone)]
pub struct Frequencies {
    values: [[f32; SIDE]; SIDE],
    quality: u8,
}

impl Frequencies {
    /// Of the whole picture.
    pub fn of(pixels: &Pixels) -> Self {
        Self::inside(pixels, &Border::none(pixels))
    }

    /// Of what is inside of its borders.
    pub fn inside(pixels: &Pixels, border: &Border) -> Self {
        Self::flipped(pixels, border, Flips::default())
    }

    fn flipped(pixels: &Pixels, border: &Border, flips: Flips) -> Self {
        if border.width < PIXELS_MIN || border.height < PIXELS_MIN {
            return Self { values: [[0.0; SIDE]; SIDE], quality: 0 };
        }
        let small = shrunk(pixels, border, flips);
        Self { values: lowest_frequencies(&small), quality: quality(&small) }
    }

    /// The hashes of what is inside of the borders, laid in all eight ways; `None` when there is too little to see.
    ///
    /// The signs of frequencies would give them too ([`Self::hash`]), but the reference takes pixels a little to the
    /// right of the middle: 18 bits between a photograph's mirrored frequencies and its mirrored pixels. So pixels are
    /// flipped, in four ways, and the diagonal alone is left to the frequencies.
    pub fn hashes_in_all(pixels: &Pixels, border: &Border) -> Option<[(Hash, Orientation); 8]> {
        let original = Self::inside(pixels, border);
        if original.quality < QUALITY_MIN {
            return None;
        }
        let flipped =
            |top_bottom, left_right| Self::flipped(pixels, border, Flips { top_bottom, left_right });
        let (rows, columns, both) = (flipped(true, false), flipped(false, true), flipped(true, true));
        let hash = |orientation| {
            let (laid, then) = match orientation {
                Orientation::Original => (&original, Orientation::Original),
                Orientation::FlipX => (&rows, Orientation::Original),
                Orientation::FlipY => (&columns, Orientation::Original),
                Orientation::Rotate180 => (&both, Orientation::Original),
                Orientation::FlipPlus1 => (&original, Orientation::FlipPlus1),
                Orientation::Rotate270 => (&rows, Orientation::FlipPlus1),
                Orientation::Rotate90 => (&columns, Orientation::FlipPlus1),
                Orientation::FlipMinus1 => (&both, Orientation::FlipPlus1),
            };
            (laid.hash(then), orientation)
        };
        Some(Orientation::ALL.map(hash))
    }

    /// How much there is to see, 0 to 100.
    pub const fn quality(&self) -> u8 {
        self.quality
    }

    /// The hash of the picture as it is.
    pub fn hashed(&self) -> Hashed {
        Hashed { hash: self.hash(Orientation::Original), quality: self.quality }
    }

    /// The hash of the picture turned so, by its frequencies' signs, as the reference has it.
    pub fn hash(&self, orientation: Orientation) -> Hash {
        let mut turned = [[0.0; SIDE]; SIDE];
        for (row, values) in self.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let (to_row, to_column) = orientation.place(row, column);
                turned[to_row][to_column] = if orientation.is_negated(row, column) { -value } else { *value };
            }
        }
        let mut sorted = turned.concat();
        sorted.sort_unstable_by(f32::total_cmp);
        // The lower one of the two in the middle, as the reference's search of the median gives it.
        let median = sorted[SIDE * SIDE / 2 - 1];
        let mut hash = Hash::default();
        for (row, values) in turned.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                hash.set((row, column), *value > median);
            }
        }
        hash
    }
}

type Small = [[f32; SMALL]; SMALL];

/// Which sides are exchanged before anything else.
#[derive(Clone, Copy, Default)]
struct Flips {
    top_bottom: bool,
    left_right: bool,
}

fn shrunk(pixels: &Pixels, border: &Border, flips: Flips) -> Small {
    let (mut width, mut height) = (border.width, border.height);
    if width > SCALED || height > SCALED {
        (width, height) = (SCALED, SCALED);
    }
    let mut luma = Vec::with_capacity(width * height);
    let along = |place: usize, side: usize, of: usize, is_flipped: bool| {
        let at = place * of / side;
        if is_flipped { of - 1 - at } else { at }
    };
    for row in 0..height {
        let y = border.top + along(row, height, border.height, flips.top_bottom);
        let x = |column| border.left + along(column, width, border.width, flips.left_right);
        luma.extend((0..width).map(|column| pixels.luma(x(column), y)));
    }
    if (width, height) != (SMALL, SMALL) {
        let mut between = vec![0.0; luma.len()];
        for _ in 0..PASSES {
            blur_rows(&luma, &mut between, width);
            blur_columns(&between, &mut luma, width, height);
        }
    }
    let middle = |place: usize, side: usize| (2 * place + 1) * side / (2 * SMALL);
    std::array::from_fn(|row| {
        let y = middle(row, height);
        std::array::from_fn(|column| luma[y * width + middle(column, width)])
    })
}

/// Half of a small pixel's side, rounded up: two passes are as wide as one.
const fn window(side: usize) -> usize {
    side.div_ceil(2 * SMALL)
}

fn blur_rows(from: &[f32], to: &mut [f32], width: usize) {
    let window = window(width);
    for (from, to) in from.chunks_exact(width).zip(to.chunks_exact_mut(width)) {
        let (mut sum, mut count) = (0.0, 0_u32);
        for at in 0..width + window / 2 {
            if at < width {
                sum += from[at];
                count += 1;
            }
            if at >= window {
                sum -= from[at - window];
                count -= 1;
            }
            if let Some(place) = at.checked_sub(window / 2) {
                to[place] = sum / count as f32;
            }
        }
    }
}

/// All columns at once, so that memory is read in its order.
fn blur_columns(from: &[f32], to: &mut [f32], width: usize, height: usize) {
    let window = window(height);
    let (mut sums, mut count) = (vec![0.0_f32; width], 0_u32);
    let row = |at: usize| &from[at * width..(at + 1) * width];
    for at in 0..height + window / 2 {
        if at < height {
            sums.iter_mut().zip(row(at)).for_each(|(sum, value)| *sum += value);
            count += 1;
        }
        if at >= window {
            sums.iter_mut().zip(row(at - window)).for_each(|(sum, value)| *sum -= value);
            count -= 1;
        }
        if let Some(place) = at.checked_sub(window / 2) {
            let to = &mut to[place * width..(place + 1) * width];
            to.iter_mut().zip(&sums).for_each(|(to, sum)| *to = sum / count as f32);
        }
    }
}

/// The sum of differences between neighbours in hundredths of white, each without its fraction, in 90ths.
fn quality(small: &Small) -> u8 {
    let step = |a: f32, b: f32| ((a - b) * 100.0 / 255.0).abs() as u32;
    let mut sum = 0;
    for row in 0..SMALL {
        for column in 0..SMALL {
            if row + 1 < SMALL {
                sum += step(small[row][column], small[row + 1][column]);
            }
            if column + 1 < SMALL {
                sum += step(small[row][column], small[row][column + 1]);
            }
        }
    }
    (sum / 90).min(100) as u8
}

/// Rows 1 to 16 of the discrete cosine transform (DCT-II) of 64 values.
static WAVES: LazyLock<[[f32; SMALL]; SIDE]> = LazyLock::new(|| {
    let scale = (2.0 / SMALL as f64).sqrt() as f32;
    std::array::from_fn(|row| {
        std::array::from_fn(|place| {
            let angle = std::f64::consts::PI / 2.0 / SMALL as f64 * ((row + 1) * (2 * place + 1)) as f64;
            scale * angle.cos() as f32
        })
    })
});

fn lowest_frequencies(small: &Small) -> [[f32; SIDE]; SIDE] {
    let mut down = [[0.0_f32; SMALL]; SIDE];
    for (wave, down) in WAVES.iter().zip(&mut down) {
        for (strength, row) in wave.iter().zip(small) {
            down.iter_mut().zip(row).for_each(|(sum, value)| *sum += strength * value);
        }
    }
    down.map(|row| {
        std::array::from_fn(|column| row.iter().zip(&WAVES[column]).map(|(value, wave)| value * wave).sum())
    })
}
