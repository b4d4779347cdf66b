//! The hosts to which the links of a text lead. Pure.

use parvis_watchlists::Domain;

/// Where the address of a link ends.
const ENDS: &[char] = &['<', '>', '"', '\'', '|', '`', '*', '\\', '^', '{', '}', '(', ')', '[', ']', ','];

/// The domains to which links of a text lead, each as often as it is there.
pub fn domains(text: &str) -> impl Iterator<Item = Domain> + '_ {
    text.match_indices("://").filter_map(|(at, _)| {
        let before = &text.as_bytes()[..at];
        let has_scheme = |scheme: &[u8]| {
            before
                .len()
                .checked_sub(scheme.len())
                .is_some_and(|from| before[from..].eq_ignore_ascii_case(scheme))
        };
        if !has_scheme(b"http") && !has_scheme(b"https") {
            return None;
        }
        let rest = &text[at + 3..];
        let is_end = |c: char| c.is_whitespace() || c == '/' || c == '?' || c == '#' || ENDS.contains(&c);
        let authority = rest.split(is_end).next()?;
        let host = authority.rsplit('@').next()?;
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        Domain::parse(host)
    })
}

#[cfg(test)]
mod tests {
    use super::domains;

    #[test]
    fn links_lead_to_hosts_whatever_stands_around_them() {
        let text = "see <https://Bad.Example/x>, [here](http://a.bad.example:8080/?q), HTTPS://who@пример.рф. \
            ftp://files.example and https://10.0.0.1/ https:// http://localhost/";
        let found: Vec<String> = domains(text).map(|it| it.as_str().to_owned()).collect();
        assert_eq!(found, ["bad.example", "a.bad.example", "xn--e1afmkfd.xn--p1ai"]);
    }
}
