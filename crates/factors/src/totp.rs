//! One-time codes of an authenticator app: RFC 6238 with what every app takes for granted, SHA-1, six digits and steps
//! of 30 seconds.
//!
//! It must not know the time (moments are handed in) or which codes were used (the last used step is handed in).

use data_encoding::BASE32_NOPAD;
use ring::hmac;
use subtle::ConstantTimeEq;

/// Length of a step.
pub const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// Steps before and after the present one whose codes are good: clocks of telephones are not exact, and people need
/// time to type (RFC 6238, section 5.2).
const STEPS_AROUND: i64 = 1;
/// 80 bits, which is what the apps of this ecosystem make; ours makes 160, as RFC 4226 recommends.
const SECRET_BYTES_MIN: usize = 10;
const SECRET_BYTES_MAX: usize = 64;

/// What the server and the app share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret as people and QR codes carry it: base32, where blanks, hyphens, padding and case do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let is_filler = |c: &char| !matches!(c, ' ' | '-' | '=');
        let letters: String = text.chars().filter(is_filler).map(|c| c.to_ascii_uppercase()).collect();
        Self::of_bytes(BASE32_NOPAD.decode(letters.as_bytes()).ok()?)
    }

    /// A secret as it is stored.
    pub fn of_bytes(bytes: Vec<u8>) -> Option<Self> {
        (SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    /// Says nothing: a secret has no business in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// The time step whose code this is: the present one or one around it, later than the last one that was used. `unix_s`
/// is the time in Unix seconds.
pub fn matching_step(secret: &Secret, code: &str, unix_s: i64, last_used_step: i64) -> Option<i64> {
    let present = unix_s.div_euclid(STEP_SECONDS);
    let steps = present - STEPS_AROUND..=present + STEPS_AROUND;
    steps
        .filter(|step| *step > last_used_step)
        .find(|step| bool::from(code_of(secret, *step).as_bytes().ct_eq(code.as_bytes())))
}

/// The code of a time step (RFC 4226, section 5.3).
pub fn code_of(secret: &Secret, step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let digest = tag.as_ref();
    let offset = usize::from(digest[digest.len() - 1] & 0x0f);
    let four = [digest[offset] & 0x7f, digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    format!("{:0width$}", u32::from_be_bytes(four) % 10_u32.pow(DIGITS as u32), width = DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::of_bytes(b"12345678901234567890".to_vec()).expect("long enough")
    }

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, code) in codes.iter().enumerate() {
            assert_eq!(code_of(&secret(), i64::try_from(step).expect("small")), *code);
        }
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        // The RFC prints eight digits; six are the last of them.
        for (unix_s, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = unix_s / STEP_SECONDS;
            assert_eq!(code_of(&secret(), step), code, "{unix_s}");
            assert_eq!(matching_step(&secret(), code, unix_s, 0), Some(step), "{unix_s}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_or_late_and_never_twice() {
        let at = |unix_s, last_used_step| matching_step(&secret(), "005924", unix_s, last_used_step);
        let (now, step) = (1_234_567_890, 1_234_567_890 / STEP_SECONDS);
        for (away_s, is_good) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(at(now + away_s, 0).is_some(), is_good, "{away_s}");
        }
        assert_eq!(at(now, step - 1), Some(step));
        assert_eq!(at(now, step), None);
        assert_eq!(at(now + STEP_SECONDS, step), None);
    }

    #[test]
    fn what_is_no_code_matches_nothing() {
        for code in ["", "5924", "005925", "0059240", "٠٠٥٩٢٤", "00592４"] {
            assert_eq!(matching_step(&secret(), code, 1_234_567_890, 0), None, "{code}");
        }
    }

    #[test]
    fn a_secret_is_read_however_it_is_spelled() {
        let spelled = ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "gezd gnbv gy3t qojq gezd-gnbv-gy3t-qojq=="];
        for text in spelled {
            assert_eq!(Secret::parse(text), Some(secret()), "{text}");
        }
        for text in ["", "GEZDGNBVGY3TQOJ", "GEZDGNBVGY3TQOJ1", "é".repeat(16).as_str(), &"A".repeat(200)] {
            assert_eq!(Secret::parse(text), None, "{text}");
        }
        assert_eq!(format!("{:?}", secret()), "Secret");
    }
}
