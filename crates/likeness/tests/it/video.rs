//! Clips: a camera that pans over drawn scenes, in another quality, cut, framed, turned.

use parvis_likeness::image::{Hash, Hashed, Pixels};
use parvis_likeness::video::{Clip, ClipIndex, ClipQuery, compare};

use crate::chance::Chance;
use crate::drawing::Drawing;

/// One frame a second: scenes of a few seconds each, over which the camera pans.
fn clip(seed: u64, seconds: u64) -> Vec<Drawing> {
    (0..seconds)
        .map(|second| Drawing::panned(seed * 100 + second / 5, 160, 120, (second % 5) as i64 * 30))
        .collect()
}

fn pixels(frames: &[Drawing]) -> Vec<Pixels<'_>> {
    frames.iter().map(Drawing::pixels).collect()
}

fn query(frames: &[Drawing]) -> ClipQuery {
    ClipQuery::of(&pixels(frames))
}

#[test]
fn clip_in_bars_is_the_clip_without_them() {
    let (mut found, mut least) = (0, 1.0_f32);
    for seed in 0..12 {
        let frames = clip(seed, 20);
        let known = Clip::of(&pixels(&frames)).unwrap();
        // Bars above and below, or all around; a scene in the dark and a black one between must not widen them.
        let mut barred: Vec<Drawing> = frames
            .iter()
            .map(|frame| {
                let bars = if seed % 2 == 0 { [0, 15, 0, 15] } else { [12, 20, 12, 20] };
                frame.framed(bars, [0; 3]).grained(seed, 3)
            })
            .collect();
        let black = Drawing::plain(barred[0].width, barred[0].height, [0; 3]);
        barred.insert(7, black);
        let comparison = compare(&query(&barred), &known).unwrap();
        found += usize::from(comparison.is_match());
        least = least.min(comparison.share_of_known);
    }
    println!("barred clips found: {found} of 12, at least {least:.2} of a clip's frames");
    assert!(found == 12 && least >= 0.8, "{found} of 12, least {least:.2}");
}

#[test]
fn clip_is_found_in_another_quality_cut_longer_and_turned() {
    let frames = clip(31, 30);
    let known = Clip::of(&pixels(&frames)).unwrap();
    let small: Vec<Drawing> = frames.iter().map(|frame| frame.scaled(80, 60).grained(1, 6)).collect();
    let grey: Vec<Drawing> = frames
        .iter()
        .map(|frame| {
            Drawing::of(frame.width, frame.height, |x, y| {
                let [red, green, blue] = frame.at(x, y).map(u32::from);
                [((red * 299 + green * 587 + blue * 114) / 1000) as u8; 3]
            })
        })
        .collect();
    let mut longer = clip(32, 40);
    longer.splice(10..10, frames.iter().cloned());
    let mirrored: Vec<Drawing> =
        frames.iter().map(|frame| Drawing::of(160, 120, |x, y| frame.at(159 - x, y))).collect();
    let turned: Vec<Drawing> =
        frames.iter().map(|frame| Drawing::of(120, 160, |x, y| frame.at(y, 119 - x))).collect();
    for (what, frames, share_of_query) in [
        ("small", &small, 0.8),
        ("grey", &grey, 0.8),
        ("without its end", &frames[..26].to_vec(), 1.0),
        ("in a longer one", &longer, 0.3),
        ("in a mirror", &mirrored, 0.8),
        ("turned", &turned, 0.8),
    ] {
        let comparison = compare(&query(frames), &known).unwrap();
        assert!(
            comparison.is_match() && comparison.share_of_query >= share_of_query,
            "{what}: {comparison:?}"
        );
    }
    let half = compare(&query(&frames[..14]), &known).unwrap();
    assert!(!half.is_match() && half.share_of_known < 0.6, "half of it: {half:?}");
}

#[test]
fn clip_of_others_is_not_found() {
    let clips: Vec<Vec<Drawing>> = (50..62).map(|seed| clip(seed, 10)).collect();
    let known: Vec<Clip> = clips.iter().map(|frames| Clip::of(&pixels(frames)).unwrap()).collect();
    for (own, frames) in clips.iter().enumerate() {
        let query = query(frames);
        for (other, known) in known.iter().enumerate() {
            let is_match = compare(&query, known).is_some_and(|comparison| comparison.is_match());
            assert_eq!(is_match, own == other, "clip {own} against {other}");
        }
    }
    assert_eq!(Clip::of(&[Drawing::plain(64, 64, [0; 3]).pixels()]), None);
}

#[test]
fn index_finds_what_comparing_all_finds() {
    let mut chance = Chance::new(77);
    let hash = |chance: &mut Chance| Hash([0; 4].map(|_: u64| chance.next()));
    let clips: Vec<Vec<Hash>> = (0..300).map(|_| (0..40).map(|_| hash(&mut chance)).collect()).collect();
    let usable = |hashes: &[Hash]| {
        Clip::of_hashes(hashes.iter().map(|hash| Hashed { hash: *hash, quality: 90 })).unwrap()
    };
    let mut index = ClipIndex::default();
    clips.iter().enumerate().for_each(|(number, clip)| index.add(usable(clip), number));
    for number in [0, 17, 299] {
        // Most frames with noise, some others' between.
        let mut frames: Vec<Hash> = clips[number][..36].to_vec();
        for frame in &mut frames {
            (0..20).for_each(|_| frame.0[chance.below(4) as usize] ^= 1 << chance.below(64));
        }
        frames.extend(&clips[(number + 1) % 300][..10]);
        let query = ClipQuery::of_clip(&usable(&frames));
        let matches = index.matches(&query);
        assert_eq!(matches.len(), 1);
        assert_eq!(matches[0].key, number);
        assert_eq!(Some(matches[0].comparison), compare(&query, &usable(&clips[number])));
    }
    assert!(index.remove(17) && !index.remove(17));
    assert!(index.matches(&ClipQuery::of_clip(&usable(&clips[17]))).is_empty());
    assert_eq!(index.len(), 299);
}

#[test]
fn clip_is_stored_without_repeated_frames() {
    let frame = |word: u64| Hashed { hash: Hash([word, 7, 9, 11]), quality: 80 };
    let clip = Clip::of_hashes([frame(0), frame(1), frame(0b111_1000), frame(0b111_1000)]).unwrap();
    assert_eq!(clip.frames().len(), 2);
    assert_eq!(Clip::from_bytes(&clip.to_bytes()), Some(clip));
    assert_eq!(Clip::from_bytes(&[0; 33]), None);
    assert_eq!(Clip::from_bytes(&[]), None);
    let dull = Hashed { hash: Hash([1, 2, 3, 4]), quality: 49 };
    assert_eq!(Clip::of_hashes([dull]), None);
}
