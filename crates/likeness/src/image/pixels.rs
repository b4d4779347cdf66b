//! A decoded picture, lent by the caller.

/// What a pixel is made of, one byte each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Grey.
    Grey,
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, and how much of them is seen.
    Rgba,
}

impl Format {
    const fn bytes(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// Rows of pixels from top to bottom, without gaps.
#[derive(Debug, Clone, Copy)]
pub struct Pixels<'a> {
    width: usize,
    height: usize,
    format: Format,
    bytes: &'a [u8],
}

/// Why bytes are no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PixelsError {
    /// Width or height is zero.
    #[error("the picture has no pixels")]
    Empty,
    /// Width × height × bytes of a pixel is not the number of bytes.
    #[error("{given} bytes instead of {expected}")]
    Length {
        /// How many there should be.
        expected: u64,
        /// How many there are.
        given: usize,
    },
}

/// What shows through transparent pixels. A picture drawn by its transparency alone, in black or in white, is seen on
/// grey.
const BEHIND: f32 = 128.0;

impl<'a> Pixels<'a> {
    /// Takes bytes for a picture.
    pub fn new(width: u32, height: u32, format: Format, bytes: &'a [u8]) -> Result<Self, PixelsError> {
        if width == 0 || height == 0 {
            return Err(PixelsError::Empty);
        }
        let expected = u64::from(width) * u64::from(height) * format.bytes() as u64;
        if expected != bytes.len() as u64 {
            return Err(PixelsError::Length { expected, given: bytes.len() });
        }
        Ok(Self { width: width as usize, height: height as usize, format, bytes })
    }

    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    pub(crate) const fn height(&self) -> usize {
        self.height
    }

    /// How bright a pixel is, 0.0 to 255.0 (ITU-R BT.601, as the reference weighs).
    pub(super) fn luma(&self, x: usize, y: usize) -> f32 {
        let at = (y * self.width + x) * self.format.bytes();
        let pixel = &self.bytes[at..at + self.format.bytes()];
        let weigh = |pixel: &[u8]| {
            0.299_f32 * f32::from(pixel[0]) + 0.587 * f32::from(pixel[1]) + 0.114 * f32::from(pixel[2])
        };
        match self.format {
            Format::Grey => f32::from(pixel[0]),
            Format::Rgb => weigh(pixel),
            Format::Rgba if pixel[3] == u8::MAX => weigh(pixel),
            Format::Rgba => {
                let seen = f32::from(pixel[3]) / 255.0;
                weigh(pixel) * seen + BEHIND * (1.0 - seen)
            }
        }
    }
}
