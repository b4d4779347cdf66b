//! Leaked credentials and attacks for hire. What is found is told as counts, masked samples and keyed digests; no
//! secret leaves this module, in no form that could be read.

pub mod header;
pub mod lexicon;
pub mod offer;
pub mod pairs;

use serde::Serialize;

use crate::fold::fold;
use crate::links::{DomainList, links};
use lexicon::{Lexicon, LexiconError, Searcher};
use offer::Offer;
use pairs::{Columns, Credential, credentials};

/// So many credentials in one text are a leak.
pub const CREDENTIALS_NEEDED: usize = 5;
/// Of a file, so much of its beginning is looked at.
pub const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Samples that are shown.
const SAMPLES_MAX: usize = 3;
/// Digests that are kept: the smallest ones, so that two parts of one dump have the same among them.
const DIGESTS_MAX: usize = 64;
const MASK: &str = "••••••••";

/// What was found, without anything that was leaked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Credentials.
    pub credentials: usize,
    /// Whether there is the head of a dump, with rows after it.
    pub is_dump: bool,
    /// What is offered for money.
    pub offer: Option<Offer>,
    /// Addresses that lead to a domain of the list.
    pub listed_links: usize,
    /// A few credentials: the first letter of each side, and no more.
    pub samples: Vec<String>,
    /// Digests of credentials under the caller's key; with the same key, the same credential has the same digest.
    pub digests: Vec<[u8; 16]>,
}

impl Finding {
    /// Whether credentials or a dump stand in the text. Such a text is not kept.
    pub fn is_leak(&self) -> bool {
        self.is_dump || self.credentials >= CREDENTIALS_NEEDED
    }
}

/// Looks at texts.
#[derive(Debug)]
pub struct Scanner {
    words: Searcher,
    domains: DomainList,
    key: [u8; 32],
}

impl Scanner {
    /// With words, domains on which leaks and attacks are traded, and the key of the digests.
    pub fn new(lexicon: &Lexicon, domains: DomainList, key: [u8; 32]) -> Result<Self, LexiconError> {
        Ok(Self { words: Searcher::new(lexicon)?, domains, key })
    }

    /// What is in a text, or in the beginning of a file; nothing in almost every one.
    pub fn scan(&self, text: &str) -> Option<Finding> {
        let text = head(text);
        let columns = if header::names_columns(text) { Columns::Named } else { Columns::Unknown };
        let found = if may_hold_credentials(text) { credentials(text, columns) } else { Vec::new() };
        let is_dump = header::is_dump(text);
        let offer = offer::offer(&fold(text), &self.words);
        let listed_links = match self.domains.is_empty() {
            true => 0,
            false => links(text).iter().filter(|link| self.domains.contains(&link.host)).count(),
        };
        if !is_dump && found.len() < CREDENTIALS_NEEDED && offer.is_none() && listed_links == 0 {
            return None;
        }
        let mut digests: Vec<[u8; 16]> = found.iter().map(|it| self.digest(text, it)).collect();
        digests.sort_unstable();
        digests.dedup();
        digests.truncate(DIGESTS_MAX);
        let samples = found.iter().take(SAMPLES_MAX).map(|it| sample(text, it)).collect();
        Some(Finding { credentials: found.len(), is_dump, offer, listed_links, samples, digests })
    }

    fn digest(&self, text: &str, credential: &Credential) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(text[credential.login.clone()].to_lowercase().as_bytes());
        hasher.update(&[0]);
        hasher.update(text[credential.secret.clone()].as_bytes());
        let mut digest = [0; 16];
        hasher.finalize_xof().fill(&mut digest);
        digest
    }
}

/// A text with its credentials masked, for whoever must see the rest of it.
pub fn redacted(text: &str) -> String {
    let text = head(text);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    // Beside credentials, whatever looks a little like one is masked as well.
    let known = credentials(text, Columns::Unknown);
    let masked = if known.is_empty() { known } else { credentials(text, Columns::Named) };
    for credential in masked {
        for place in [credential.login, credential.secret] {
            if place.start >= at {
                shown.push_str(&text[at..place.start]);
                shown.push_str(MASK);
                at = place.end;
            }
        }
    }
    shown.push_str(&text[at..]);
    shown
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD_BYTES_MAX)]
}

