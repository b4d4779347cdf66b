//! The chain that the other tests do things to: 10,000 records in ten days, some of them erased.

use std::sync::OnceLock;

use parvis_vault::{
    About, Act, Digest, Ground, Head, Kind, Link, RecordKey, Root, SignedRoot, Signer, Stored, Verdict,
    Verifier, seal,
};

pub const RECORDS: usize = 10_000;
const DAY_RECORDS: usize = 1_000;
const DAY_MS: i64 = 86_400_000;
const FIRST_DAY: i64 = 20_775;

/// A record as a table would keep it.
#[derive(Debug, Clone)]
pub struct Row {
    pub link: Link,
    pub digest: Digest,
    pub sealed: Option<Vec<u8>>,
}

impl Row {
    pub fn stored(&self) -> Stored<'_> {
        Stored { link: &self.link, digest: self.digest, sealed: self.sealed.as_deref() }
    }
}

pub struct Chain {
    pub rows: Vec<Row>,
    pub roots: Vec<SignedRoot>,
}

pub fn signer() -> Signer {
    Signer::from_seed(&[42; 32])
}

pub fn key_of(number: usize) -> RecordKey {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&(number as u64).to_le_bytes());
    RecordKey::new(key)
}

pub fn content_of(number: usize) -> Vec<u8> {
    format!("message {number}: {}", "words ".repeat(number % 17)).into_bytes()
}

/// Built once: one link in fifty erases the content of the one 25 before it.
pub fn chain() -> &'static Chain {
    static CHAIN: OnceLock<Chain> = OnceLock::new();
    CHAIN.get_or_init(|| {
        let mut chain = Chain { rows: Vec::with_capacity(RECORDS), roots: Vec::new() };
        let mut head = Head::EMPTY;
        for number in 1..=RECORDS {
            let day = FIRST_DAY + ((number - 1) / DAY_RECORDS) as i64;
            let kind = Kind::parse(["message", "file", "profile"][number % 3]).expect("a word");
            let handed_in_ms = day * DAY_MS + (number % DAY_RECORDS) as i64;
            let about = About { record_id: 900_000 + number as u64, kind, handed_in_ms };
            let (act, sealed) = if number % 50 == 49 {
                let erased = number - 25;
                chain.rows[erased - 1].sealed = None;
                (Act::Erased { number: erased as u64, ground: Ground::Expired }, None)
            } else {
                let sealed = seal(&key_of(number), &about, &content_of(number));
                let digest = Digest::of_sealed(&sealed);
                (Act::Sealed { digest, bytes: sealed.len() as u64 }, Some(sealed))
            };
            let link = head.next(about, act);
            head = Head::of(&link);
            chain.rows.push(Row { digest: link.digest(), link, sealed });
            if number % DAY_RECORDS == 0 {
                let previous = chain.roots.last().map_or(Digest::NONE, |signed| signed.root.digest());
                chain.roots.push(SignedRoot::sign(Root { day, head, previous }, &signer()));
            }
        }
        chain
    })
}

pub fn verifier(roots: &[SignedRoot]) -> Verifier {
    Verifier::new(&[signer().public_key()], roots.to_vec())
}

pub fn verify<'a>(rows: impl IntoIterator<Item = &'a Row>, roots: &[SignedRoot]) -> Verdict {
    let mut verifier = verifier(roots);
    rows.into_iter().for_each(|row| verifier.take(row.stored()));
    verifier.finish()
}
