//! Proof of work for callers without an account: a challenge that this server signed, answered by a number that took a
//! while to find. Nothing is kept of a challenge before it is answered, and of an answered one its number until its
//! end.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use parking_lot::Mutex;
use parvis_model::Timestamp;
use rand::RngCore;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{ActionError, ActionResult, App, Caller};

/// How long a challenge may be answered: long enough to fill in a form.
const LIFE_MS: i64 = 30 * 60_000;
/// Leading zero bits at rest: some 130,000 digests, a second on a telephone.
const BITS_MIN: u8 = 17;
/// Leading zero bits however many come.
const BITS_MAX: u8 = 24;
/// Answers within the life of a challenge after which each doubling costs one bit more.
const CALM: usize = 200;
/// Answers that are remembered; when there are more, the next ones wait.
const SPENT_MAX: usize = 100_000;
/// How long somebody sits before a form at least who sends it without a script.
const PATIENCE_MS: i64 = 15_000;
/// Forms without a script that are taken within the life of a challenge, of all people together.
const PATIENT_MAX: usize = 30;
const NONCE_BYTES: usize = 16;
const SIGNED_BYTES: usize = 1 + 8 + NONCE_BYTES;
const MAC_BYTES: usize = 16;
const SOLUTION_BYTES_MAX: usize = 32;

/// What has to be answered.
#[derive(Debug, Clone, Serialize)]
pub struct Challenge {
    /// Goes back with the answer.
    pub challenge: String,
    /// Leading zero bits that SHA-256 of `challenge.solution` must have.
    pub difficulty: u8,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// An answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Proof {
    challenge: String,
    solution: String,
    /// Of a page without a script, which cannot work: time that has passed stands in for work.
    #[serde(skip)]
    is_patience: bool,
}

impl Proof {
    /// What a form of our pages brings: the answer that the page's script found, or none.
    pub fn of_form(challenge: &str, solution: Option<&str>) -> Self {
        Self {
            challenge: challenge.to_owned(),
            solution: solution.unwrap_or_default().to_owned(),
            is_patience: solution.is_none(),
        }
    }
}

/// The challenges of this run of the program.
pub struct Proofs {
    key: [u8; 32],
    spent: Mutex<HashMap<[u8; NONCE_BYTES], i64>>,
    /// When the challenges end that were answered by patience.
    patient: Mutex<Vec<i64>>,
}

impl Default for Proofs {
    fn default() -> Self {
        let mut key = [0; 32];
        rand::rng().fill_bytes(&mut key);
        Self { key, spent: Mutex::default(), patient: Mutex::default() }
    }
}

