//! An uploaded picture on paper: a flag that somebody drew. Its pixels are taken over and nothing else of the
//! file.

use std::fmt;
use std::sync::Arc;

use krilla::image::Image;
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

/// A picture is no larger, in pixels of either side: 250 per inch over the width of an A3 flag.
pub const SIDE_PX_MAX: u32 = 2_600;
/// What decoding may take: the pixels of the largest picture, and as much again.
const DECODED_BYTES_MAX: usize = 2 * 4 * (SIDE_PX_MAX as usize) * (SIDE_PX_MAX as usize);

/// Why a file cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not a PNG, or a broken one.
    #[error("not a PNG that can be read")]
    Unreadable,
    /// Larger than what paper can show.
    #[error("wider or higher than {SIDE_PX_MAX} pixels")]
    TooLarge,
}

/// A decoded picture. Cheap to clone.
#[derive(Clone)]
pub struct Picture {
    png: Arc<[u8]>,
    printed: Image,
    width: u32,
    height: u32,
}

impl Picture {
    /// Reads a PNG and writes it anew, so that comments, times and places in the file stay behind.
    pub fn from_png(bytes: &[u8]) -> Result<Self, PictureError> {
        let limits = Limits { bytes: DECODED_BYTES_MAX };
        let mut decoder = Decoder::new_with_limits(std::io::Cursor::new(bytes), limits);
        decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
        let mut reader = decoder.read_info().map_err(|_| PictureError::Unreadable)?;
        let (width, height) = (reader.info().width, reader.info().height);
        if width > SIDE_PX_MAX || height > SIDE_PX_MAX {
            return Err(PictureError::TooLarge);
        }
        let size_bytes = reader.output_buffer_size().ok_or(PictureError::TooLarge)?;
        let mut pixels = vec![0; size_bytes];
        let frame = reader.next_frame(&mut pixels).map_err(|_| PictureError::Unreadable)?;
        pixels.truncate(frame.buffer_size());
        let rgba = match frame.color_type {
            ColorType::Rgba => pixels,
            ColorType::GrayscaleAlpha => {
                pixels.chunks_exact(2).flat_map(|pair| [pair[0], pair[0], pair[0], pair[1]]).collect()
            }
            _ => return Err(PictureError::Unreadable),
        };
        let png = written(&rgba, width, height).ok_or(PictureError::Unreadable)?;
        Ok(Self { png: png.into(), printed: Image::from_rgba8(rgba, width, height), width, height })
    }

    /// Width divided by height.
    pub(crate) fn ratio(&self) -> f32 {
        self.width as f32 / self.height as f32
    }

    pub(crate) fn png(&self) -> &[u8] {
        &self.png
    }

    /// Its pixels, four bytes each, and how many there are in a row and in a column. Nothing for one without any.
    pub(crate) fn rgba(&self) -> Option<(Vec<u8>, usize, usize)> {
        let mut reader = Decoder::new(std::io::Cursor::new(&self.png)).read_info().ok()?;
        let mut pixels = vec![0; reader.output_buffer_size()?];
        reader.next_frame(&mut pixels).ok()?;
        let (width, height) = (self.width as usize, self.height as usize);
        (width > 0 && height > 0).then_some((pixels, width, height))
    }

    pub(crate) fn printed(&self) -> Image {
        self.printed.clone()
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Picture({} x {})", self.width, self.height)
    }
}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        self.png == other.png
    }
}

fn written(rgba: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(rgba).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
