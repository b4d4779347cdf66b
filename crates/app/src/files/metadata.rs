//! Pictures without what they tell about their makers: place, camera, software, comments. Orientation and colour
//! stay.
//!
//! Pictures are copied piece by piece, never decoded, never held whole in memory. It must not know where they come
//! from.

use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// How a picture is to be turned, as EXIF says it: 2 to 8; 1, upright, needs no words.
type Orientation = u16;

/// Name of the file beside a blob in which its clean copy grows.
const COPY_SUFFIX: &str = "clean";

/// Replaces a picture on the disk by a copy without metadata. Other files, and pictures that cannot be read to their
/// end, stay as they are.
pub(super) fn strip_file(path: &Path) -> io::Result<()> {
    let copy_path = path.with_extension(COPY_SUFFIX);
    let mut original = BufReader::new(std::fs::File::open(path)?);
    if !is_picture(original.fill_buf()?) {
        return Ok(());
    }
    let copied = std::fs::File::create(&copy_path).and_then(|file| {
        let mut copy = BufWriter::new(file);
        let recognised = copy_clean(&mut original, &mut copy)?;
        copy.flush()?;
        Ok(recognised)
    });
    match copied {
        Ok(true) => std::fs::rename(&copy_path, path),
        Ok(false) => std::fs::remove_file(&copy_path),
        Err(error) => {
            let _ = std::fs::remove_file(&copy_path);
            let malformed = matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData);
            if malformed { Ok(()) } else { Err(error) }
        }
    }
}

