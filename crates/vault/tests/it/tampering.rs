//! One flipped bit in any of 10,000 records is found; so is one that is missing, added, moved or emptied.

use std::cell::Cell;

use parvis_vault::{Act, Digest, Fault, Ground, Head, Kind, Link, Root, SignedRoot, Signer, Verifier, seal};

use crate::chain::{Chain, RECORDS, Row, chain, content_of, key_of, signer, verifier, verify};

/// Where in a record the flipped bit lies.
const PLACES: u64 = 8;

/// The next of a row of numbers that is the same in every run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn flip_digest(digest: Digest, bit: u64) -> Digest {
    let mut bytes = *digest.as_bytes();
    bytes[bit as usize % 256 / 8] ^= 1 << (bit % 8);
    Digest::new(bytes)
}

/// The record with one bit flipped; `None` when what is left is no record, which whoever reads it finds.
fn with_flipped_bit(row: &Row, place: u64, bit: u64) -> Option<Row> {
    let mut row = row.clone();
    match place {
        0 => row.link.number ^= 1 << (bit % 64),
        1 => row.link.about.record_id ^= 1 << (bit % 64),
        2 => row.link.about.handed_in_ms ^= 1 << (bit % 64),
        3 => {
            let mut word = row.link.about.kind.as_str().as_bytes().to_vec();
            let at = (bit / 8) as usize % word.len();
            word[at] ^= 1 << (bit % 8);
            row.link.about.kind = Kind::parse(&String::from_utf8(word).ok()?).ok()?;
        }
        4 => row.link.previous = flip_digest(row.link.previous, bit),
        5 => row.digest = flip_digest(row.digest, bit),
        6 => match &mut row.link.act {
            Act::Sealed { digest, .. } if bit.is_multiple_of(2) => *digest = flip_digest(*digest, bit / 2),
            Act::Sealed { bytes, .. } => *bytes ^= 1 << (bit % 64),
            Act::Erased { number, .. } if bit.is_multiple_of(2) => *number ^= 1 << (bit % 64),
            Act::Erased { ground, .. } => *ground = Ground::from_code(ground.code() ^ (1 << (bit % 8)))?,
        },
        _ => {
            let sealed = row.sealed.as_mut()?;
            let at = (bit / 8) as usize % sealed.len();
            sealed[at] ^= 1 << (bit % 8);
        }
    }
    Some(row)
}

/// Faults of reading these records after what `before` has read already; no root helps.
fn faults(before: &Verifier, rows: &[&Row]) -> Vec<Fault> {
    let mut verifier = before.clone();
    rows.iter().for_each(|row| verifier.take(row.stored()));
    verifier.finish().faults
}

/// Changes the chain at each of its records where `change` has something to change, and lists the numbers where nothing
/// new was found up to the record after it. What comes before is as it was, so that reading begins where it ended.
fn unnoticed(change: impl Fn(&Chain, usize) -> Option<Vec<Row>>) -> Vec<usize> {
    let chain = chain();
    let mut before = verifier(&[]);
    let mut unnoticed = Vec::new();
    for (at, row) in chain.rows.iter().enumerate() {
        if let Some(changed) = change(chain, at) {
            let after = chain.rows.get(at + 1);
            let as_changed: Vec<&Row> = changed.iter().chain(after).collect();
            let as_written: Vec<&Row> = std::iter::once(row).chain(after).collect();
            let baseline = faults(&before, &as_written);
            if faults(&before, &as_changed).iter().all(|fault| baseline.contains(fault)) {
                unnoticed.push(at + 1);
            }
        }
        before.take(row.stored());
    }
    unnoticed
}

#[test]
fn the_chain_as_it_was_written_has_no_fault() {
    let chain = chain();
    let verdict = verify(&chain.rows, &chain.roots);
    assert_eq!(verdict.faults, []);
    assert_eq!((verdict.kept, verdict.erased, verdict.unsigned), (9_600, 200, 0));
    assert_eq!(verdict.head, Head::of(&chain.rows[RECORDS - 1].link));
}

#[test]
fn one_flipped_bit_in_any_of_10_000_records_is_found() {
    for place in 0..PLACES {
        let flipped = Cell::new(0);
        let missed = unnoticed(|chain, at| {
            let mut state = (at as u64) * PLACES + place;
            let changed = with_flipped_bit(&chain.rows[at], place, next(&mut state))?;
            flipped.set(flipped.get() + 1);
            Some(vec![changed])
        });
        assert_eq!(missed, Vec::<usize>::new(), "place {place}");
        // Some flips of a letter leave no word: reading such a row fails by itself.
        assert!(flipped.get() > if place == 3 { 3_000 } else { 9_500 }, "{} flips at {place}", flipped.get());
    }
}

#[test]
fn every_bit_of_a_record_counts() {
    let chain = chain();
    for at in [0, 23, 48, 5_000] {
        let mut before = verifier(&[]);
        chain.rows[..at].iter().for_each(|row| before.take(row.stored()));
        let row = &chain.rows[at];
        let baseline = faults(&before, &[row, &chain.rows[at + 1]]);
        for (place, bit) in (0..PLACES).flat_map(|place| (0..1_024).map(move |bit| (place, bit))) {
            let Some(changed) = with_flipped_bit(row, place, bit) else { continue };
            let found = faults(&before, &[&changed, &chain.rows[at + 1]]);
            assert!(found.iter().any(|it| !baseline.contains(it)), "record {at}, place {place}, bit {bit}");
        }
    }
}

