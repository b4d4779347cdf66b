//! Who we are to push services: a key pair of this server (RFC 8292), made on its first start and kept in the database.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, LoginMarker};
use parvis_store::tables;
use ring::error::Unspecified;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;
use url::Url;

/// The name of the key among the server's secrets.
const SECRET: &str = "web-push";
/// How long a token says that it is good; the standard allows a day.
const TOKEN_S: i64 = 12 * 3_600;
/// Bytes of a topic: 32 characters, as many as there may be (RFC 8030, 5.4).
const TOPIC_BYTES: usize = 24;

/// The key pair.
pub struct Vapid {
    pair: EcdsaKeyPair,
    topics: hmac::Key,
}

impl Vapid {
    /// Reads the key pair, or makes it on the first start.
    pub async fn load_or_make(app: &App) -> ActionResult<Self> {
        let unusable = |_| std::io::Error::other("the key pair for push services cannot be used");
        let fresh = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let fresh = fresh.map_err(unusable)?;
        let kept = app.store.write(0, move |tx| tables::secrets::get_or_insert(tx, SECRET, fresh.as_ref()));
        Ok(Self::of(&kept.await?).map_err(unusable)?)
    }

    fn of(document: &[u8]) -> Result<Self, Unspecified> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document, &random);
        let topics = [b"topics of push messages\0".as_slice(), document].concat();
        Ok(Self { pair: pair.map_err(|_| Unspecified)?, topics: hmac::Key::new(hmac::HMAC_SHA256, &topics) })
    }

    /// The public key as browsers ask for it: an uncompressed point in base64url.
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    /// The `Authorization` of a request to an endpoint. `contact` is where the service may complain.
    pub fn authorization(
        &self,
        endpoint: &Url,
        contact: Option<&str>,
        now_ms: i64,
    ) -> Result<String, Unspecified> {
        let encode = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let mut claims = json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": now_ms / 1_000 + TOKEN_S,
        });
        if let Some(contact) = contact {
            claims["sub"] = contact.into();
        }
        let signed = format!("{}.{}", encode(json!({ "typ": "JWT", "alg": "ES256" })), encode(claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes())?;
        let signature = URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public_key()))
    }

    /// The name under which a push service keeps only the last message of a channel for a browser. It tells nothing: no
    /// two browsers have the same for a channel.
    pub fn topic(&self, login_id: Id<LoginMarker>, channel_id: Id<ChannelMarker>) -> String {
        let place = [login_id.get().to_be_bytes(), channel_id.get().to_be_bytes()].concat();
        URL_SAFE_NO_PAD.encode(&hmac::sign(&self.topics, &place).as_ref()[..TOPIC_BYTES])
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    fn vapid() -> Vapid {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Vapid::of(document.expect("a key pair").as_ref()).expect("it is read")
    }

    #[test]
    fn a_token_names_the_service_and_ends_within_a_day() {
        let vapid = vapid();
        let endpoint = Url::parse("https://push.example:8443/send/abc?d").expect("an address");
        let header =
            vapid.authorization(&endpoint, Some("https://square.example"), 1_000_000).expect("signed");
        let (token, key) =
            header.strip_prefix("vapid t=").and_then(|it| it.split_once(", k=")).expect("both");
        assert_eq!(key, vapid.public_key());
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decode(key));
        key.verify(signed.as_bytes(), &decode(signature)).expect("it is ours");
        let claims: serde_json::Value =
            serde_json::from_slice(&decode(signed.split('.').nth(1).expect("claims"))).expect("JSON");
        let expected = json!({
            "aud": "https://push.example:8443", "exp": 1_000 + TOKEN_S, "sub": "https://square.example"
        });
        assert_eq!(claims, expected);
        let plain = vapid.authorization(&endpoint, None, 0).expect("signed");
        let claims = decode(plain.split('.').nth(1).expect("claims"));
        assert!(!String::from_utf8_lossy(&claims).contains("sub"));
    }

    #[test]
    fn topics_fit_and_differ_between_browsers_and_channels() {
        let vapid = vapid();
        let topic = |login, channel| vapid.topic(Id::new(login), Id::new(channel));
        assert_eq!((topic(1, 2).len(), topic(1, 2)), (32, topic(1, 2)));
        assert!(topic(1, 2) != topic(2, 2) && topic(1, 2) != topic(1, 3) && topic(1, 2) != topic(2, 1));
    }
}
