//! Passkeys: the relying party's half of WebAuthn (W3C, Level 2 and 3, sections 7.1 and 7.2). What an authenticator
//! says of its own make is not asked for and not read: a server that anybody runs trusts no list of manufacturers.

mod cbor;
mod data;
mod keys;
mod party;

use data_encoding::BASE64URL_NOPAD;
use ring::digest;
use subtle::ConstantTimeEq;

use data::AuthenticatorData;
pub use keys::ALGORITHMS;
pub use party::RelyingParty;

/// Random bytes of a challenge.
pub const CHALLENGE_BYTES: usize = 32;
/// Largest of the things that a browser hands over: client data, authenticator data, a signature.
pub const PART_BYTES_MAX: usize = 16 * 1024;
/// Longest id of a credential (section 4).
pub const CREDENTIAL_ID_BYTES_MAX: usize = 1_023;

/// What was asked to be signed, and for which address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The address at which it was asked.
    pub party: RelyingParty,
    /// Random bytes, asked once.
    pub challenge: [u8; CHALLENGE_BYTES],
}

/// What an authenticator answers when it makes a passkey.
#[derive(Debug, Clone)]
pub struct Attestation {
    /// What the browser saw: JSON.
    pub client_data: Vec<u8>,
    /// What the authenticator made: CBOR.
    pub object: Vec<u8>,
}

/// What an authenticator answers when it uses a passkey.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// Which passkey.
    pub credential_id: Vec<u8>,
    /// What the browser saw: JSON.
    pub client_data: Vec<u8>,
    /// What the authenticator saw.
    pub authenticator_data: Vec<u8>,
    /// Its signature of both.
    pub signature: Vec<u8>,
    /// The account that it keeps beside the passkey, if it does.
    pub user_handle: Option<Vec<u8>>,
}

/// A passkey just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The authenticator's id of it.
    pub credential_id: Vec<u8>,
    /// Its public key, as COSE has it (RFC 9052).
    pub public_key: Vec<u8>,
    /// What its counter says; 0 where it has none.
    pub sign_count: u32,
}

/// What is known of a passkey.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its public key, as it was registered.
    pub public_key: &'a [u8],
    /// What its counter said last.
    pub sign_count: u32,
}

/// Why an answer is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read.
    Malformed,
    /// It answers another kind of question.
    OtherCeremony,
    /// It answers another challenge.
    OtherChallenge,
    /// The browser was at another address, or showed this one inside of another.
    OtherOrigin,
    /// The authenticator was asked for another host.
    OtherParty,
    /// Nobody touched the authenticator.
    NobodyPresent,
    /// The authenticator did not make sure who touched it.
    NobodyVerified,
    /// The key is of a kind that nobody asked for.
    UnknownAlgorithm,
    /// The signature is not the key's.
    WrongSignature,
    /// The counter went back, or stood still: there are two of this authenticator.
    CounterWentBack,
}

/// Whether the authenticator must have made sure who touches it, by a PIN or a finger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// A passkey alone opens the account.
    Required,
    /// It stands beside a password.
    NotRequired,
}

/// Reads a passkey just made (section 7.1).
pub fn register(asked: &Asked, attestation: &Attestation) -> Result<Registered, Flaw> {
    check_client_data(asked, "webauthn.create", &attestation.client_data)?;
    let data = cbor::auth_data(&attestation.object).ok_or(Flaw::Malformed)?;
    let data = AuthenticatorData::parse(data).ok_or(Flaw::Malformed)?;
    check_authenticator(asked, &data, Verification::NotRequired)?;
    let made = data.made.ok_or(Flaw::Malformed)?;
    keys::check(made.public_key)?;
    Ok(Registered {
        credential_id: made.credential_id.to_vec(),
        public_key: made.public_key.to_vec(),
        sign_count: data.sign_count,
    })
}

/// Verifies the use of a passkey (section 7.2) and returns what its counter says now.
pub fn verify(
    asked: &Asked,
    known: Known<'_>,
    assertion: &Assertion,
    verification: Verification,
) -> Result<u32, Flaw> {
    check_client_data(asked, "webauthn.get", &assertion.client_data)?;
    let data = AuthenticatorData::parse(&assertion.authenticator_data).ok_or(Flaw::Malformed)?;
    check_authenticator(asked, &data, verification)?;
    let seen = digest::digest(&digest::SHA256, &assertion.client_data);
    let signed = [assertion.authenticator_data.as_slice(), seen.as_ref()].concat();
    keys::verify(known.public_key, &signed, &assertion.signature)?;
    let counts = data.sign_count > 0 || known.sign_count > 0;
    if counts && data.sign_count <= known.sign_count {
        return Err(Flaw::CounterWentBack);
    }
    Ok(data.sign_count)
}

fn check_client_data(asked: &Asked, ceremony: &str, client_data: &[u8]) -> Result<(), Flaw> {
    if client_data.len() > PART_BYTES_MAX {
        return Err(Flaw::Malformed);
    }
    let seen: serde_json::Value = serde_json::from_slice(client_data).map_err(|_| Flaw::Malformed)?;
    if seen["type"] != ceremony {
        return Err(Flaw::OtherCeremony);
    }
    let challenge = seen["challenge"].as_str().and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok());
    let challenge = challenge.ok_or(Flaw::Malformed)?;
    if !bool::from(challenge.as_slice().ct_eq(&asked.challenge)) {
        return Err(Flaw::OtherChallenge);
    }
    let is_framed = seen["crossOrigin"] == true || !seen["topOrigin"].is_null();
    if seen["origin"] != asked.party.origin() || is_framed {
        return Err(Flaw::OtherOrigin);
    }
    Ok(())
}

fn check_authenticator(
    asked: &Asked,
    data: &AuthenticatorData<'_>,
    verification: Verification,
) -> Result<(), Flaw> {
    let party = digest::digest(&digest::SHA256, asked.party.id().as_bytes());
    if data.party_hash != party.as_ref() {
        return Err(Flaw::OtherParty);
    }
    if !data.is_present {
        return Err(Flaw::NobodyPresent);
    }
    if verification == Verification::Required && !data.is_verified {
        return Err(Flaw::NobodyVerified);
    }
    Ok(())
}