/// A picture in memory without metadata; anything else comes back as it is.
pub(crate) fn without_metadata(bytes: Vec<u8>) -> Vec<u8> {
    let mut clean = io::Cursor::new(Vec::with_capacity(bytes.len()));
    match copy_clean(&mut bytes.as_slice(), &mut clean) {
        Ok(true) => clean.into_inner(),
        Ok(false) | Err(_) => bytes,
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";

fn is_picture(start: &[u8]) -> bool {
    start.starts_with(PNG)
        || start.starts_with(JPEG)
        || start.starts_with(b"GIF8")
        || (start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP"))
}

/// Copies a picture; false for what is none.
fn copy_clean(from: &mut impl BufRead, to: &mut (impl Write + Seek)) -> io::Result<bool> {
    let start = from.fill_buf()?;
    if !is_picture(start) {
        return Ok(false);
    }
    match start[0] {
        0x89 => copy_png(from, to)?,
        0xff => copy_jpeg(from, to)?,
        b'G' => copy_gif(from, to)?,
        _ => copy_webp(from, to)?,
    }
    Ok(true)
}

/// Segment by segment (ITU T.81, annex B). What follows the end of the picture, such as a second one, is left out.
fn copy_jpeg(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<()> {
    to.write_all(&array::<2>(from)?)?;
    let mut marker = next_marker(from, None::<&mut io::Sink>)?;
    loop {
        match marker {
            0xd9 => return to.write_all(&[0xff, 0xd9]),
            0x01 | 0xd0..=0xd7 => to.write_all(&[0xff, marker])?,
            _ => {
                let length = array::<2>(from)?;
                let size = usize::from(u16::from_be_bytes(length)).checked_sub(2).ok_or_else(malformed)?;
                let segment = bytes(from, size)?;
                if keeps_segment(marker, &segment) {
                    to.write_all(&[0xff, marker])?;
                    to.write_all(&length)?;
                    to.write_all(&segment)?;
                } else if let Some(exif) = exif_of(marker, &segment).and_then(orientation_of).map(exif_with) {
                    let size = u16::try_from(exif.len() + 8).map_err(|_| malformed())?;
                    to.write_all(&[0xff, 0xe1])?;
                    to.write_all(&size.to_be_bytes())?;
                    to.write_all(b"Exif\0\0")?;
                    to.write_all(&exif)?;
                }
            }
        }
        // Behind the head of a scan stand its data, in which 0xff is followed by 0.
        marker = next_marker(from, (marker == 0xda).then_some(&mut *to))?;
    }
}

/// Reads up to the next marker; what stands before it is a scan's data, and is copied if it is wanted.
fn next_marker<W: Write>(from: &mut impl BufRead, mut data: Option<&mut W>) -> io::Result<u8> {
    loop {
        let byte = array::<1>(from)?[0];
        if byte != 0xff {
            match &mut data {
                Some(to) => to.write_all(&[byte])?,
                None => return Err(malformed()),
            }
            continue;
        }
        let mut marker = array::<1>(from)?[0];
        while marker == 0xff {
            marker = array::<1>(from)?[0];
        }
        match (&mut data, marker) {
            (Some(to), 0 | 0xd0..=0xd7) => to.write_all(&[0xff, marker])?,
            (None, 0) => return Err(malformed()),
            _ => return Ok(marker),
        }
    }
}

fn keeps_segment(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xe0 => segment.starts_with(b"JFIF\0"),
        0xe2 => segment.starts_with(b"ICC_PROFILE\0"),
        0xee => segment.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

fn exif_of(marker: u8, segment: &[u8]) -> Option<&[u8]> {
    segment.strip_prefix(b"Exif\0\0").filter(|_| marker == 0xe1)
}

/// Chunk by chunk (PNG, third edition): what draws the picture stays, what is written about it goes.
fn copy_png(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<()> {
    const KEPT: &[&[u8; 4]] = &[
        b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"hIST",
        b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
    ];
    to.write_all(&array::<8>(from)?)?;
    loop {
        let (length, kind) = (array::<4>(from)?, array::<4>(from)?);
        let size = u64::from(u32::from_be_bytes(length)) + 4;
        let is_critical = kind[0].is_ascii_uppercase();
        if is_critical || KEPT.contains(&&kind) {
            to.write_all(&length)?;
            to.write_all(&kind)?;
            copy(from, size, to)?;
        } else if &kind == b"eXIf" && size < 65_536 {
            let chunk = bytes(from, usize::try_from(size).map_err(|_| malformed())?)?;
            if let Some(exif) = orientation_of(&chunk[..chunk.len() - 4]).map(exif_with) {
                let body = [b"eXIf".as_slice(), &exif].concat();
                to.write_all(&u32::try_from(exif.len()).map_err(|_| malformed())?.to_be_bytes())?;
                to.write_all(&body)?;
                to.write_all(&crc32(&body).to_be_bytes())?;
            }
        } else {
            copy(from, size, &mut io::sink())?;
        }
        if &kind == b"IEND" {
            return Ok(());
        }
    }
}

/// Block by block (GIF89a): comments and foreign applications' blocks go; what says how often it repeats stays.
fn copy_gif(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<()> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3_u64 << ((flags & 7) + 1) };
    let head = array::<13>(from)?;
    to.write_all(&head)?;
    copy(from, colours(head[10]), to)?;
    loop {
        let block = array::<1>(from)?[0];
        match block {
            0x3b => return to.write_all(&[0x3b]),
            0x2c => {
                let image = array::<9>(from)?;
                to.write_all(&[0x2c])?;
                to.write_all(&image)?;
                copy(from, colours(image[8]) + 1, to)?;
                copy_pieces(from, to)?;
            }
            0x21 => {
                let label = array::<1>(from)?[0];
                let size = array::<1>(from)?[0];
                let first = bytes(from, usize::from(size))?;
                let repeats = first == b"NETSCAPE2.0" || first == b"ANIMEXTS1.0" || first == b"ICCRGBG1012";
                if matches!(label, 0xf9 | 0x01) || (label == 0xff && repeats) {
                    to.write_all(&[0x21, label, size])?;
                    to.write_all(&first)?;
                    if size > 0 {
                        copy_pieces(from, to)?;
                    }
                } else if size > 0 {
                    copy_pieces(from, &mut io::sink())?;
                }
            }
            _ => return Err(malformed()),
        }
    }
}

/// Pieces with their lengths, up to the empty one.
fn copy_pieces(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<()> {
    loop {
        let size = array::<1>(from)?;
        to.write_all(&size)?;
        if size[0] == 0 {
            return Ok(());
        }
        copy(from, u64::from(size[0]), to)?;
    }
}

/// Chunk by chunk (RFC 9649). The length of the whole and the list of what is in it are set right at the end.
fn copy_webp(from: &mut impl BufRead, to: &mut (impl Write + Seek)) -> io::Result<()> {
    const KEPT: &[&[u8; 4]] = &[b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    let begin = to.stream_position()?;
    to.write_all(&array::<12>(from)?)?;
    let (mut flags, mut exif) = (None, None);
    while !from.fill_buf()?.is_empty() {
        let (kind, length) = (array::<4>(from)?, array::<4>(from)?);
        let size = u64::from(u32::from_le_bytes(length));
        let padded = size + size % 2;
        if &kind == b"VP8X" && size >= 10 {
            // Of what it announces, neither EXIF (8) nor XMP (4).
            let announced = array::<1>(from)?[0] & !0x0c;
            flags = Some((to.stream_position()? + 8, announced));
            to.write_all(&kind)?;
            to.write_all(&length)?;
            to.write_all(&[announced])?;
            copy(from, padded - 1, to)?;
        } else if KEPT.contains(&&kind) {
            to.write_all(&kind)?;
            to.write_all(&length)?;
            copy(from, padded, to)?;
        } else if &kind == b"EXIF" && size < 65_536 {
            let chunk = bytes(from, usize::try_from(padded).map_err(|_| malformed())?)?;
            exif = orientation_of(chunk.strip_prefix(b"Exif\0\0").unwrap_or(&chunk)).map(exif_with);
        } else {
            copy(from, padded, &mut io::sink())?;
        }
    }
    if let (Some(exif), Some((at, announced))) = (exif, flags) {
        to.write_all(b"EXIF")?;
        to.write_all(&u32::try_from(exif.len()).map_err(|_| malformed())?.to_le_bytes())?;
        to.write_all(&exif)?;
        let end = to.stream_position()?;
        to.seek(SeekFrom::Start(at))?;
        to.write_all(&[announced | 0x08])?;
        to.seek(SeekFrom::Start(end))?;
    }
    let end = to.stream_position()?;
    let size = u32::try_from(end - begin - 8).map_err(|_| malformed())?;
    to.seek(SeekFrom::Start(begin + 4))?;
    to.write_all(&size.to_le_bytes())?;
    to.seek(SeekFrom::Start(end)).map(|_| ())
}

/// The orientation in an EXIF block (TIFF 6.0: directory entries of 12 bytes), unless it is upright or not there.
fn orientation_of(tiff: &[u8]) -> Option<Orientation> {
    const ORIENTATION_TAG: u16 = 0x0112;
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let pair = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let offset = tiff.get(4..8)?.try_into().ok()?;
    let offset = if big { u32::from_be_bytes(offset) } else { u32::from_le_bytes(offset) };
    let directory = usize::try_from(offset).ok()?;
    let count = usize::from(short(directory)?);
    let entry = (0..count).filter_map(|number| directory.checked_add(2 + number * 12));
    let entry = entry.into_iter().find(|at| short(*at) == Some(ORIENTATION_TAG))?;
    short(entry.checked_add(8)?).filter(|value| (2..=8).contains(value))
}

/// An EXIF block that says nothing but how to turn the picture.
fn exif_with(orientation: Orientation) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend_from_slice(&orientation.to_be_bytes());
    exif.extend_from_slice(&[0; 6]);
    exif
}

/// The checksum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

fn array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn bytes(from: &mut impl Read, size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn copy(from: &mut impl Read, size: u64, to: &mut impl Write) -> io::Result<()> {
    let copied = io::copy(&mut from.take(size), to)?;
    if copied == size { Ok(()) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

fn malformed() -> io::Error {
    ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"48.8584 N 2.2945 E";

    /// An EXIF block with an orientation and a place.
    fn exif(orientation: u16) -> Vec<u8> {
        let mut block = b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0abcd\x12\x01\x03\0\x01\0\0\0".to_vec();
        block.extend_from_slice(&orientation.to_le_bytes());
        block.extend_from_slice(&[0; 6]);
        block.extend_from_slice(SECRET);
        block
    }

    fn jpeg_segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let size = u16::try_from(body.len() + 2).expect("a short segment");
        [&[0xff, marker], &size.to_be_bytes()[..], body].concat()
    }

    fn jpeg(orientation: u16) -> Vec<u8> {
        [
            b"\xff\xd8".to_vec(),
            jpeg_segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            jpeg_segment(0xe1, &[b"Exif\0\0", exif(orientation).as_slice()].concat()),
            jpeg_segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
            jpeg_segment(0xe2, b"ICC_PROFILE\0colours"),
            jpeg_segment(0xed, SECRET),
            jpeg_segment(0xfe, SECRET),
            jpeg_segment(0xdb, b"tables"),
            jpeg_segment(0xda, b"scan"),
            b"data\xff\0more\xff\xd0again\xff\xd9".to_vec(),
            SECRET.to_vec(),
        ]
        .concat()
    }

    fn png_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let named = [kind.as_slice(), body].concat();
        let size = u32::try_from(body.len()).expect("a short chunk");
        [&size.to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
    }

    fn webp_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len()).expect("a short chunk");
        [kind.as_slice(), &size.to_le_bytes(), body, &vec![0; body.len() % 2]].concat()
    }

    fn webp(orientation: u16) -> Vec<u8> {
        let chunks = [
            webp_chunk(b"VP8X", &[0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            webp_chunk(b"ICCP", b"colours"),
            webp_chunk(b"VP8L", b"pixels"),
            webp_chunk(b"EXIF", &exif(orientation)),
            webp_chunk(b"XMP ", SECRET),
        ]
        .concat();
        let size = u32::try_from(chunks.len() + 4).expect("a short file");
        [b"RIFF", &size.to_le_bytes()[..], b"WEBP", &chunks].concat()
    }

    fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_jpeg_keeps_its_orientation_its_colours_and_its_data_and_nothing_else() {
        let clean = without_metadata(jpeg(6));
        assert!(!holds(&clean, SECRET) && !holds(&clean, b"abcd"));
        assert!(holds(&clean, b"ICC_PROFILE\0colours") && holds(&clean, b"JFIF"));
        assert!(clean.ends_with(b"data\xff\0more\xff\xd0again\xff\xd9"));
        assert!(holds(&clean, &exif_with(6)));
        assert_eq!(orientation_of(&exif_with(6)), Some(6));
        assert!(!holds(&without_metadata(jpeg(1)), b"Exif"), "upright needs no words");
        assert_eq!(without_metadata(clean.clone()), clean, "what is clean stays as it is");
    }

    #[test]
    fn a_png_keeps_what_draws_it() {
        let picture = [
            PNG.to_vec(),
            png_chunk(b"IHDR", &[0; 13]),
            png_chunk(b"gAMA", b"1234"),
            png_chunk(b"tEXt", SECRET),
            png_chunk(b"iTXt", SECRET),
            png_chunk(b"eXIf", &exif(8)),
            png_chunk(b"IDAT", b"pixels"),
            png_chunk(b"IEND", b""),
            SECRET.to_vec(),
        ]
        .concat();
        let clean = without_metadata(picture);
        assert!(!holds(&clean, SECRET) && holds(&clean, b"gAMA") && holds(&clean, b"pixels"));
        assert!(holds(&clean, &png_chunk(b"eXIf", &exif_with(8))));
        assert!(clean.ends_with(&png_chunk(b"IEND", b"")));
    }

    #[test]
    fn a_webp_says_its_new_length_and_what_is_in_it() {
        let clean = without_metadata(webp(3));
        assert!(!holds(&clean, SECRET) && holds(&clean, b"pixels") && holds(&clean, b"colours"));
        assert_eq!(u32::from_le_bytes(clean[4..8].try_into().expect("4 bytes")) as usize, clean.len() - 8);
        assert_eq!(clean[20], 0x28, "ICC and EXIF, no XMP");
        assert!(holds(&clean, &webp_chunk(b"EXIF", &exif_with(3))));
        assert_eq!(without_metadata(webp(1))[20], 0x20);
    }

    #[test]
    fn a_gif_loses_its_comments_and_goes_on_moving() {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
        let repeats = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let image = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        let comment = [b"\x21\xfe\x12", SECRET, b"\0"].concat();
        let xmp = [b"\x21\xff\x0bXMP DataXMP\x12", SECRET, b"\0"].concat();
        let picture = [head.as_slice(), repeats, &comment, &xmp, image, b"\x3b", SECRET].concat();
        assert_eq!(without_metadata(picture), [head.as_slice(), repeats, image, b"\x3b"].concat());
    }

    #[test]
    fn what_cannot_be_read_to_its_end_stays_as_it_is() {
        let whole = [jpeg(6), webp(3), b"GIF89a".to_vec(), PNG.to_vec(), b"text".to_vec(), Vec::new()];
        for picture in whole {
            for length in 0..picture.len().saturating_sub(SECRET.len() + 2) {
                let cut = picture[..length].to_vec();
                let clean = without_metadata(cut.clone());
                assert!(clean.len() <= cut.len() + 40, "{length}");
            }
        }
        assert_eq!(without_metadata(b"text".to_vec()), b"text");
    }
}
