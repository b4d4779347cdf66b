//! Banks: what is known matches at once and no longer than it should, and a new item finds the past.

use parvis_likeness::bank::{About, Bank, Known, Match, Measure, Refused, Source, Stored};
use parvis_likeness::file::Digest;
use parvis_likeness::image::{Frequencies, Hash, Hashed, Orientation, Pixels, Print, Query};
use parvis_likeness::text::{Fingerprint, Look};
use parvis_likeness::video::{Clip, ClipQuery};

use crate::chance::Chance;
use crate::drawing::Drawing;

const TEXT: &str = "Собрание жильцов отменили, деньги за двор переводите теперь на эту карту до вечера";
const NOW_MS: i64 = 1_760_000_000_000;

fn text(text: &str) -> Known {
    Known::Text(Look::of(text))
}

fn ids<K: Copy>(matches: &[Match<K>]) -> Vec<K> {
    matches.iter().map(|it| it.id).collect()
}

#[test]
fn text_matches_with_its_exact_measure() {
    let mut bank = Bank::default();
    bank.add(1, text(TEXT), About::new(Source::House)).unwrap();
    bank.add(2, text(&format!("{TEXT}, спасибо")), About::new(Source::Instance)).unwrap();
    let matches = bank.match_text(&format!("❗ {} ❗", TEXT.to_uppercase()), NOW_MS);
    assert_eq!(ids(&matches), [1, 2]);
    let expected = Look::of(TEXT).shingles().jaccard(&Look::of(&format!("❗ {TEXT} ❗")).shingles());
    assert_eq!(matches[0].measure, Measure::Text { is_exact: false, jaccard: expected });
    assert_eq!(matches[0].source, Source::House);
    assert_eq!(bank.match_text(TEXT, NOW_MS)[0].measure, Measure::Text { is_exact: true, jaccard: 1.0 });
    assert!(
        bank.match_text("Завтра в восемь собираемся во дворе и сажаем липы, приходите все", NOW_MS)
            .is_empty()
    );
    assert!(bank.match_text("", NOW_MS).is_empty());
}

#[test]
fn text_of_which_the_signature_alone_is_kept_matches_by_an_estimate() {
    let mut bank = Bank::default();
    let known = Known::signature(&Look::of(TEXT)).unwrap();
    bank.add(1, known, About::new(Source::House)).unwrap();
    assert_eq!(bank.match_text(TEXT, NOW_MS)[0].measure, Measure::Text { is_exact: true, jaccard: 1.0 });
    let changed = format!("❗ {TEXT}, спасибо ❗");
    let Measure::Text { is_exact: false, jaccard } = bank.match_text(&changed, NOW_MS)[0].measure else {
        panic!("not exact")
    };
    let exactly = Look::of(TEXT).shingles().jaccard(&Look::of(&changed).shingles());
    assert!((jaccard - exactly).abs() < 0.15, "{jaccard} instead of {exactly}");
    let replay = bank.replay(1).unwrap();
    assert!(replay.measure(Stored::Text(&Look::of(&changed).fingerprint().unwrap())).is_some());
    let other = Look::of("Завтра в восемь собираемся во дворе и сажаем липы, приходите все, кто может");
    assert!(replay.measure(Stored::Text(&other.fingerprint().unwrap())).is_none());
    assert_eq!(Known::signature(&Look::of("спасибо!")).err(), Some(Refused::TooLittle));
    assert!(bank.remove(1) && bank.match_text(TEXT, NOW_MS).is_empty());
}

#[test]
fn hashes_of_a_picture_are_kept_and_read_back() {
    let drawing = Drawing::scene(5, 300, 200).framed([20, 0, 20, 0], [0; 3]);
    let (print, query) = (Print::of(&drawing.pixels()), Query::of(&drawing.pixels()));
    assert_eq!(Print::from_bytes(&print.to_bytes()), Some(print));
    assert_eq!(Print::from_bytes(&print.to_bytes()[1..]), None);
    assert_eq!(Print::from_bytes(&[]), None);
    let kept: Vec<Hash> = query.hashes().iter().map(|(hash, _)| *hash).collect();
    assert_eq!(Query::from_hashes(&kept).hashes(), query.hashes());
}

