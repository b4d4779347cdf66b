//! For whom a passkey is made: the host of an address, where browsers make passkeys at all.

use std::net::IpAddr;

/// Longest name of a host (RFC 1035).
const HOST_LENGTH_MAX: usize = 253;

/// An address at which passkeys work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// The party of an address such as `https://example.org`; `None` where browsers make no passkeys: without TLS, but
    /// for this very machine, and where the host is a number.
    pub fn of_address(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let (scheme, authority) = (scheme.to_ascii_lowercase(), rest.split(['/', '?', '#']).next()?);
        let authority = authority.to_ascii_lowercase();
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
            None => (authority.as_str(), None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let is_host = (1..=HOST_LENGTH_MAX).contains(&host.len()) && host.chars().all(is_name);
        if !is_host || host.parse::<IpAddr>().is_ok() {
            return None;
        }
        let is_here = host == "localhost" || host.ends_with(".localhost");
        let usual = match scheme.as_str() {
            "https" => 443,
            "http" if is_here => 80,
            _ => return None,
        };
        // A page's origin leaves the usual port out.
        let port = port.filter(|port| *port != usual).map_or(String::new(), |port| format!(":{port}"));
        Some(Self { id: host.to_owned(), origin: format!("{scheme}://{host}{port}") })
    }

    /// The host, which passkeys are bound to.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin of a page there, as browsers write it.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_party_where_browsers_make_passkeys() {
        for (address, id, origin) in [
            ("https://Example.org", "example.org", "https://example.org"),
            ("https://example.org:443/place", "example.org", "https://example.org"),
            ("https://place.example.org:8443", "place.example.org", "https://place.example.org:8443"),
            ("http://localhost:7212", "localhost", "http://localhost:7212"),
            ("http://cour.localhost", "cour.localhost", "http://cour.localhost"),
        ] {
            let party = RelyingParty::of_address(address).expect(address);
            assert_eq!((party.id(), party.origin()), (id, origin), "{address}");
        }
        for address in [
            "http://example.org",
            "http://127.0.0.1:7212",
            "https://127.0.0.1",
            "https://[::1]:7212",
            "https://",
            "https://exa mple.org",
            "https://user@example.org",
            "https://example.org:99999",
            "ftp://example.org",
            "example.org",
            "http://notlocalhost",
            "",
        ] {
            assert_eq!(RelyingParty::of_address(address), None, "{address}");
        }
    }
}
