//! Pictures: hashes as the reference computes them, what disguises do, and the search among many.

mod disguises;
mod index;

use parvis_likeness::image::{Format, Frequencies, Hash, Orientation, Pixels, PixelsError, border};

use crate::drawing::Drawing;

/// Seed, width, height, contrast in sixteenths, quality, and the hashes of eight orientations, from Meta's C++ sources
/// (pdqhash 0.2.8, BSD-3-Clause) fed with the pixels of `drawing.rs`.
const REFERENCE: &str = include_str!("image/reference.txt");

/// Hashes of one photograph in its eight orientations, from the reference's own tests
/// (facebook/ThreatExchange, `pdq/python/pdqhashing/tests/pdq_test.py`, BSD-3-Clause).
const PHOTOGRAPH: [&str; 8] = [
    "d8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22",
    "38a50efd71c83f429013d68d0ffffc52e34e0e15ada952a9d29684214aa9e5af",
    "2dadda64b5a142e5d362209057da895ae63b8c7fc277b4b766b319361f893188",
    "a5f0a457248995e8c9065c275aaa54d8b61ba4bdf8fcfc0387c32f8b0bfc4f05",
    "d8f80f31e0f417b00e37f5dd028f980fb36ed12a9662c1e233e64c634e9c64dd",
    "0dad259bb1a1bd18d362576556da32a1e63b7380c2374b4866b3c6c91b89ce77",
    "f0a5e10271dcc0bd9c5309720fff018de34ef1e8ada9a956d2967ade1ea91a50",
    "69f05aa8a4996a17c146a2da5aaaab07b61b5b60f8fc07fc83c3d0740bfcb0fa",
];

/// With less contrast there is less to see.
fn faded(drawing: &Drawing, sixteenths: i32) -> Drawing {
    let mut faded = drawing.clone();
    faded.rgb.iter_mut().for_each(|value| *value = (128 + (i32::from(*value) - 128) * sixteenths / 16) as u8);
    faded
}

#[test]
fn hashes_and_qualities_are_the_references() {
    let (mut pictures, mut farthest, mut dull) = (0, 0, 0);
    for line in REFERENCE.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse::<u64>().unwrap();
        let drawing = Drawing::scene(number(0), number(1) as usize, number(2) as usize);
        let frequencies = Frequencies::of(&faded(&drawing, number(3) as i32).pixels());
        assert_eq!(u64::from(frequencies.quality()), number(4), "quality of {line}");
        dull += usize::from(!frequencies.hashed().is_usable());
        for (orientation, hex) in Orientation::ALL.iter().zip(&words[5..]) {
            let distance = frequencies.hash(*orientation).distance(&Hash::parse(hex).unwrap());
            farthest = farthest.max(distance);
        }
        pictures += 1;
    }
    println!("{pictures} pictures in 8 orientations, at most {farthest} bits from the reference");
    assert!(
        pictures >= 18 && dull >= 2 && farthest <= 10,
        "{pictures} pictures, {dull} dull, {farthest} bits"
    );
}

#[test]
fn hash_without_its_picture_is_turned_within_twenty_bits() {
    let hashes = PHOTOGRAPH.map(|hex| Hash::parse(hex).unwrap());
    for (orientation, expected) in Orientation::ALL.into_iter().zip(hashes) {
        let distance = hashes[0].turned(orientation).distance(&expected);
        assert!(distance <= 20, "{orientation:?}: {distance} bits");
    }
    assert_eq!(hashes[0].to_string(), PHOTOGRAPH[0]);
    assert_eq!(Hash::from_bytes(&hashes[0].to_bytes()), hashes[0]);
    assert_eq!(Hash::parse("d8f8"), None);
    assert_eq!(Hash::parse(&"+1234567".repeat(8)), None);
}

#[test]
fn turned_picture_has_the_turned_hash() {
    let drawing = Drawing::scene(8, 300, 200);
    let frequencies = Frequencies::of(&drawing.pixels());
    let laid = Frequencies::hashes_in_all(&drawing.pixels(), &border(&drawing.pixels())).unwrap();
    let turned = [
        (Orientation::Rotate180, Drawing::of(300, 200, |x, y| drawing.at(299 - x, 199 - y))),
        (Orientation::FlipX, Drawing::of(300, 200, |x, y| drawing.at(x, 199 - y))),
        (Orientation::FlipY, Drawing::of(300, 200, |x, y| drawing.at(299 - x, y))),
        (Orientation::FlipPlus1, Drawing::of(200, 300, |x, y| drawing.at(y, x))),
        (Orientation::FlipMinus1, Drawing::of(200, 300, |x, y| drawing.at(299 - y, 199 - x))),
        (Orientation::Rotate90, Drawing::of(200, 300, |x, y| drawing.at(299 - y, x))),
        (Orientation::Rotate270, Drawing::of(200, 300, |x, y| drawing.at(y, 199 - x))),
    ];
    for (orientation, drawing) in turned {
        let hash = Frequencies::of(&drawing.pixels()).hashed().hash;
        let by_signs = hash.distance(&frequencies.hash(orientation));
        let (by_pixels, _) = laid.into_iter().find(|(_, laid)| *laid == orientation).unwrap();
        let by_pixels = hash.distance(&by_pixels);
        assert!(by_signs <= 31 && by_pixels <= 2, "{orientation:?}: {by_signs} and {by_pixels} bits");
    }
}

#[test]
fn pixels_of_other_formats_are_the_same_picture() {
    let drawing = Drawing::scene(3, 90, 70);
    let hash = Frequencies::of(&drawing.pixels()).hashed().hash;
    let opaque: Vec<u8> =
        drawing.rgb.chunks(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
    let rgba = Pixels::new(90, 70, Format::Rgba, &opaque).unwrap();
    assert_eq!(Frequencies::of(&rgba).hashed().hash, hash);
    // What is drawn by transparency alone is seen.
    let veil: Vec<u8> = drawing.rgb.chunks(3).flat_map(|pixel| [0, 0, 0, pixel[1]]).collect();
    assert!(Frequencies::of(&Pixels::new(90, 70, Format::Rgba, &veil).unwrap()).hashed().is_usable());
    let grey: Vec<u8> = drawing.rgb.chunks(3).map(|pixel| pixel[1]).collect();
    assert!(
        Frequencies::of(&Pixels::new(90, 70, Format::Grey, &grey).unwrap()).hashed().hash.distance(&hash)
            < 100
    );
    assert_eq!(Pixels::new(0, 70, Format::Grey, &[]).unwrap_err(), PixelsError::Empty);
    let length = Pixels::new(9, 70, Format::Rgb, &grey).unwrap_err();
    assert_eq!(length, PixelsError::Length { expected: 1_890, given: 6_300 });
}
