//! A proof of one record convinces whoever knows the public key, and tells nothing about other records.

use parvis_vault::{Proof, ProofFault, PublicKey};

use crate::chain::{chain, content_of, key_of, signer};

fn proof(number: usize, has_content: bool) -> Proof {
    let chain = chain();
    let root = chain.roots[(number - 1) / 1_000];
    let last = root.root.head.number as usize;
    let links: Vec<_> = chain.rows[number - 1..last].iter().map(|row| row.link.clone()).collect();
    let sealed = chain.rows[number - 1].sealed.as_deref();
    let key = key_of(number);
    let content = sealed.filter(|_| has_content).map(|sealed| (sealed, &key));
    Proof::of(&links, root, content).expect("the links lead to the root")
}

fn trusted() -> [PublicKey; 1] {
    [signer().public_key()]
}

#[test]
fn a_proof_shows_what_was_handed_in_and_when() {
    for number in [1, 2, 998, 1_001, 10_000] {
        let json = serde_json::to_string(&proof(number, true)).unwrap();
        let read: Proof = serde_json::from_str(&json).unwrap();
        assert_eq!(read.check(&trusted()), Ok(Some(content_of(number))));
        assert_eq!(read.link.number, number as u64);
    }
    assert_eq!(proof(7, false).check(&trusted()), Ok(None));
    // What was erased can still be shown to have been there.
    assert_eq!(proof(24, true).check(&trusted()), Ok(None));
}

#[test]
fn a_proof_names_no_other_record() {
    let json = serde_json::to_string(&proof(900, true)).unwrap();
    assert!(json.contains("900900"));
    assert!(!json.contains("900901"));
}

#[test]
fn a_changed_proof_convinces_nobody() {
    let good = proof(990, true);
    assert_eq!(good.check(&[PublicKey::new([1; 32])]), Err(ProofFault::Signature));
    let mut changed = good.clone();
    changed.link.about.handed_in_ms += 1;
    assert_eq!(changed.check(&trusted()), Err(ProofFault::Way));
    let mut changed = good.clone();
    changed.later.pop();
    assert_eq!(changed.check(&trusted()), Err(ProofFault::Way));
    let mut changed = good.clone();
    changed.root.root.day += 1;
    assert_eq!(changed.check(&trusted()), Err(ProofFault::Signature));
    let changed = Proof { content: proof(989, true).content, ..good };
    assert_eq!(changed.check(&trusted()), Err(ProofFault::Content));
}

#[test]
fn a_proof_is_made_of_all_links_to_the_root() {
    let chain = chain();
    let links: Vec<_> = chain.rows[989..998].iter().map(|row| row.link.clone()).collect();
    assert_eq!(Proof::of(&links, chain.roots[0], None), Err(ProofFault::Links));
    assert_eq!(Proof::of(&[], chain.roots[0], None), Err(ProofFault::Links));
}
