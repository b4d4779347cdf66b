//! A browser and a security key in software: makes passkeys and signs with them (WebAuthn, sections 6 and 7), and lies
//! when a test wants it to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

/// Somebody touched it.
pub const PRESENT: u8 = 0x01;
/// It made sure who did.
pub const VERIFIED: u8 = 0x04;
const MADE: u8 = 0x40;

/// One passkey, and what is said when it is used.
pub struct Authenticator {
    /// The page at which it is used.
    pub origin: String,
    /// The host for which it answers; empty answers for the one that is asked.
    pub party: String,
    /// What it says about who touched it.
    pub flags: u8,
    /// Its counter; 0 never counts.
    pub sign_count: u32,
    /// The challenge that it answers instead of the one that is asked.
    pub challenge: Option<String>,
    /// Its id.
    pub credential_id: Vec<u8>,
    /// The account that it keeps.
    pub user_handle: Option<Vec<u8>>,
    key: Key,
}

enum Key {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Authenticator {
    /// One with a key on P-256, at a page of this origin.
    pub fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("the key just made");
        Self::of_key(origin, Key::P256(key))
    }

    /// One with an Ed25519 key.
    pub fn of_ed25519(origin: &str) -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let key = Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("the key just made");
        Self::of_key(origin, Key::Ed25519(key))
    }

    fn of_key(origin: &str, key: Key) -> Self {
        let mut credential_id = vec![0; 32];
        SystemRandom::new().fill(&mut credential_id).expect("random bytes");
        Self {
            origin: origin.to_owned(),
            party: String::new(),
            flags: PRESENT | VERIFIED,
            sign_count: 0,
            challenge: None,
            credential_id,
            user_handle: None,
            key,
        }
    }

    /// Makes the passkey that the options ask for (the text of `{"publicKey": …}`); what `toJSON()` says, as a text.
    pub fn make(&mut self, options: &str) -> String {
        let options = public_key(options);
        let handle = options["user"]["id"].as_str().expect("options name an account");
        self.user_handle = Some(URL_SAFE_NO_PAD.decode(handle).expect("base64url"));
        let party = options["rp"]["id"].as_str().expect("options name a host");
        let mut data = self.data(party, MADE);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential_id.len()).expect("short").to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(self.public_key());
        let length = u16::try_from(data.len()).expect("short").to_be_bytes();
        let head = [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"[..], &length].concat();
        let object = [head, data].concat();
        let response = json!({
            "clientDataJSON": self.client_data("webauthn.create", &options),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
        });
        self.credential(response)
    }

    /// Signs what the options ask for (the text of `{"publicKey": …}`); what `toJSON()` says, as a text.
    pub fn sign(&mut self, options: &str) -> String {
        let options = public_key(options);
        if self.sign_count > 0 {
            self.sign_count += 1;
        }
        let data = self.data(options["rpId"].as_str().expect("options name a host"), 0);
        let client_data = self.client_data("webauthn.get", &options);
        let seen = digest(&SHA256, &URL_SAFE_NO_PAD.decode(&client_data).expect("base64url"));
        let signed = [&data, seen.as_ref()].concat();
        let signature = match &self.key {
            Key::P256(key) => key.sign(&SystemRandom::new(), &signed).expect("a signature").as_ref().to_vec(),
            Key::Ed25519(key) => key.sign(&signed).as_ref().to_vec(),
        };
        let response = json!({
            "clientDataJSON": client_data,
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature),
            "userHandle": self.user_handle.as_ref().map(|handle| URL_SAFE_NO_PAD.encode(handle)),
        });
        self.credential(response)
    }

    fn credential(&self, response: Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.credential_id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {},
        })
        .to_string()
    }

    fn client_data(&self, ceremony: &str, options: &Value) -> String {
        let asked = options["challenge"].as_str().expect("options hold a challenge");
        let challenge = self.challenge.as_deref().unwrap_or(asked);
        let seen = json!({
            "type": ceremony, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
        });
        URL_SAFE_NO_PAD.encode(seen.to_string())
    }

    fn data(&self, asked: &str, more_flags: u8) -> Vec<u8> {
        let party = if self.party.is_empty() { asked } else { &self.party };
        let flags = [self.flags | more_flags];
        [digest(&SHA256, party.as_bytes()).as_ref(), &flags, &self.sign_count.to_be_bytes()].concat()
    }

    /// The key as COSE has it.
    fn public_key(&self) -> Vec<u8> {
        match &self.key {
            Key::P256(key) => {
                let point = key.public_key().as_ref();
                let (x, y) = (&point[1..33], &point[33..]);
                [&b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..], x, b"\x22\x58\x20", y].concat()
            }
            Key::Ed25519(key) => {
                [b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", key.public_key().as_ref()].concat()
            }
        }
    }
}

fn public_key(options: &str) -> Value {
    let options: Value = serde_json::from_str(options).expect("options are JSON");
    options["publicKey"].clone()
}
