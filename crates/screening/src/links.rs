//! Where a text leads: the hosts of its addresses, and lists of domains that they are held against.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use url::Host;

/// Addresses of one text that are looked at; a text with more has been judged by its first ones.
pub const LINKS_MAX: usize = 64;
/// Labels of a host that are held against a list.
const LABELS_MAX: usize = 10;

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The host in small letters, in Punycode, without a port.
    pub host: String,
    /// What follows the host, from the slash on.
    pub path: String,
    /// Whether it was written with its scheme, or begins with `www.`; otherwise it may be no address at all.
    pub is_certain: bool,
}

/// The addresses of a text, in their order. Brackets, quotes and commas end one.
pub fn links(text: &str) -> Vec<Link> {
    let ends = |letter: char| letter.is_whitespace() || "<>()[]{}\"'`,;|«»“”، ".contains(letter);
    // Without a dot there is no host; most lines have none between letters.
    if !text.contains('.') {
        return Vec::new();
    }
    text.split(ends).filter_map(link).take(LINKS_MAX).collect()
}

fn link(word: &str) -> Option<Link> {
    let (rest, has_scheme) = match word.find("://") {
        Some(at) => (&word[at + 3..], true),
        None => (word, false),
    };
    let authority = rest.find(['/', '?', '#', '\\']).map_or(rest, |end| &rest[..end]);
    let path = &rest[authority.len()..];
    // `mail@host` is an address of a person, unless a scheme says otherwise.
    let host = match authority.rfind('@') {
        Some(_) if !has_scheme => return None,
        Some(at) => &authority[at + 1..],
        None => authority,
    };
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let host = host_of(host.trim_matches(|letter: char| !letter.is_alphanumeric()))?;
    let is_certain = has_scheme || host.starts_with("www.");
    Some(Link { host, path: path.trim_end_matches(['.', ':', '!', '?', '*', '_']).to_owned(), is_certain })
}

/// A host as it is compared: small letters, Punycode, at least two labels, the last of letters.
fn host_of(text: &str) -> Option<String> {
    if text.len() > 253 || !text.contains('.') || text.contains("..") {
        return None;
    }
    let ascii = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        match Host::parse(text) {
            Ok(Host::Domain(domain)) => domain,
            _ => return None,
        }
    };
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let last = ascii.rsplit('.').next()?;
    let is_top = last.starts_with("xn--") || last.bytes().all(|byte| byte.is_ascii_alphabetic());
    (last.len() >= 2 && is_top && ascii.split('.').all(is_label)).then_some(ascii)
}

/// Domains; one stands for everything below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct DomainList(HashSet<Box<str>>);

impl DomainList {
    /// The list of these, and those of them that are no domain.
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> (Self, Vec<&'a str>) {
        let (mut domains, mut refused) = (HashSet::new(), Vec::new());
        for line in lines {
            match link(line.trim()) {
                Some(link) => {
                    let host = link.host.strip_prefix("www.").unwrap_or(&link.host);
                    domains.insert(Box::from(host));
                }
                None => refused.push(line),
            }
        }
        (Self(domains), refused)
    }

    /// Whether a host, as [`Link`] has it, is on the list or below something on it.
    pub fn contains(&self, host: &str) -> bool {
        let below = std::iter::successors(Some(host), |rest| rest.split_once('.').map(|(_, rest)| rest));
        below.take(LABELS_MAX).any(|domain| self.0.contains(domain))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<String>> for DomainList {
    fn from(lines: Vec<String>) -> Self {
        Self::parse(lines.iter().map(String::as_str)).0
    }
}

impl From<DomainList> for Vec<String> {
    fn from(list: DomainList) -> Self {
        let mut domains: Self = list.0.into_iter().map(String::from).collect();
        domains.sort_unstable();
        domains
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_as_people_write_them() {
        for (text, expected) in [
            ("see https://Example.ORG/a?b.", &["example.org"][..]),
            ("[here](http://a.example:8080/x), www.b.example!", &["a.example", "www.b.example"]),
            ("https://user:pw@evil.example#x", &["evil.example"]),
            ("https://bücher.example", &["xn--bcher-kva.example"]),
            ("bare.example/path and bare.example", &["bare.example", "bare.example"]),
            ("mail me@home.example", &[]),
            ("no dots here", &[]),
            ("1.5 or v2.0.1 or 10.0.0.1", &[]),
            ("end.", &[]),
        ] {
            let hosts: Vec<String> = links(text).into_iter().map(|link| link.host).collect();
            assert_eq!(hosts, expected, "{text}");
        }
        assert_eq!(links("https://a.example/x?y=1").first().map(|it| it.path.as_str()), Some("/x?y=1"));
        let certain: Vec<bool> = links("a.example www.a.example").iter().map(|it| it.is_certain).collect();
        assert_eq!(certain, [false, true]);
    }

    #[test]
    fn a_list_holds_what_is_below_its_domains() {
        let (list, refused) =
            DomainList::parse(["Bad.example", "https://www.worse.example/x", "not a domain"]);
        assert_eq!(refused, ["not a domain"]);
        for (host, expected) in [
            ("bad.example", true),
            ("a.b.bad.example", true),
            ("notbad.example", false),
            ("example", false),
            ("cdn.worse.example", true),
        ] {
            assert_eq!(list.contains(host), expected, "{host}");
        }
    }
}
