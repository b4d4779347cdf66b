//! The frames of an extract: packed blobs, one behind the other, each after a head that says how long it is.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::read::ZlibDecoder;

use super::wire::{Broken, Fields};
use crate::import::ImportError;

/// What the format allows for a head.
const HEAD_BYTES_MAX: u64 = 64 * 1024;
/// What the format allows for a blob, packed and unpacked.
const BLOB_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// What a reader must know to understand a file.
const FEATURES: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];

/// The blobs of a file, which is read from its beginning as often as need be.
pub struct Blobs<R> {
    reader: BufReader<R>,
    /// Blobs that were looked at since the beginning.
    number: usize,
    bytes_passed: u64,
    packed: Vec<u8>,
    unpacked: Vec<u8>,
}

/// What stands before a blob.
struct Head {
    is_data: bool,
    size: u64,
}

impl<R: Read + Seek> Blobs<R> {
    pub fn new(reader: R) -> Self {
        let reader = BufReader::with_capacity(1 << 16, reader);
        Self { reader, number: 0, bytes_passed: 0, packed: Vec::new(), unpacked: Vec::new() }
    }

    /// Bytes read or passed over so far, all readings together.
    pub fn bytes_passed(&self) -> u64 {
        self.bytes_passed
    }

    pub fn rewind(&mut self) -> Result<(), ImportError> {
        self.number = 0;
        self.reader.seek(SeekFrom::Start(0))?;
        Ok(())
    }

    /// The contents of the next blob with data whose number is wanted; `None` at the end of the file.
    pub fn next(&mut self, is_wanted: impl Fn(usize) -> bool) -> Result<Option<(usize, &[u8])>, ImportError> {
        while let Some(head) = self.head()? {
            let number = self.number;
            self.number += 1;
            if head.is_data && !is_wanted(number) {
                self.pass_over(head.size)?;
                continue;
            }
            self.read(head.size, number)?;
            if head.is_data {
                return Ok(Some((number, &self.unpacked)));
            }
            check_features(&self.unpacked).map_err(|fault| broken(number, fault))?;
        }
        Ok(None)
    }

    fn head(&mut self) -> Result<Option<Head>, ImportError> {
        let number = self.number;
        // Where a file ends there is no head, not even half of one.
        if self.reader.fill_buf()?.is_empty() {
            return Ok(None);
        }
        self.exactly(4, number)?;
        let length = self.packed.iter().fold(0, |length, byte| length << 8 | u64::from(*byte));
        if length > HEAD_BYTES_MAX {
            let text = if number == 0 { "not an .osm.pbf file" } else { "its head is too long" };
            return Err(format_error(number, text));
        }
        self.exactly(length, number)?;
        let head = read_head(&self.packed).map_err(|fault| broken(number, fault))?;
        self.bytes_passed += 4 + length;
        Ok(Some(head))
    }

    fn read(&mut self, size: u64, number: usize) -> Result<(), ImportError> {
        self.exactly(size, number)?;
        self.bytes_passed += size;
        unpack(&self.packed, &mut self.unpacked).map_err(|fault| broken(number, fault))
    }

    fn pass_over(&mut self, size: u64) -> Result<(), ImportError> {
        self.bytes_passed += size;
        // A blob has 32 MiB at most.
        self.reader.seek_relative(size as i64)?;
        Ok(())
    }

    fn exactly(&mut self, count: u64, number: usize) -> Result<(), ImportError> {
        self.packed.clear();
        let read = self.reader.by_ref().take(count).read_to_end(&mut self.packed)?;
        let is_whole = read as u64 == count;
        if is_whole { Ok(()) } else { Err(format_error(number, "the file ends in the middle of it")) }
    }
}

fn format_error(number: usize, text: &str) -> ImportError {
    ImportError::Format(format!("blob {number}: {text}"))
}

/// What is wrong with a blob.
pub fn broken(number: usize, fault: Broken) -> ImportError {
    format_error(number, fault.0)
}

fn read_head(bytes: &[u8]) -> Result<Head, Broken> {
    let (mut kind, mut size) = (None, None);
    for field in Fields(bytes) {
        match field? {
            (1, value) => kind = Some(value.bytes()?),
            (3, value) => size = Some(value.number()?),
            _ => {}
        }
    }
    let size =
        size.filter(|size| *size <= BLOB_BYTES_MAX).ok_or(Broken("it has no size, or is too large"))?;
    match kind {
        Some(b"OSMData") => Ok(Head { is_data: true, size }),
        Some(b"OSMHeader") => Ok(Head { is_data: false, size }),
        _ => Err(Broken("it is neither OSMHeader nor OSMData")),
    }
}

fn unpack(blob: &[u8], unpacked: &mut Vec<u8>) -> Result<(), Broken> {
    const UNPACKING: Broken = Broken("it cannot be unpacked");
    unpacked.clear();
    let (mut size, mut packed) = (None, None);
    for field in Fields(blob) {
        match field? {
            (1, value) => unpacked.extend_from_slice(value.bytes()?),
            (2, value) => size = Some(value.number()?),
            (3, value) => packed = Some(value.bytes()?),
            (4..=7, _) => return Err(Broken("it is packed in another way than zlib")),
            _ => {}
        }
    }
    let Some(packed) = packed else { return Ok(()) };
    let size =
        size.filter(|size| *size <= BLOB_BYTES_MAX).ok_or(Broken("it has no size, or is too large"))?;
    let read = ZlibDecoder::new(packed).take(size + 1).read_to_end(unpacked).map_err(|_| UNPACKING)?;
    if read as u64 == size { Ok(()) } else { Err(UNPACKING) }
}

fn check_features(block: &[u8]) -> Result<(), Broken> {
    for field in Fields(block) {
        if let (4, value) = field?
            && !FEATURES.contains(&value.bytes()?)
        {
            return Err(Broken("the file needs a reader that knows more, for instance of history"));
        }
    }
    Ok(())
}
