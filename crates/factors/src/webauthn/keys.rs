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

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    // An RSA key of 2048 bits and its signature of `la cour`, made with OpenSSL.
    const MODULUS: &str = "3-GqTPT55ka2lmc2XW46uMfhhBU3S7274wp4MQWHZxmzPwwbDLhgueeHCMDAEEbuMd8-BZ7AEwoWmAYLRLKP05 \
         O2KUZlzQZzj8kybeGapu3TW0DSItZBXV7HSbxzDUYuev8fLazvQDuIDUhk0lgvC7oOiBqq_8fIQzIPsdsrSPUh \
         idXNtcSahXUpqs26ljrONTbJSppS3KBjFcNa4ZSu7a-YIWsvc3Ks_9hmX6VGeE4fqPSevblbu6B1jO7xU24bKv \
         _NlBU5YK2jRw2LKV5YPBQelGDaQAMD_6ENJcyAU_mKci_4-sZyfJgcP185AiQRN1V3DrfYFq08-9DK65qUlQ";
    const SIGNATURE: &str = "qBCrDIhRlUhBHfjkCLeXvkJIkAcPKTtQvwPOMeXwffLXwSXDaBh463AdyRUziqXOwnnvKSp15wy0a_V0IylWE7 \
         PUuwE-ADdhkWHYondxPhxMg4ikrlI8nvXE-_ZFQAXErrNDiKmrVezmmU_Vm5AtLJlzwBwI4UglVM7G2tIvw7-T \
         FC0G6T2sAxYF3FDX2v2fCon8QtR2l-AFGN6wB38yDvUbiBzFoBoGg7KPoXd0Vueow71kPSFaFelDi-4ET2efwp \
         kK4XoQ-kZ0GBC7AZ2f4colqaQv95IJF7v-bi7gzJcc28lVmz7I0jECMwnyusozy1Wgxvq_tAIDblTpMXUORw";

    /// The blanks come from where the lines are broken.
    fn decoded(text: &str) -> Vec<u8> {
        BASE64URL_NOPAD.decode(text.replace(' ', "").as_bytes()).expect("base64url")
    }

    fn rsa_key() -> Vec<u8> {
        let head = b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00";
        [&head[..], &decoded(MODULUS), b"\x21\x43\x01\x00\x01"].concat()
    }

    #[test]
    fn a_signature_of_another_implementation_s_rsa_key_is_verified() {
        let (key, signature) = (rsa_key(), decoded(SIGNATURE));
        assert_eq!(verify(&key, b"la cour", &signature), Ok(()));
        assert_eq!(verify(&key, b"la place", &signature), Err(Flaw::WrongSignature));
    }

    #[test]
    fn keys_that_say_two_things_or_something_else_are_refused() {
        let rsa = rsa_key();
        let twice = [b"\xa5".as_slice(), &rsa[1..], b"\x01\x03"].concat();
        let longer = [rsa.as_slice(), b"\x00"].concat();
        for bad in [&twice[..], &longer, &rsa[..40], b"\xa0", b"\xa2\x01\x02\x03\x81\x26", b""] {
            assert_eq!(check(bad), Err(Flaw::Malformed), "{bad:?}");
        }
        // Kind 2 with RSA's algorithm; an algorithm that nobody asked for.
        for other in [&b"\xa2\x01\x02\x03\x39\x01\x00"[..], b"\xa2\x01\x02\x03\x38\x22"] {
            assert_eq!(check(other), Err(Flaw::UnknownAlgorithm), "{other:?}");
        }
    }
}
