//! Pixels of a picture that somebody posted: PNG, JPEG, GIF (its first picture) and WebP, by decoders that are bounded
//! in what they take. What is too large, broken or another format is no picture to us.

use std::io::Cursor;
use std::num::NonZeroU64;

use image_webp::WebPDecoder;
use parvis_likeness::image::{Format, Pixels};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Pixels of the largest picture that is looked at.
const PIXELS_MAX: u64 = 32_000_000;
/// Pixels of its longer side.
const SIDE_MAX: usize = 16_384;
/// What a decoder may hold besides its answer.
const DECODER_BYTES_MAX: usize = 128 * 1024 * 1024;

/// A picture, decoded.
pub struct Decoded {
    width: u32,
    height: u32,
    format: Format,
    bytes: Vec<u8>,
}

impl Decoded {
    /// Decodes a file; `None` when it is no picture that can be read.
    pub fn of(file: &[u8]) -> Option<Self> {
        match file {
            [0x89, b'P', b'N', b'G', ..] => png(file),
            [0xff, 0xd8, 0xff, ..] => jpeg(file),
            [b'G', b'I', b'F', b'8', ..] => gif(file),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(file),
            _ => None,
        }
    }

    /// Lends it.
    pub fn pixels(&self) -> Option<Pixels<'_>> {
        Pixels::new(self.width, self.height, self.format, &self.bytes).ok()
    }
}

fn fits(width: u32, height: u32) -> bool {
    width as usize <= SIDE_MAX
        && height as usize <= SIDE_MAX
        && u64::from(width) * u64::from(height) <= PIXELS_MAX
}

fn png(file: &[u8]) -> Option<Decoded> {
    let limits = png::Limits { bytes: DECODER_BYTES_MAX };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if !fits(width, height) {
        return None;
    }
    let mut bytes = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut bytes).ok()?;
    bytes.truncate(info.buffer_size());
    let format = match info.color_type {
        png::ColorType::Grayscale => Format::Grey,
        png::ColorType::Rgb => Format::Rgb,
        png::ColorType::Rgba => Format::Rgba,
        png::ColorType::GrayscaleAlpha => {
            bytes = bytes
                .as_chunks::<2>()
                .0
                .iter()
                .flat_map(|[grey, seen]| [*grey, *grey, *grey, *seen])
                .collect();
            Format::Rgba
        }
        png::ColorType::Indexed => return None,
    };
    Some(Decoded { width: info.width, height: info.height, format, bytes })
}

fn jpeg(file: &[u8]) -> Option<Decoded> {
    let options = DecoderOptions::default()
        .set_max_width(SIDE_MAX)
        .set_max_height(SIDE_MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(file), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if !fits(width, height) {
        return None;
    }
    let bytes = decoder.decode().ok()?;
    Some(Decoded { width, height, format: Format::Rgb, bytes })
}

fn gif(file: &[u8]) -> Option<Decoded> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.set_memory_limit(gif::MemoryLimit::Bytes(NonZeroU64::new(DECODER_BYTES_MAX as u64)?));
    let mut decoder = options.read_info(Cursor::new(file)).ok()?;
    let frame = decoder.next_frame_info().ok()??;
    let (width, height) = (u32::from(frame.width), u32::from(frame.height));
    if !fits(width, height) {
        return None;
    }
    let mut bytes = vec![0; decoder.buffer_size()];
    decoder.read_into_buffer(&mut bytes).ok()?;
    Some(Decoded { width, height, format: Format::Rgba, bytes })
}

fn webp(file: &[u8]) -> Option<Decoded> {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).ok()?;
    decoder.set_memory_limit(DECODER_BYTES_MAX);
    let (width, height) = decoder.dimensions();
    if !fits(width, height) {
        return None;
    }
    let mut bytes = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut bytes).ok()?;
    let format = if decoder.has_alpha() { Format::Rgba } else { Format::Rgb };
    Some(Decoded { width, height, format, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(color: png::ColorType, bytes: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 2);
        encoder.set_color(color);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(bytes).unwrap();
        writer.finish().unwrap();
        file
    }

    #[test]
    fn pictures_of_every_colour_type_are_read() {
        for (color, bytes) in [
            (png::ColorType::Grayscale, 4),
            (png::ColorType::GrayscaleAlpha, 8),
            (png::ColorType::Rgb, 12),
            (png::ColorType::Rgba, 16),
        ] {
            let decoded = Decoded::of(&written(color, &vec![200; bytes])).unwrap();
            assert!(decoded.pixels().is_some(), "{color:?}");
        }
    }

    #[test]
    fn what_is_no_picture_or_broken_is_none() {
        let whole = written(png::ColorType::Rgb, &[9; 12]);
        for end in 0..whole.len() / 2 {
            assert!(Decoded::of(&whole[..end]).is_none(), "the first {end} bytes");
        }
        for file in [&b"GIF89a"[..], b"RIFF\0\0\0\0WEBP", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b""] {
            assert!(Decoded::of(file).is_none());
        }
    }
}