#[test]
fn item_matches_until_it_is_disabled_expires_or_goes() {
    let mut bank = Bank::default();
    let about = About { expires_at_ms: Some(NOW_MS + 1_000), ..About::new(Source::Exchange) };
    bank.add('a', text(TEXT), about).unwrap();
    bank.add('b', Known::File(Digest::of(b"leaflet")), About::new(Source::House)).unwrap();
    assert_eq!(ids(&bank.match_text(TEXT, NOW_MS + 999)), ['a']);
    assert!(bank.match_text(TEXT, NOW_MS + 1_000).is_empty());
    assert!(bank.set_enabled('b', false));
    assert!(bank.match_file(&Digest::of(b"leaflet"), NOW_MS).is_empty());
    assert!(bank.set_enabled('b', true) && !bank.set_enabled('c', true));
    assert_eq!(ids(&bank.match_file(&Digest::of(b"leaflet"), NOW_MS)), ['b']);
    assert!(bank.match_file(&Digest::of(b"leaflet "), NOW_MS).is_empty());
    assert_eq!(bank.expire(NOW_MS + 1_000), ['a']);
    assert!(bank.expire(NOW_MS + 1_000).is_empty());
    assert!(bank.remove('b') && !bank.remove('b') && bank.is_empty());
    assert!(bank.match_text(TEXT, NOW_MS).is_empty());
}

#[test]
fn added_again_an_item_is_what_it_is_now() {
    let mut bank = Bank::default();
    bank.add(1, text(TEXT), About::new(Source::House)).unwrap();
    bank.add(1, Known::File(Digest::of(b"x")), About::new(Source::House)).unwrap();
    assert_eq!(bank.len(), 1);
    assert!(bank.match_text(TEXT, NOW_MS).is_empty());
    assert_eq!(ids(&bank.match_file(&Digest::of(b"x"), NOW_MS)), [1]);
}

#[test]
fn item_that_would_match_anything_is_refused() {
    let mut bank = Bank::default();
    assert_eq!(bank.add(1, text("спасибо!"), About::new(Source::House)), Err(Refused::TooLittle));
    let plain = Print::of(&Drawing::plain(100, 100, [200; 3]).pixels());
    assert_eq!(bank.add(1, Known::print(plain), About::new(Source::House)), Err(Refused::TooPlain));
    assert!(bank.is_empty());
}

#[test]
fn picture_matches_with_its_least_distance_and_orientation() {
    let drawing = Drawing::scene(9, 240, 180);
    let mut bank = Bank::default();
    bank.add(5, Known::picture(&drawing.pixels()), About::new(Source::House)).unwrap();
    let near = About { distance_max: 4, ..About::new(Source::Exchange) };
    bank.add(6, Known::picture(&drawing.grained(1, 30).pixels()), near).unwrap();
    let mirrored = Drawing::of(240, 180, |x, y| drawing.at(239 - x, y)).framed([0, 25, 0, 25], [0; 3]);
    let matches = bank.match_picture(&Query::of(&mirrored.grained(2, 12).pixels()), NOW_MS);
    assert_eq!(ids(&matches), [5], "item 6 takes only what is within 4 bits");
    let Measure::Picture { distance, orientation } = matches[0].measure else { panic!("a picture") };
    assert!(distance <= 31 && orientation == Orientation::FlipY, "{distance} {orientation:?}");
    let own = bank.match_picture(&Query::of(&drawing.pixels()), NOW_MS);
    assert_eq!(own[0].measure, Measure::Picture { distance: 0, orientation: Orientation::Original });
    assert!(bank.match_picture(&Query::of(&Drawing::scene(10, 240, 180).pixels()), NOW_MS).is_empty());
}

#[test]
fn clip_matches_with_the_share_that_was_found() {
    let scene = |seed: u64| -> Vec<Drawing> {
        (0..8).map(|second| Drawing::panned(seed, 96, 72, second * 40)).collect()
    };
    let frames = scene(4);
    let borrowed: Vec<Pixels> = frames.iter().map(Drawing::pixels).collect();
    let mut bank = Bank::default();
    bank.add(1, Known::Clip(Clip::of(&borrowed).unwrap()), About::new(Source::House)).unwrap();
    let matches = bank.match_clip(&ClipQuery::of(&borrowed[..7]), NOW_MS);
    let Measure::Clip(comparison) = matches[0].measure else { panic!("a clip") };
    assert!(comparison.share_of_known >= 0.8 && comparison.distance_median <= 2, "{comparison:?}");
    let others = scene(5);
    let others: Vec<Pixels> = others.iter().map(Drawing::pixels).collect();
    assert!(bank.match_clip(&ClipQuery::of(&others), NOW_MS).is_empty());
}

