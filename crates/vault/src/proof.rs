//! One record for somebody outside, a court or an expert: that it was handed in, when, and that it is unchanged.

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, from_hex, hex, to_hex};
use crate::link::{Act, Link, chained};
use crate::root::{PublicKey, SignedRoot};
use crate::sealing::{RecordKey, open};

/// A record, its key, and the way from its link to a signed root. Of the links between it holds digests only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The record's link.
    pub link: Link,
    /// What later links say, as digests, in their order.
    pub later: Vec<Digest>,
    /// The root that they lead to.
    pub root: SignedRoot,
    /// The sealed bytes and their key, where content is shown.
    pub content: Option<SealedContent>,
}

/// Sealed bytes with the key that opens them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedContent {
    sealed: String,
    #[serde(with = "hex")]
    key: [u8; 32],
}

/// What is wrong with a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The root is not signed by anybody who is trusted.
    #[error("the root is not signed by anybody who is trusted")]
    Signature,
    /// The links do not lead to the root.
    #[error("the links do not lead to the root")]
    Way,
    /// The sealed bytes are not those of the link, or their key does not open them.
    #[error("the sealed bytes are not those that were handed in, or do not open")]
    Content,
    /// The links that were handed in are not those from the record to the root.
    #[error("the links that were handed in are not those from the record to the root")]
    Links,
}

impl Proof {
    /// Makes a proof of the first of these links, which go to the root's last one without a gap.
    pub fn of(
        links: &[Link],
        root: SignedRoot,
        content: Option<(&[u8], &RecordKey)>,
    ) -> Result<Self, ProofFault> {
        let (link, later) = links.split_first().ok_or(ProofFault::Links)?;
        let content =
            content.map(|(sealed, key)| SealedContent { sealed: to_hex(sealed), key: *key.as_bytes() });
        let later = later.iter().map(Link::header).collect();
        let proof = Self { link: link.clone(), later, root, content };
        if proof.leads_to_root() { Ok(proof) } else { Err(ProofFault::Links) }
    }

    /// Checks the proof; the content, where it is shown.
    pub fn check(&self, trusted: &[PublicKey]) -> Result<Option<Vec<u8>>, ProofFault> {
        if !self.root.is_signed_by(trusted) {
            return Err(ProofFault::Signature);
        }
        if !self.leads_to_root() {
            return Err(ProofFault::Way);
        }
        let Some(SealedContent { sealed, key }) = &self.content else { return Ok(None) };
        let sealed = from_hex(sealed).ok_or(ProofFault::Content)?;
        let is_of_link = matches!(self.link.act, Act::Sealed { digest, bytes }
            if digest == Digest::of_sealed(&sealed) && bytes == sealed.len() as u64);
        if !is_of_link {
            return Err(ProofFault::Content);
        }
        open(&RecordKey::new(*key), &self.link.about, &sealed).map(Some).map_err(|_| ProofFault::Content)
    }

    fn leads_to_root(&self) -> bool {
        let head = self.root.root.head;
        let last = self.later.iter().fold(self.link.digest(), |before, header| chained(&before, header));
        self.link.number.checked_add(self.later.len() as u64) == Some(head.number) && last == head.digest
    }
}
