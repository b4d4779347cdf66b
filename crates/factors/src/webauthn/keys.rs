//! Public keys as COSE has them (RFC 9052, RFC 9053, RFC 8230), and their signatures.

use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};

use super::cbor::{self, Item};
use super::{Flaw, PART_BYTES_MAX};

/// ECDSA on P-256 with SHA-256.
const ES256: i64 = -7;
/// Ed25519.
const EDDSA: i64 = -8;
/// RSA with SHA-256, which Windows writes.
const RS256: i64 = -257;
/// The algorithms that are asked for, the dearest first.
pub const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

const COORDINATE_BYTES: usize = 32;
/// Fields of a key; those that are known need five.
const FIELDS_MAX: u64 = 16;

enum Key<'a> {
    P256 { x: &'a [u8], y: &'a [u8] },
    Ed25519(&'a [u8]),
    Rsa { modulus: &'a [u8], exponent: &'a [u8] },
}

/// Refuses a key that could never be verified with.
pub(super) fn check(public_key: &[u8]) -> Result<(), Flaw> {
    parse(public_key).map(drop)
}

/// Verifies a signature.
pub(super) fn verify(public_key: &[u8], signed: &[u8], signature: &[u8]) -> Result<(), Flaw> {
    if signature.len() > PART_BYTES_MAX {
        return Err(Flaw::Malformed);
    }
    let verified = match parse(public_key)? {
        Key::P256 { x, y } => {
            let point = [&[0x04], x, y].concat();
            UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, point).verify(signed, signature)
        }
        Key::Ed25519(x) => UnparsedPublicKey::new(&signature::ED25519, x).verify(signed, signature),
        Key::Rsa { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }.verify(
            &signature::RSA_PKCS1_2048_8192_SHA256,
            signed,
            signature,
        ),
    };
    verified.map_err(|_| Flaw::WrongSignature)
}

fn parse(public_key: &[u8]) -> Result<Key<'_>, Flaw> {
    let fields = fields(public_key).ok_or(Flaw::Malformed)?;
    let find = |label: i64| fields.iter().find(|(known, _)| *known == label).map(|(_, value)| *value);
    let integer = |label| match find(label) {
        Some(Item::Integer(number)) => Ok(number),
        _ => Err(Flaw::Malformed),
    };
    let bytes = |label| match find(label) {
        Some(Item::Bytes(bytes)) => Ok(bytes),
        _ => Err(Flaw::Malformed),
    };
    let coordinate = |label| {
        bytes(label).and_then(|it| if it.len() == COORDINATE_BYTES { Ok(it) } else { Err(Flaw::Malformed) })
    };
    // Kind, algorithm, and the curve where there is one.
    match (integer(1)?, integer(3)?) {
        (2, ES256) if integer(-1)? == 1 => Ok(Key::P256 { x: coordinate(-2)?, y: coordinate(-3)? }),
        (1, EDDSA) if integer(-1)? == 6 => Ok(Key::Ed25519(coordinate(-2)?)),
        (3, RS256) => Ok(Key::Rsa { modulus: bytes(-1)?, exponent: bytes(-2)? }),
        _ => Err(Flaw::UnknownAlgorithm),
    }
}

/// The fields of a key: a map from numbers to values without parts, each of them said once.
fn fields(public_key: &[u8]) -> Option<Vec<(i64, Item<'_>)>> {
    let (Item::Map(pairs), mut rest) = cbor::item(public_key)? else { return None };
    if pairs > FIELDS_MAX {
        return None;
    }
    let mut fields = Vec::new();
    for _ in 0..pairs {
        let (Item::Integer(label), value) = cbor::item(rest)? else { return None };
        let (value, after) = cbor::item(value)?;
        let is_known = fields.iter().any(|(known, _)| *known == label);
        if is_known || matches!(value, Item::Array(_) | Item::Map(_)) {
            return None;
        }
        fields.push((label, value));
        rest = after;
    }
    rest.is_empty().then_some(fields)
}
