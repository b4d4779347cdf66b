//! Small pictures that look like posters of a place: a sky, a row of houses, a sun. Drawn from their name alone.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Skies, houses and lights that go together.
const PALETTES: [[[u8; 3]; 4]; 5] = [
    [[0xfd, 0xe6, 0xc8], [0xf2, 0xa6, 0x7a], [0x7a, 0x3e, 0x48], [0xff, 0xf3, 0xb0]],
    [[0xcf, 0xe8, 0xf3], [0x8f, 0xb9, 0xd0], [0x2f, 0x4b, 0x66], [0xff, 0xe0, 0x8a]],
    [[0xe3, 0xf0, 0xd8], [0xa8, 0xc6, 0x86], [0x3f, 0x5e, 0x3a], [0xff, 0xd1, 0x66]],
    [[0xf4, 0xe1, 0xee], [0xc9, 0x9a, 0xc0], [0x5a, 0x3a, 0x66], [0xff, 0xe9, 0xc7]],
    [[0xf6, 0xef, 0xe0], [0xd9, 0xc3, 0x9a], [0x6b, 0x55, 0x3a], [0xf2, 0x6b, 0x5b]],
];

/// The bytes of a PNG of this size (at most 4,096 pixels a side).
pub fn png(name: &str, (width, height): (u32, u32)) -> Vec<u8> {
    let pixels = draw(name, width, height);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    // Eight bits per channel, colours without transparency, nothing interlaced.
    head.extend([8, 2, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &head);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let packed = packed.write_all(&pixels).and_then(|()| packed.finish()).expect("a Vec takes everything");
    chunk(&mut file, b"IDAT", &packed);
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("pictures are small");
    file.extend(length.to_be_bytes());
    file.extend(kind);
    file.extend(data);
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    file.extend(crc.sum().to_be_bytes());
}

/// Rows of RGB, each after the byte that says that it is not filtered.
fn draw(name: &str, width: u32, height: u32) -> Vec<u8> {
    let [sky, far, near, light] = PALETTES[chance(name, 0, PALETTES.len() as u32) as usize];
    let sun = height / 9;
    let sun_x = width / 5 + chance(name, 1, width * 3 / 5);
    let sun_y = height / 5 + chance(name, 2, height / 5);
    let house = (width / 9).max(1);
    let roof = |x: u32, salt: u32, base: u32| base + chance(name, salt + x / house, height / 6);
    let near_roofs: Vec<u32> = (0..width).map(|x| roof(x, 100, height * 3 / 5)).collect();
    let far_roofs: Vec<u32> = (0..width).map(|x| roof(x + house / 2, 500, height * 2 / 5)).collect();
    let lit: Vec<bool> = (0..400).map(|window| chance(name, 1_000 + window, 3) == 0).collect();
    let is_lit = |x: u32, y: u32| {
        let floor = y * 24 / height;
        let is_window = (x % house) * 5 / house % 2 == 1 && floor % 2 == 1;
        is_window && lit[(x / house * 24 + floor) as usize % lit.len()]
    };
    let mut rows = Vec::with_capacity((height * (width * 3 + 1)) as usize);
    for y in 0..height {
        rows.push(0);
        for x in 0..width {
            let (dx, dy) = (x.abs_diff(sun_x), y.abs_diff(sun_y));
            let color = match x as usize {
                at if y > near_roofs[at] && is_lit(x, y) => light,
                at if y > near_roofs[at] => near,
                at if y > far_roofs[at] => far,
                _ if dx * dx + dy * dy < sun * sun => light,
                _ => sky,
            };
            rows.extend(color);
        }
    }
    rows
}

/// A number below `end` that the name alone decides.
fn chance(name: &str, salt: u32, end: u32) -> u32 {
    let mut hasher = DefaultHasher::new();
    (name, salt).hash(&mut hasher);
    let random = u32::try_from(hasher.finish() >> 32).expect("32 bits");
    random % end.max(1)
}

#[cfg(test)]
mod tests {
    use super::png;

    #[test]
    fn a_picture_has_the_size_that_was_asked_for_and_is_the_same_again() {
        let first = png("cour.png", (64, 48));
        assert_eq!(&first[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(first[16..24], [0, 0, 0, 64, 0, 0, 0, 48]);
        assert_eq!(first, png("cour.png", (64, 48)));
        assert_ne!(first, png("toit.png", (64, 48)));
    }
}
