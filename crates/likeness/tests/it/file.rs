//! Files: digests as BLAKE3 publishes them, and who has a file.

use parvis_likeness::file::{Digest, Digester, FileIndex};

#[test]
fn digest_is_blake3_of_the_whole() {
    // The first and the second of BLAKE3's own test vectors.
    let empty = Digest::parse("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262").unwrap();
    assert_eq!(Digest::of(b""), empty);
    let one = Digest::parse("2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213").unwrap();
    assert_eq!(Digest::of(&[0]), one);
    let mut digester = Digester::default();
    b"in pieces".chunks(2).for_each(|piece| digester.add(piece));
    assert_eq!(digester.finish(), Digest::of(b"in pieces"));
    assert_eq!(Digest::parse(&one.to_string()), Some(one));
    assert_eq!(Digest::parse("2d3a"), None);
}

#[test]
fn file_is_found_until_its_last_key_goes() {
    let digest = Digest::of(b"a file");
    let mut index = FileIndex::default();
    index.add(digest, 1);
    index.add(digest, 2);
    assert_eq!(index.of(&digest), [1, 2]);
    assert!(index.remove(&digest, 1) && !index.remove(&digest, 1));
    assert_eq!(index.of(&digest), [2]);
    assert!(index.remove(&digest, 2) && index.of(&digest).is_empty());
    assert_eq!(index.of(&Digest::of(b"a filf")), [0; 0]);
}