#[test]
fn a_flipped_bit_is_named_by_its_record_when_all_is_read() {
    let chain = chain();
    for at in [0, 1, 997, 4_321, RECORDS - 1] {
        let mut rows = chain.rows.clone();
        let original = rows[at].clone();
        rows[at] = with_flipped_bit(&original, 7, 12_345).expect("content that is there");
        let number = original.link.number;
        assert_eq!(verify(&rows, &chain.roots).faults, [Fault::Content { number }]);
        rows[at] = with_flipped_bit(&original, 1, 5).expect("a record");
        assert!(verify(&rows, &chain.roots).faults.contains(&Fault::Link { number }));
    }
}

#[test]
fn a_record_that_is_missing_moved_or_added_is_found_wherever_it_stood() {
    // The last one's absence shows in its root alone, see below.
    assert_eq!(unnoticed(|_, _| Some(Vec::new())), [RECORDS]);
    let twice = |chain: &Chain, at: usize| Some(vec![chain.rows[at].clone(), chain.rows[at].clone()]);
    assert_eq!(unnoticed(twice), Vec::<usize>::new());
    let moved =
        |chain: &Chain, at: usize| Some(vec![chain.rows.get(at + 1)?.clone(), chain.rows[at].clone()]);
    assert_eq!(unnoticed(moved), Vec::<usize>::new());
    // One that was made for its place, as well as can be without changing what comes after.
    let added = |chain: &Chain, at: usize| {
        chain.rows.get(at + 1)?;
        let row = chain.rows[at].clone();
        let link = Link { number: at as u64 + 2, previous: row.digest, ..row.link.clone() };
        let false_row = Row { digest: link.digest(), link, sealed: row.sealed.clone() };
        Some(vec![row, false_row])
    };
    assert_eq!(unnoticed(added), Vec::<usize>::new());
}

#[test]
fn content_that_is_gone_without_a_lawful_erasure_is_found_for_each_record() {
    let missed = unnoticed(|chain, at| Some(vec![Row { sealed: None, ..chain.rows[at].clone() }]));
    let chain = chain();
    let without = |number: &&usize| chain.rows[**number - 1].sealed.is_none();
    // Links that never had content, and content that a later link erases.
    assert_eq!(missed.iter().filter(without).count(), missed.len());
    assert_eq!(missed.len(), 400);
}

#[test]
fn content_that_was_said_to_be_erased_may_not_be_there() {
    let chain = chain();
    let mut rows = chain.rows.clone();
    let about = &rows[23].link.about;
    rows[23].sealed = Some(seal(&key_of(24), about, &content_of(24)));
    assert_eq!(verify(&rows, &chain.roots).faults, [Fault::Erasure { number: 49 }]);
}

#[test]
fn a_chain_that_was_rewritten_from_a_place_on_is_not_the_signed_one() {
    let chain = chain();
    let mut rows = chain.rows.clone();
    rows[7_500].link.about.record_id += 1;
    let mut head = Head::of(&rows[7_499].link);
    for row in &mut rows[7_500..] {
        row.link.previous = head.digest;
        row.digest = row.link.digest();
        head = Head::of(&row.link);
    }
    let days = [7, 8, 9].map(|at| Fault::Root { day: chain.roots[at].root.day });
    assert_eq!(verify(&rows, &chain.roots).faults, days);
}

#[test]
fn a_chain_that_was_cut_is_shorter_than_its_roots() {
    let chain = chain();
    let last = RECORDS as u64 - 1;
    let day = chain.roots[9].root.day;
    assert_eq!(verify(&chain.rows[..RECORDS - 1], &chain.roots).faults, [Fault::Cut { last, day }]);
    let verdict = verify(&chain.rows, &chain.roots[..9]);
    assert_eq!((verdict.faults, verdict.unsigned), (Vec::new(), 1_000), "unsigned, and said so");
}

#[test]
fn roots_are_signed_and_follow_one_another() {
    let chain = chain();
    for at in 0..chain.roots.len() {
        let day = chain.roots[at].root.day;
        let mut roots = chain.roots.clone();
        roots[at].signature[at] ^= 1;
        assert_eq!(verify(&chain.rows, &roots).faults, [Fault::Signature { day }]);
        let mut roots = chain.roots.clone();
        roots[at] = SignedRoot::sign(roots[at].root, &Signer::from_seed(&[1; 32]));
        assert_eq!(verify(&chain.rows, &roots).faults, [Fault::Signature { day }], "another's signature");
    }
    let mut roots = chain.roots.clone();
    let gone = roots.remove(4);
    assert_eq!(verify(&chain.rows, &roots).faults, [Fault::Signature { day: gone.root.day + 1 }]);
    let mut roots = chain.roots.clone();
    let head = Head { number: 10_000, digest: Digest::NONE };
    let root = Root { head, ..roots[9].root };
    roots[9] = SignedRoot::sign(root, &signer());
    assert_eq!(verify(&chain.rows, &roots).faults, [Fault::Root { day: root.day }]);
}
