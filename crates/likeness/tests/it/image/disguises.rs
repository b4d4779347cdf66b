//! What people do to a known picture, and what is found all the same.

use parvis_likeness::image::{Border, DISTANCE_MAX, Orientation, Print, Query, border};

use crate::drawing::Drawing;

const PICTURES: u64 = 24;

/// The share of pictures that are found after a change, and in which orientation.
fn found(change: impl Fn(u64, &Drawing) -> Drawing, orientation: Orientation) -> f64 {
    let found = (0..PICTURES).filter(|seed| {
        let sizes = [(320, 240), (240, 320), (400, 400), (640, 360)];
        let (width, height) = sizes[(*seed % 4) as usize];
        let drawing = Drawing::scene(seed + 500, width, height);
        let query = Query::of(&change(*seed, &drawing).pixels());
        let nearest = Print::of(&drawing.pixels()).nearest(&query);
        nearest.is_some_and(|nearest| nearest.distance <= DISTANCE_MAX && nearest.orientation == orientation)
    });
    found.count() as f64 / PICTURES as f64
}

fn check(what: &str, share_min: f64, change: impl Fn(u64, &Drawing) -> Drawing, orientation: Orientation) {
    let share = found(change, orientation);
    println!("{what}: {share:.3} found");
    assert!(share >= share_min, "{what}: {share:.3} found");
}

#[test]
fn picture_in_bars_or_a_frame_is_found() {
    let bars = |_: u64, drawing: &Drawing| {
        let bar = drawing.height * 12 / 100;
        drawing.framed([0, bar, 0, bar], [0; 3])
    };
    check("bars above and below", 0.9, bars, Orientation::Original);
    let noisy = |seed: u64, drawing: &Drawing| bars(seed, drawing).grained(seed, 6).scaled(300, 260);
    check("bars, smaller, with noise", 0.9, noisy, Orientation::Original);
    let frame =
        |seed: u64, drawing: &Drawing| drawing.framed([drawing.width / 16; 4], [255; 3]).grained(seed, 3);
    check("a white frame", 0.9, frame, Orientation::Original);
    let two =
        |_: u64, drawing: &Drawing| drawing.framed([9; 4], [255; 3]).framed([20, 50, 20, 10], [30, 0, 60]);
    check("a frame in a frame", 0.9, two, Orientation::Original);
}

#[test]
fn picture_turned_or_in_a_mirror_is_found() {
    let mirror = |_: u64, drawing: &Drawing| {
        Drawing::of(drawing.width, drawing.height, |x, y| drawing.at(drawing.width - 1 - x, y))
    };
    check("in a mirror", 0.95, mirror, Orientation::FlipY);
    let upside_down = |_: u64, drawing: &Drawing| {
        Drawing::of(drawing.width, drawing.height, |x, y| {
            drawing.at(drawing.width - 1 - x, drawing.height - 1 - y)
        })
    };
    check("upside down", 0.95, upside_down, Orientation::Rotate180);
    let quarter = |_: u64, drawing: &Drawing| {
        Drawing::of(drawing.height, drawing.width, |x, y| drawing.at(drawing.width - 1 - y, x))
    };
    // A quarter to the left is undone by the same to the right.
    let back = |_: u64, drawing: &Drawing| {
        Drawing::of(drawing.height, drawing.width, |x, y| drawing.at(y, drawing.height - 1 - x))
    };
    let (left, right) = (found(quarter, Orientation::Rotate270), found(back, Orientation::Rotate90));
    assert!(left >= 0.95 && right >= 0.95, "a quarter to the left {left:.3}, to the right {right:.3}");
    let barred = |seed: u64, drawing: &Drawing| mirror(seed, drawing).framed([0, 40, 0, 40], [0; 3]);
    check("in a mirror, in bars", 0.9, barred, Orientation::FlipY);
}

#[test]
fn picture_of_worse_quality_or_with_a_sign_on_it_is_found() {
    check("with noise", 1.0, |seed, drawing| drawing.grained(seed, 20), Orientation::Original);
    let small = |_: u64, drawing: &Drawing| drawing.scaled(drawing.width / 4, drawing.height / 4);
    check("a quarter of the size", 0.95, small, Orientation::Original);
    let light = |_: u64, drawing: &Drawing| {
        Drawing::of(drawing.width, drawing.height, |x, y| drawing.at(x, y).map(|value| value / 4 * 3 + 60))
    };
    check("washed out", 0.95, light, Orientation::Original);
    let sign = |_: u64, drawing: &Drawing| {
        Drawing::of(drawing.width, drawing.height, |x, y| {
            let is_sign = x * 7 > drawing.width * 6 && y * 7 > drawing.height * 6;
            if is_sign { [250, 210, 0] } else { drawing.at(x, y) }
        })
    };
    check("with a sign in a corner", 0.5, sign, Orientation::Original);
}

#[test]
fn strangers_are_far_apart() {
    let prints: Vec<Print> =
        (0..60).map(|seed| Print::of(&Drawing::scene(seed, 160, 120).pixels())).collect();
    for (number, print) in prints.iter().enumerate() {
        let query = Query::of_print(print);
        for other in &prints[number + 1..] {
            let nearest = other.nearest(&query).unwrap();
            assert!(nearest.distance > DISTANCE_MAX + 20, "{nearest:?}");
        }
    }
}

#[test]
fn plain_picture_is_like_nothing() {
    let plain = Drawing::plain(200, 100, [90, 90, 90]);
    assert_eq!(Print::of(&plain.pixels()).usable().count(), 0);
    assert!(Query::of(&plain.pixels()).hashes().is_empty());
    let tiny = Drawing::scene(1, 4, 4);
    assert_eq!(Print::of(&tiny.pixels()).usable().count(), 0);
}

#[test]
fn border_is_found_to_the_pixel() {
    let drawing = Drawing::scene(77, 200, 150);
    let own = border(&drawing.pixels());
    let framed = drawing.framed([13, 21, 34, 8], [0, 0, 0]).grained(1, 5);
    let inside = border(&framed.pixels());
    assert_eq!(inside, Border { left: own.left + 13, top: own.top + 21, ..own });
    // A speck in a bar is still a bar; a picture that is nearly all border is left as it is.
    let specked = Drawing::of(200, 190, |x, y| match y {
        0..40 if x == 50 => [255; 3],
        0..40 => [0; 3],
        y => drawing.at(x, y - 40),
    });
    assert_eq!(border(&specked.pixels()).top, own.top + 40);
    let stamp = Drawing::scene(5, 40, 40).framed([200; 4], [255; 3]);
    assert_eq!(border(&stamp.pixels()), Border { left: 0, top: 0, width: 440, height: 440 });
    let plain = Drawing::plain(30, 20, [7; 3]);
    assert_eq!(border(&plain.pixels()), Border { left: 0, top: 0, width: 30, height: 20 });
}
