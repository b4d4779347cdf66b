//! Transport compression: one context per socket that lives as long as it, flushed after every message, so that the
//! client can read each message as it arrives.

use flate2::{Compress, FlushCompress};
use zstd::stream::raw::{CParameter, Encoder, InBuffer, Operation, OutBuffer};

/// Enough to find repetitions between neighbouring events, at an eighth of the memory of the default.
const ZSTD_WINDOW_LOG: u32 = 17;
const ZSTD_LEVEL: i32 = 1;

/// How the messages of one socket are compressed.
pub enum Compression {
    /// Not at all: text messages.
    None,
    /// `zlib-stream`: each message ends with the bytes 00 00 FF FF.
    Zlib(Box<Compress>),
    /// `zstd-stream`: each message ends with a flushed block.
    Zstd(Box<Encoder<'static>>),
}

impl Compression {
    /// From the address's `compress`. `None` for a name that is not spoken here.
    pub fn named(name: Option<&str>) -> Option<Self> {
        Some(match name {
            None | Some("") => Self::None,
            Some("zlib-stream") => Self::Zlib(Box::new(Compress::new(flate2::Compression::new(3), true))),
            Some("zstd-stream") => {
                let mut encoder = Encoder::new(ZSTD_LEVEL).ok()?;
                encoder.set_parameter(CParameter::WindowLog(ZSTD_WINDOW_LOG)).ok()?;
                Self::Zstd(Box::new(encoder))
            }
            Some(_) => return None,
        })
    }

    /// Whether messages are sent as they are.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Appends one compressed message, given in parts.
    pub fn compress(&mut self, parts: &[&[u8]], out: &mut Vec<u8>) {
        match self {
            Self::None => parts.iter().for_each(|part| out.extend_from_slice(part)),
            Self::Zlib(context) => {
                for part in parts {
                    deflate(context, part, FlushCompress::None, out);
                }
                deflate(context, &[], FlushCompress::Sync, out);
            }
            Self::Zstd(context) => {
                for part in parts {
                    zstd_run(context, part, out);
                }
                zstd_flush(context, out);
            }
        }
    }
}

fn deflate(context: &mut Compress, mut input: &[u8], flush: FlushCompress, out: &mut Vec<u8>) {
    loop {
        out.reserve(input.len() / 2 + 64);
        let before = context.total_in();
        context.compress_vec(input, out, flush).expect("a context that is never finished takes any input");
        input = &input[(context.total_in() - before) as usize..];
        // Room that is left over means that nothing more waits inside.
        if input.is_empty() && out.len() < out.capacity() {
            return;
        }
    }
}

fn zstd_run(context: &mut Encoder<'static>, input: &[u8], out: &mut Vec<u8>) {
    let mut input = InBuffer::around(input);
    while input.pos() < input.src.len() {
        let mut room = [0; 4_096];
        let mut output = OutBuffer::around(&mut room[..]);
        context.run(&mut input, &mut output).expect("a context takes any input");
        out.extend_from_slice(output.as_slice());
    }
}

fn zstd_flush(context: &mut Encoder<'static>, out: &mut Vec<u8>) {
    loop {
        let mut room = [0; 4_096];
        let mut output = OutBuffer::around(&mut room[..]);
        let left = context.flush(&mut output).expect("a context can always be flushed");
        out.extend_from_slice(output.as_slice());
        if left == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages() -> Vec<String> {
        let noise =
            |n: usize| (0..n).map(|i| char::from(33 + ((i * i * 31 + i * 7) % 90) as u8)).collect::<String>();
        (0..200).map(|n| format!("{{\"op\":0,\"s\":{n},\"d\":\"{}\"}}", noise(n * n % 30_000))).collect()
    }

    #[test]
    fn each_zlib_message_can_be_read_when_it_arrives() {
        let mut compression = Compression::named(Some("zlib-stream")).expect("spoken");
        let mut inflate = flate2::Decompress::new(true);
        for message in messages() {
            let mut out = Vec::new();
            let (left, right) = message.as_bytes().split_at(message.len() / 3);
            compression.compress(&[left, right], &mut out);
            assert!(out.ends_with(&[0, 0, 0xff, 0xff]));
            let mut text = Vec::with_capacity(message.len() + 1);
            inflate.decompress_vec(&out, &mut text, flate2::FlushDecompress::Sync).expect("zlib");
            assert_eq!(String::from_utf8(text).expect("text"), message);
        }
    }

    #[test]
    fn each_zstd_message_can_be_read_when_it_arrives() {
        let mut compression = Compression::named(Some("zstd-stream")).expect("spoken");
        let mut decoder = zstd::stream::raw::Decoder::new().expect("decoder");
        for message in messages() {
            let mut out = Vec::new();
            compression.compress(&[message.as_bytes()], &mut out);
            let mut text = vec![0; message.len() + 1];
            let mut input = InBuffer::around(&out[..]);
            let mut output = OutBuffer::around(&mut text[..]);
            while input.pos() < input.src.len() {
                decoder.run(&mut input, &mut output).expect("zstd");
            }
            assert_eq!(output.as_slice(), message.as_bytes());
        }
    }

    #[test]
    fn other_names_are_not_spoken() {
        assert!(Compression::named(Some("brotli")).is_none());
        assert!(Compression::named(None).is_some_and(|compression| compression.is_none()));
    }
}
