//! Passwords that the program makes up: shown once, then changed by whoever got it.

use rand::Rng;

/// Small letters and digits that are not taken for one another when read aloud or copied by hand.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS: usize = 5;
const GROUP_LENGTH: usize = 4;

/// Five groups of four signs of 31: 99 bits.
pub fn random() -> String {
    let mut random = rand::rng();
    let mut group = || -> String {
        (0..GROUP_LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
    };
    (0..GROUPS).map(|_| group()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_readable_and_never_the_same() {
        let first = random();
        assert_eq!(first.len(), 24);
        assert!((ALPHABET.len() as f64).log2() * (GROUPS * GROUP_LENGTH) as f64 > 80.0);
        assert!(first.bytes().all(|byte| byte == b'-' || ALPHABET.contains(&byte)), "{first}");
        assert_ne!(first, random());
    }
}