/// Five addresses, five telephone numbers or a block of a log: most texts have none of them.
fn may_hold_credentials(text: &str) -> bool {
    let ats = text.bytes().filter(|byte| *byte == b'@').count();
    let colons = text.bytes().filter(|byte| *byte == b':').count();
    ats >= CREDENTIALS_NEEDED || colons >= CREDENTIALS_NEEDED
}

/// `a•••@m•••:••••••••`; the mask has one length whatever it hides.
fn sample(text: &str, credential: &Credential) -> String {
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let login = &text[credential.login.clone()];
    let login = match login.split_once('@') {
        Some((local, host)) => format!("{}•••@{}•••", first(local), first(host)),
        None => format!("{}•••", first(login)),
    };
    format!("{login}:{MASK}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanner() -> Scanner {
        let (domains, _) = DomainList::parse(["leaks.market.ru"]);
        Scanner::new(&Lexicon::default(), domains, [7; 32]).unwrap()
    }

    fn pairs(count: usize, separator: &str) -> String {
        let line = |number: usize| format!("anna.k{number}@gmail.com{separator}Winter{number}2019!");
        (0..count).map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn five_credentials_are_a_leak_and_four_are_none() {
        assert_eq!(scanner().scan(&pairs(4, ":")), None);
        let found = scanner().scan(&pairs(5, ":")).unwrap();
        assert!(found.is_leak());
        assert_eq!((found.credentials, found.digests.len()), (5, 5));
        assert_eq!(found.samples, vec!["a•••@g•••:••••••••"; 3]);
        assert_eq!(scanner().scan(&pairs(6, " | ")).unwrap().credentials, 6);
    }

    #[test]
    fn nothing_that_was_leaked_is_in_what_is_told() {
        let text = pairs(8, ":");
        let told = serde_json::to_string(&scanner().scan(&text).unwrap()).unwrap();
        let shown = redacted(&text);
        for number in 0..8 {
            for hidden in [format!("anna.k{number}"), format!("Winter{number}"), "gmail".to_owned()] {
                assert!(!told.contains(&hidden) && !shown.contains(&hidden), "{hidden}");
            }
        }
        assert_eq!(redacted("nothing here: a sentence"), "nothing here: a sentence");
    }

    #[test]
    fn digests_are_those_of_the_key() {
        let other = Scanner::new(&Lexicon::default(), DomainList::default(), [8; 32]).unwrap();
        let (one, two) = (scanner().scan(&pairs(5, ":")).unwrap(), other.scan(&pairs(5, ":")).unwrap());
        assert!(one.digests.iter().all(|digest| !two.digests.contains(digest)));
        let part = scanner().scan(&pairs(7, ";")).unwrap();
        assert!(one.digests.iter().all(|digest| part.digests.contains(digest)));
    }

    #[test]
    fn a_link_to_a_listed_domain_is_told() {
        let found = scanner().scan("join https://forum.leaks.market.ru/x").unwrap();
        assert_eq!((found.listed_links, found.is_leak()), (1, false));
    }

    #[test]
    fn what_only_looks_like_credentials_is_none() {
        for lines in [
            "git clone git@github.com:parvis/parvis.git",
            "scp deploy@web.paris.fr:/srv/www .",
            "user1@example.com:Password1!",
            "a***@gmail.com:p*******3",
            "press@asso.fr: Camille",
            "anna@mail.ru;Anna;Minsk",
            "anna@mail.ru,2024-05-01",
            "ssh root@vps.ovh.net:2222",
            "alice@mail.fr: alice@other.fr",
            "sip:alice@voip.ovh.net:5060",
        ] {
            let text = [lines; 8].join("\n");
            assert_eq!(scanner().scan(&text), None, "{lines}");
        }
    }
}