#[test]
fn new_text_finds_what_was_said_before() {
    let mut chance = Chance::new(1);
    let words: Vec<String> = (0..400).map(|_| format!("w{}", chance.below(100_000))).collect();
    let message = |chance: &mut Chance| {
        let words: Vec<&str> = (0..30).map(|_| chance.one_of(&words).as_str()).collect();
        words.join(" ")
    };
    let mut past: Vec<String> = (0..2_000).map(|_| message(&mut chance)).collect();
    past[77] = format!("{TEXT} !!!");
    past[1_500] = format!("пишу ещё раз: {TEXT}");
    let stored: Vec<Fingerprint> = past.iter().map(|text| Look::of(text).fingerprint().unwrap()).collect();
    let mut bank = Bank::default();
    bank.add(1, text(TEXT), About::new(Source::House)).unwrap();
    let replay = bank.replay(1).unwrap();
    let found: Vec<usize> = (0..past.len())
        .filter(|at| replay.measure(Stored::Text(&stored[*at])).is_some())
        .filter(|at| replay.verify_text(&Look::of(&past[*at]).shingles()).is_some())
        .collect();
    assert_eq!(found, [77, 1_500]);
    assert!(replay.measure(Stored::File(&Digest::of(b"x"))).is_none());
    assert!(bank.replay(2).is_none());
}

#[test]
fn new_hash_finds_pictures_in_any_orientation() {
    let drawing = Drawing::scene(20, 384, 384);
    let hashed = Frequencies::of(&drawing.pixels()).hashed();
    let mut bank = Bank::default();
    // Of an exchange's hash nobody here has the picture.
    bank.add(1, Known::print(Print::of_hash(hashed)), About::new(Source::Exchange)).unwrap();
    bank.add(2, Known::File(Digest::of(b"x")), About::new(Source::Import)).unwrap();
    let replay = bank.replay(1).unwrap();
    let upside_down = Drawing::of(384, 384, |x, y| drawing.at(383 - x, 383 - y));
    let stored = [Print::of(&Drawing::scene(21, 200, 150).pixels()), Print::of(&upside_down.pixels())];
    let measures = stored.map(|print| replay.measure(Stored::Picture(&print)));
    let [None, Some(Measure::Picture { distance, orientation })] = measures else { panic!("{measures:?}") };
    assert!(distance <= 31 && orientation == Orientation::Rotate180, "{distance} {orientation:?}");
    let near = bank.match_print(&stored[1], NOW_MS);
    assert_eq!(ids(&near), [1]);
    // Of an own picture the pixels were at hand: what is left for disguises is all of the distance.
    bank.add(4, Known::picture(&drawing.pixels()), About::new(Source::House)).unwrap();
    let framed = Print::of(&upside_down.scaled(300, 280).framed([10; 4], [255; 3]).pixels());
    let measure = bank.replay(4).unwrap().measure(Stored::Picture(&framed));
    let Some(Measure::Picture { distance, orientation }) = measure else { panic!("{measure:?}") };
    assert!(distance <= 20 && orientation == Orientation::Rotate180, "{distance} {orientation:?}");
    assert!(bank.replay(2).unwrap().measure(Stored::File(&Digest::of(b"x"))).is_some());
    let dull = Hashed { hash: Hash([1, 2, 3, 4]), quality: 49 };
    let refused = bank.add(3, Known::print(Print::of_hash(dull)), About::new(Source::Exchange));
    assert_eq!(refused, Err(Refused::TooPlain));
}

#[test]
fn new_clip_finds_clips_that_contain_it() {
    let frames: Vec<Drawing> =
        (0..30).map(|second| Drawing::panned(second / 5, 96, 72, (second % 5) as i64 * 40)).collect();
    let pixels: Vec<Pixels> = frames.iter().map(Drawing::pixels).collect();
    let mut bank = Bank::default();
    bank.add(1, Known::Clip(Clip::of(&pixels[5..20]).unwrap()), About::new(Source::House)).unwrap();
    let replay = bank.replay(1).unwrap();
    let (whole, rest) = (Clip::of(&pixels).unwrap(), Clip::of(&pixels[15..]).unwrap());
    assert!(replay.measure(Stored::Clip(&whole)).is_some());
    assert!(replay.measure(Stored::Clip(&rest)).is_none(), "a third of it only");
}
