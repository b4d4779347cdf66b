//! Reads a chain from its beginning and names what is wrong with it. It must not know where the records are kept: they
//! come one after the other.

use std::collections::BTreeSet;

use crate::digest::Digest;
use crate::link::{Act, Head, Link};
use crate::root::{PublicKey, SignedRoot};

/// Faults beyond which reading on tells nothing more.
const FAULTS_MAX: usize = 1_000;

/// A record as it was found.
#[derive(Debug, Clone, Copy)]
pub struct Stored<'a> {
    /// Its link.
    pub link: &'a Link,
    /// The digest that is kept with the link.
    pub digest: Digest,
    /// Its sealed bytes, if they are there.
    pub sealed: Option<&'a [u8]>,
}

/// What is wrong, by the number of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A link that does not follow the one before: one is missing, was added, or stands elsewhere.
    #[error("link {found} does not follow: {expected} was expected, with the digest of the one before")]
    Place {
        /// Which number should come.
        expected: u64,
        /// Which number came.
        found: u64,
    },
    /// A link that is not what it was when it was written.
    #[error("link {number} was changed")]
    Link {
        /// Which.
        number: u64,
    },
    /// Sealed bytes that are not those that were handed in.
    #[error("the content of link {number} was changed")]
    Content {
        /// Which.
        number: u64,
    },
    /// Sealed bytes that are gone, and no link says that they were erased.
    #[error("the content of link {number} is gone, and was not erased lawfully")]
    ContentMissing {
        /// Which.
        number: u64,
    },
    /// A link says that content was erased which is there, or never was.
    #[error("link {number} erases what is still there, or what never was")]
    Erasure {
        /// The link that says so.
        number: u64,
    },
    /// A root whose signature is nobody's who is trusted, or that does not follow the root before.
    #[error("the root of day {day} is not signed, or does not follow the root before")]
    Signature {
        /// Which.
        day: i64,
    },
    /// A root that says another thing than the chain.
    #[error("the chain is not the one that was signed on day {day}")]
    Root {
        /// Which.
        day: i64,
    },
    /// The chain ends before a signed root does.
    #[error("the chain ends with link {last}, and the root of day {day} is of a later one")]
    Cut {
        /// The last link that there is.
        last: u64,
        /// The root's day.
        day: i64,
    },
}

/// What reading a whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Where the chain ends.
    pub head: Head,
    /// Links with content that is there.
    pub kept: u64,
    /// Links whose content was erased lawfully.
    pub erased: u64,
    /// Links behind the last root: nothing signed vouches for them yet.
    pub unsigned: u64,
    /// What is wrong; empty when nothing is.
    pub faults: Vec<Fault>,
}

/// Reads a chain.
#[derive(Debug, Clone)]
pub struct Verifier {
    /// In order of the day.
    roots: Vec<SignedRoot>,
    /// How many of them the chain has reached.
    reached: usize,
    head: Head,
    kept: u64,
    erased: u64,
    without_content: BTreeSet<u64>,
    faults: Vec<Fault>,
}

impl Verifier {
    /// Begins, with all roots in the order in which they were signed, and the keys that are trusted.
    pub fn new(trusted: &[PublicKey], roots: Vec<SignedRoot>) -> Self {
        let mut faults = Vec::new();
        let mut before: Option<&SignedRoot> = None;
        for signed in &roots {
            let root = &signed.root;
            let follows = match before.map(|before| &before.root) {
                Some(before) => {
                    let goes_on = before.day < root.day && before.head.number <= root.head.number;
                    goes_on && root.previous == before.digest()
                }
                None => root.previous == Digest::NONE,
            };
            if !follows || !signed.is_signed_by(trusted) {
                faults.push(Fault::Signature { day: root.day });
            }
            before = Some(signed);
        }
        let mut verifier = Self {
            roots,
            reached: 0,
            head: Head::EMPTY,
            kept: 0,
            erased: 0,
            without_content: BTreeSet::new(),
            faults,
        };
        verifier.compare_roots(Head::EMPTY);
        verifier
    }

    /// Reads the next record. What follows a fault is judged by itself, so that one fault is named once.
    pub fn take(&mut self, stored: Stored<'_>) {
        let Stored { link, digest, sealed } = stored;
        let number = link.number;
        let expected = self.head.number + 1;
        if number != expected || link.previous != self.head.digest {
            self.note(Fault::Place { expected, found: number });
        }
        let actual = link.digest();
        if actual != digest {
            self.note(Fault::Link { number });
        }
        match (link.act, sealed) {
            (Act::Sealed { digest, bytes }, Some(sealed)) => {
                if sealed.len() as u64 != bytes || Digest::of_sealed(sealed) != digest {
                    self.note(Fault::Content { number });
                }
                self.kept += 1;
            }
            (Act::Sealed { .. }, None) => {
                self.without_content.insert(number);
            }
            (Act::Erased { .. }, Some(_)) => self.note(Fault::Content { number }),
            (Act::Erased { number: erased, .. }, None) => {
                if self.without_content.remove(&erased) {
                    self.erased += 1;
                } else {
                    self.note(Fault::Erasure { number });
                }
            }
        }
        self.head = Head { number, digest };
        self.compare_roots(Head { number, digest: actual });
    }

    /// Ends.
    pub fn finish(mut self) -> Verdict {
        for number in std::mem::take(&mut self.without_content) {
            self.note(Fault::ContentMissing { number });
        }
        let last = self.head.number;
        for at in self.reached..self.roots.len() {
            self.note(Fault::Cut { last, day: self.roots[at].root.day });
        }
        let signed = self.roots.last().map_or(0, |signed| signed.root.head.number);
        let Self { head, kept, erased, faults, .. } = self;
        Verdict { head, kept, erased, unsigned: head.number.saturating_sub(signed), faults }
    }

    /// Compares the roots that end here, or that the chain has just stepped over, with what the chain comes to.
    fn compare_roots(&mut self, head: Head) {
        while let Some(signed) = self.roots.get(self.reached) {
            let root = signed.root;
            if root.head.number > head.number {
                break;
            }
            self.reached += 1;
            if root.head != head {
                self.note(Fault::Root { day: root.day });
            }
        }
    }

    fn note(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        }
    }
}