impl Proofs {
    /// Tells this run of the program from others, and nothing else.
    pub fn run(&self) -> String {
        let digest = self.mac(b"run");
        digest[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A new challenge, harder when many were answered lately.
    pub fn challenge(&self, now_ms: i64) -> Challenge {
        let answered = self.spent.lock().len();
        let extra = (answered / CALM).checked_ilog2().map_or(0, |doublings| doublings + 1);
        let difficulty = BITS_MAX.min(BITS_MIN + u8::try_from(extra).unwrap_or(BITS_MAX));
        let expires_ms = now_ms + LIFE_MS;
        let mut bytes = vec![difficulty];
        bytes.extend(expires_ms.to_be_bytes());
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        bytes.extend(nonce);
        let mac = self.mac(&bytes);
        bytes.extend(mac);
        let expires_at = Timestamp::from_unix_ms(expires_ms);
        Challenge { challenge: URL_SAFE_NO_PAD.encode(bytes), difficulty, expires_at }
    }

    /// Accepts an answer, once.
    pub fn accept(&self, proof: &Proof, now_ms: i64) -> ActionResult<()> {
        let (difficulty, expires_ms, nonce) =
            self.read(&proof.challenge).ok_or_else(|| wrong("Not a challenge of this server."))?;
        if expires_ms <= now_ms {
            return Err(wrong("The challenge has ended: ask for another one."));
        }
        let is_answer = proof.solution.len() <= SOLUTION_BYTES_MAX
            && zero_bits(&proof.challenge, &proof.solution) >= u32::from(difficulty);
        if !is_answer && !proof.is_patience {
            return Err(wrong("The solution is wrong."));
        }
        if proof.is_patience && now_ms < expires_ms - LIFE_MS + PATIENCE_MS {
            return Err(ActionError::invalid("proof", EARLY, "Sent sooner than a person fills in a form."));
        }
        let mut spent = self.spent.lock();
        spent.retain(|_, ends_ms| *ends_ms > now_ms);
        if spent.contains_key(&nonce) {
            return Err(wrong("The challenge was answered before: ask for another one."));
        }
        if spent.len() >= SPENT_MAX {
            return Err(ActionError::TooFast { retry_after_ms: 60_000 });
        }
        if proof.is_patience {
            self.be_patient(expires_ms, now_ms)?;
        }
        spent.insert(nonce, expires_ms);
        Ok(())
    }

    /// Whether a challenge of an earlier page may be answered still, so that a form with a mistake keeps it.
    pub fn is_open(&self, challenge: &str, now_ms: i64) -> bool {
        let read = self.read(challenge);
        read.is_some_and(|(_, ends_ms, nonce)| ends_ms > now_ms && !self.spent.lock().contains_key(&nonce))
    }

    /// The difficulty of a challenge of this server.
    pub fn difficulty_of(&self, challenge: &str) -> Option<u8> {
        self.read(challenge).map(|(difficulty, ..)| difficulty)
    }

    /// Time costs a machine nothing: what stands in for work is that all together get through this door but rarely.
    fn be_patient(&self, expires_ms: i64, now_ms: i64) -> ActionResult<()> {
        let mut patient = self.patient.lock();
        patient.retain(|ends_ms| *ends_ms > now_ms);
        if patient.len() >= PATIENT_MAX {
            return Err(ActionError::invalid("proof", FULL, "Too many forms without a script for now."));
        }
        patient.push(expires_ms);
        Ok(())
    }

    fn read(&self, challenge: &str) -> Option<(u8, i64, [u8; NONCE_BYTES])> {
        let bytes = URL_SAFE_NO_PAD.decode(challenge).ok()?;
        let (signed, mac) = bytes.split_at_checked(SIGNED_BYTES)?;
        if !bool::from(self.mac(signed).as_slice().ct_eq(mac)) {
            return None;
        }
        let expires_ms = i64::from_be_bytes(signed[1..9].try_into().ok()?);
        Some((signed[0], expires_ms, signed[9..].try_into().ok()?))
    }

    fn mac(&self, bytes: &[u8]) -> [u8; MAC_BYTES] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(bytes);
        let mut short = [0; MAC_BYTES];
        short.copy_from_slice(&mac.finalize().into_bytes()[..MAC_BYTES]);
        short
    }
}

/// Refuses callers without an account who did not do the work. Who has one pays with its rate limit.
pub fn require(
    proofs: &Proofs,
    app: &App,
    caller: Option<&Caller>,
    proof: Option<&Proof>,
) -> ActionResult<()> {
    if caller.is_some() {
        return Ok(());
    }
    let proof = proof.ok_or_else(|| wrong("Who has no account answers a challenge first."))?;
    proofs.accept(proof, app.now_ms())
}

/// A form without a script came too soon.
pub const EARLY: &str = "DIRECTORY_PROOF_EARLY";
/// Too many forms without a script came.
pub const FULL: &str = "DIRECTORY_PROOF_FULL";

fn wrong(message: &str) -> ActionError {
    ActionError::invalid("proof", "DIRECTORY_PROOF_INVALID", message)
}

/// How many zero bits the digest of an answer begins with.
fn zero_bits(challenge: &str, solution: &str) -> u32 {
    let digest = Sha256::new().chain_update(challenge).chain_update(".").chain_update(solution).finalize();
    let mut bits = 0;
    for byte in digest {
        bits += byte.leading_zeros();
        if byte != 0 {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(challenge: &Challenge) -> Proof {
        let solution = (0_u64..).find(|number| {
            zero_bits(&challenge.challenge, &number.to_string()) >= u32::from(challenge.difficulty)
        });
        let solution = solution.expect("there is one").to_string();
        Proof { challenge: challenge.challenge.clone(), solution, is_patience: false }
    }

    #[test]
    fn without_a_script_time_stands_in_for_work_and_few_get_through() {
        let proofs = Proofs::default();
        let sent = |challenge: &Challenge| Proof::of_form(&challenge.challenge, None);
        let first = proofs.challenge(0);
        assert!(proofs.accept(&sent(&first), PATIENCE_MS - 1).is_err(), "too soon");
        proofs.accept(&sent(&first), PATIENCE_MS).expect("in time");
        assert!(proofs.accept(&sent(&first), PATIENCE_MS).is_err(), "twice");
        for _ in 1..PATIENT_MAX {
            proofs.accept(&sent(&proofs.challenge(0)), PATIENCE_MS).expect("one of a few");
        }
        assert!(proofs.accept(&sent(&proofs.challenge(0)), PATIENCE_MS).is_err(), "too many");
        proofs.accept(&solve(&proofs.challenge(0)), PATIENCE_MS).expect("who works gets through");
        let later = LIFE_MS + PATIENCE_MS;
        proofs.accept(&sent(&proofs.challenge(LIFE_MS)), later).expect("room again");
    }

    #[test]
    fn an_answer_is_good_once_and_in_its_time() {
        let proofs = Proofs::default();
        let proof = solve(&proofs.challenge(0));
        assert!(Proofs::default().accept(&proof, 1).is_err(), "another run signed with another key");
        assert!(proofs.accept(&proof, LIFE_MS).is_err(), "too late");
        proofs.accept(&proof, LIFE_MS - 1).expect("the first time");
        assert!(proofs.accept(&proof, LIFE_MS - 1).is_err(), "the second time");
    }

    #[test]
    fn neither_the_difficulty_nor_the_end_can_be_changed() {
        let proofs = Proofs::default();
        let challenge = proofs.challenge(0);
        let bytes = URL_SAFE_NO_PAD.decode(&challenge.challenge).expect("base64url");
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let changed = URL_SAFE_NO_PAD.encode(changed);
            assert!(proofs.read(&changed).is_none(), "byte {place}");
        }
        let unsolved = Proof::of_form(&challenge.challenge, Some("x"));
        assert!(proofs.accept(&unsolved, 0).is_err());
    }

    #[test]
    fn many_answers_make_the_next_ones_harder() {
        let proofs = Proofs::default();
        assert_eq!(proofs.challenge(0).difficulty, BITS_MIN);
        for number in 0..800_u128 {
            proofs.spent.lock().insert(number.to_be_bytes(), LIFE_MS);
        }
        assert_eq!(proofs.challenge(0).difficulty, BITS_MIN + 3);
        for number in 0..90_000_u128 {
            proofs.spent.lock().insert(number.to_be_bytes(), LIFE_MS);
        }
        assert_eq!(proofs.challenge(0).difficulty, BITS_MAX);
    }
}
