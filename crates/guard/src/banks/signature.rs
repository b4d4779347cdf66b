//! What is kept of an item, and of a file that was looked at: digests, hashes and signatures, and nothing that could be
//! seen or read again.

use parvis_likeness::bank::{Known, Refused};
use parvis_likeness::file::Digest;
use parvis_likeness::image::{Hash, Print, Query};
use parvis_likeness::text::{Fingerprint, Look};

use super::pixels::Decoded;
use super::words::ItemKind;

/// The hashes of a file.
pub struct Looked {
    /// Of all its bytes.
    pub digest: Digest,
    /// Of what it shows, as it is stored and as it is looked for.
    pub picture: Option<(Print, Query)>,
}

impl Looked {
    /// Looks at a whole file.
    pub fn at(file: &[u8]) -> Self {
        let decoded = Decoded::of(file);
        let pixels = decoded.as_ref().and_then(Decoded::pixels);
        Self {
            digest: Digest::of(file),
            picture: pixels.map(|pixels| (Print::of(&pixels), Query::of(&pixels))),
        }
    }
}

/// An item as it is kept: of which kind it is, and its bytes.
pub struct Signature {
    /// Of which kind.
    pub kind: ItemKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Of a text.
    pub fn of_text(text: &str) -> Result<Self, Refused> {
        match Known::signature(&Look::of(text))? {
            Known::Signature(fingerprint) => Ok(Self { kind: ItemKind::Text, bytes: fingerprint.to_bytes() }),
            _ => Err(Refused::TooLittle),
        }
    }

    /// Of a file: of what it shows if there is enough to see, else of its bytes.
    pub fn of_file(file: &[u8]) -> Self {
        let looked = Looked::at(file);
        match &looked.picture {
            Some((print, query)) if print.usable().next().is_some() => {
                Self { kind: ItemKind::Image, bytes: picture_bytes(print, query) }
            }
            _ => Self::of_digest(looked.digest),
        }
    }

    /// Of a file of which the digest alone is known.
    pub fn of_digest(digest: Digest) -> Self {
        Self { kind: ItemKind::File, bytes: digest.0.to_vec() }
    }

    /// Of a picture of which the hashes alone are known.
    pub fn of_print(print: &Print) -> Result<Self, Refused> {
        if print.usable().next().is_none() {
            return Err(Refused::TooPlain);
        }
        Ok(Self { kind: ItemKind::Image, bytes: picture_bytes(print, &Query::of_print(print)) })
    }
}

/// The length of the stored hashes, these, and those that are looked for.
fn picture_bytes(print: &Print, query: &Query) -> Vec<u8> {
    let print = print.to_bytes();
    let mut bytes = vec![u8::try_from(print.len()).expect("66 bytes at most")];
    bytes.extend(print);
    bytes.extend(query.hashes().iter().flat_map(|(hash, _)| hash.to_bytes()));
    bytes
}

/// Reads what [`Signature`] wrote; `None` for anything else.
pub fn known(kind: ItemKind, bytes: &[u8]) -> Option<Known> {
    match kind {
        ItemKind::Text => Fingerprint::from_bytes(bytes).map(Known::Signature),
        ItemKind::File => Some(Known::File(Digest(bytes.try_into().ok()?))),
        ItemKind::Image => {
            let (length, rest) = bytes.split_first()?;
            let (print, hashes) = rest.split_at_checked(usize::from(*length))?;
            let (hashes, over) = hashes.as_chunks::<32>();
            let hashes: Vec<Hash> = hashes.iter().map(Hash::from_bytes).collect();
            let print = Print::from_bytes(print)?;
            over.is_empty().then(|| Known::Picture { print, laid: Query::from_hashes(&hashes) })
        }
    }
}
