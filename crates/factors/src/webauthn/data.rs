//! What an authenticator saw: the bytes of section 6.1.

use super::{CREDENTIAL_ID_BYTES_MAX, PART_BYTES_MAX, cbor};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const CAN_BE_COPIED: u8 = 0x08;
const IS_COPIED: u8 = 0x10;
const MADE: u8 = 0x40;
const EXTENDED: u8 = 0x80;
const MODEL_BYTES: usize = 16;

/// The parts.
pub(super) struct AuthenticatorData<'a> {
    /// SHA-256 of the host that it was asked for.
    pub(super) party_hash: &'a [u8],
    pub(super) is_present: bool,
    pub(super) is_verified: bool,
    pub(super) sign_count: u32,
    /// The passkey, when one was made.
    pub(super) made: Option<Made<'a>>,
}

/// A passkey just made.
pub(super) struct Made<'a> {
    pub(super) credential_id: &'a [u8],
    pub(super) public_key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    /// Reads all of the bytes; what is too short, too long or says two things at once is none.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > PART_BYTES_MAX {
            return None;
        }
        let (party_hash, rest) = bytes.split_at_checked(32)?;
        let (&flags, rest) = rest.split_first()?;
        let (sign_count, mut rest) = rest.split_first_chunk::<4>()?;
        let has = |flag: u8| flags & flag != 0;
        // What cannot be copied is not.
        if has(IS_COPIED) && !has(CAN_BE_COPIED) {
            return None;
        }
        let made = if has(MADE) { Some(made(&mut rest)?) } else { None };
        if has(EXTENDED) {
            rest = cbor::skip(rest)?;
        }
        rest.is_empty().then_some(Self {
            party_hash,
            is_present: has(PRESENT),
            is_verified: has(VERIFIED),
            sign_count: u32::from_be_bytes(*sign_count),
            made,
        })
    }
}

fn made<'a>(rest: &mut &'a [u8]) -> Option<Made<'a>> {
    let (_model, after) = rest.split_at_checked(MODEL_BYTES)?;
    let (length, after) = after.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (credential_id, key) = after.split_at_checked(length)?;
    *rest = cbor::skip(key)?;
    let public_key = &key[..key.len() - rest.len()];
    (1..=CREDENTIAL_ID_BYTES_MAX).contains(&length).then_some(Made { credential_id, public_key })
}
