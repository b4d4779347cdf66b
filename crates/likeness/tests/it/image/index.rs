//! The search among stored hashes: by parts it finds what comparing all finds, after any adding and removing.

use parvis_likeness::image::{DISTANCE_MAX, Hash, HashIndex};

use crate::chance::Chance;

fn hash(chance: &mut Chance) -> Hash {
    Hash([0; 4].map(|_: u64| chance.next()))
}

fn changed(hash: &Hash, bits: u32, chance: &mut Chance) -> Hash {
    let mut changed = *hash;
    while changed.distance(hash) < bits {
        changed.0[chance.below(4) as usize] ^= 1 << chance.below(64);
    }
    changed
}

#[test]
fn parts_find_what_comparing_all_finds() {
    let mut chance = Chance::new(12);
    let hashes: Vec<Hash> = (0..6_000).map(|_| hash(&mut chance)).collect();
    let mut compared = HashIndex::comparing(usize::MAX);
    let mut parted = HashIndex::comparing(500);
    for (number, hash) in hashes.iter().enumerate() {
        compared.add(*hash, number as u32);
        parted.add(*hash, number as u32);
        // A twin for every tenth, and every seventh goes again.
        if number % 10 == 0 {
            let twin = changed(hash, 5, &mut chance);
            compared.add(twin, number as u32);
            parted.add(twin, number as u32);
        }
        if number % 7 == 0 {
            assert!(compared.remove(&hashes[number / 2], number as u32 / 2));
            assert!(parted.remove(&hashes[number / 2], number as u32 / 2));
            assert!(!parted.remove(&hashes[number / 2], number as u32 / 2));
        }
    }
    assert_eq!(parted.len(), compared.len());
    for bits in [0, 1, 9, 24, 31, 32] {
        for number in (1..6_000).step_by(97) {
            let query = changed(&hashes[number], bits, &mut chance);
            let expected = compared.within(&query, DISTANCE_MAX);
            assert_eq!(parted.within(&query, DISTANCE_MAX), expected, "{bits} bits from {number}");
            assert_eq!(parted.within(&query, 45), compared.within(&query, 45));
        }
    }
}

#[test]
fn removing_nearly_all_gives_the_memory_back() {
    let mut chance = Chance::new(2);
    let hashes: Vec<Hash> = (0..3_000).map(|_| hash(&mut chance)).collect();
    let mut index = HashIndex::comparing(1_000);
    hashes.iter().enumerate().for_each(|(number, hash)| index.add(*hash, number));
    let full_bytes = index.memory_bytes();
    hashes[..2_900].iter().enumerate().for_each(|(number, hash)| assert!(index.remove(hash, number)));
    assert_eq!(index.len(), 100);
    assert!(index.memory_bytes() < full_bytes / 2);
    assert!(index.within(&hashes[5], 0).is_empty());
    assert_eq!(index.within(&hashes[2_950], 0)[0].key, 2_950);
    assert!(HashIndex::<u8>::default().is_empty());
}
