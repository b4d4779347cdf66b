//! One message to one browser: Web Push encryption (RFC 8291) in the content coding `aes128gcm` (RFC 8188).

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::{SecureRandom, SystemRandom};

/// Bytes of an uncompressed point of P-256.
pub const PUBLIC_KEY_BYTES: usize = 65;
/// Bytes of the secret that a browser makes for its subscription.
pub const AUTH_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
/// Largest record, as the header says it; ours is the only one.
const RECORD_BYTES: u32 = 4_096;
/// Every payload is padded to this, so that its length tells nothing.
const PADDED_BYTES: usize = 320;
/// Ends the last record (RFC 8188, 2).
const LAST_RECORD: u8 = 2;

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// The browser's public key.
    pub public_key: [u8; PUBLIC_KEY_BYTES],
    /// The secret that it shares with us.
    pub auth: [u8; AUTH_BYTES],
}

/// The body of a request to a push service.
pub fn encrypt(payload: &[u8], to: &Keys) -> Result<Vec<u8>, Unspecified> {
    let random = SystemRandom::new();
    let private_key = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
    let own: [u8; PUBLIC_KEY_BYTES] =
        private_key.compute_public_key()?.as_ref().try_into().map_err(|_| Unspecified)?;
    let mut salt = [0_u8; SALT_BYTES];
    random.fill(&mut salt)?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &to.public_key);
    let shared = agree_ephemeral(private_key, &theirs, <[u8]>::to_vec)?;
    let mut padded = payload.to_vec();
    padded.push(LAST_RECORD);
    padded.resize(padded.len().max(PADDED_BYTES), 0);
    seal(padded, &shared, &own, to, &salt)
}

/// Whether these bytes are a point with which keys can be agreed on.
pub fn is_public_key(bytes: &[u8; PUBLIC_KEY_BYTES]) -> bool {
    let probe = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new());
    probe
        .is_ok_and(|probe| agree_ephemeral(probe, &UnparsedPublicKey::new(&ECDH_P256, bytes), |_| ()).is_ok())
}

/// Everything behind the key agreement and the salt, which are random.
fn seal(
    mut record: Vec<u8>,
    shared: &[u8],
    own: &[u8; PUBLIC_KEY_BYTES],
    to: &Keys,
    salt: &[u8; SALT_BYTES],
) -> Result<Vec<u8>, Unspecified> {
    let agreed = Salt::new(HKDF_SHA256, &to.auth).extract(shared);
    let key = expand::<32>(&agreed, &[b"WebPush: info\0", &to.public_key, own])?;
    let derived = Salt::new(HKDF_SHA256, salt).extract(&key);
    let content_key = expand::<16>(&derived, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce = expand::<12>(&derived, &[b"Content-Encoding: nonce\0"])?;
    let content_key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content_key)?);
    content_key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)?;
    let own_length = u8::try_from(own.len()).map_err(|_| Unspecified)?;
    let header = [salt.as_slice(), &RECORD_BYTES.to_be_bytes(), &[own_length], own].concat();
    Ok([header, record].concat())
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(from: &Prk, info: &[&[u8]]) -> Result<[u8; N], Unspecified> {
    let mut out = [0_u8; N];
    from.expand(info, Length(N))?.fill(&mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use p256::elliptic_curve::sec1::ToEncodedPoint;
    use p256::{PublicKey, SecretKey, ecdh};

    use super::*;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        URL_SAFE_NO_PAD.decode(text).expect("base64url").try_into().expect("the length")
    }

    fn agreed(private_key: &SecretKey, public_key: &[u8]) -> Vec<u8> {
        let public_key = PublicKey::from_sec1_bytes(public_key).expect("a point");
        let shared = ecdh::diffie_hellman(private_key.to_nonzero_scalar(), public_key.as_affine());
        shared.raw_secret_bytes().to_vec()
    }

    /// RFC 8291, appendix A.
    #[test]
    fn the_example_of_the_standard_comes_out() {
        let to = Keys {
            public_key: bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            ),
            auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let own =
            bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let private_key: [u8; 32] = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        let private_key = SecretKey::from_slice(&private_key).expect("a key");
        let shared = agreed(&private_key, &to.public_key);
        assert_eq!(URL_SAFE_NO_PAD.encode(&shared), "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let record = [b"When I grow up, I want to be a watermelon".as_slice(), &[LAST_RECORD]].concat();
        let sealed =
            seal(record, &shared, &own, &to, &bytes("DGv6ra1nlYgDCS1FRnbzlw")).expect("it is sealed");
        assert_eq!(
            URL_SAFE_NO_PAD.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEq\
             KK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn messages_of_any_length_look_alike_and_no_two_are_the_same() {
        let private_key = SecretKey::from_slice(&[7; 32]).expect("a key");
        let point = private_key.public_key().to_encoded_point(false);
        let to = Keys { public_key: point.as_bytes().try_into().expect("65 bytes"), auth: [1; 16] };
        let [one, other] = [b"{}".as_slice(), &[b'x'; 319]].map(|text| encrypt(text, &to).expect("sealed"));
        assert_eq!((one.len(), one.len()), (other.len(), SALT_BYTES + 5 + 65 + PADDED_BYTES + 16));
        assert_ne!(encrypt(b"{}", &to).expect("sealed"), one);
    }

    #[test]
    fn only_points_of_the_curve_are_keys() {
        let point = SecretKey::from_slice(&[7; 32]).expect("a key").public_key().to_encoded_point(false);
        let mut key: [u8; 65] = point.as_bytes().try_into().expect("65 bytes");
        assert!(is_public_key(&key));
        key[64] ^= 1;
        assert!(!is_public_key(&key) && !is_public_key(&[0; 65]));
    }
}
