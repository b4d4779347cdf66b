//! An address as far as it can be judged before anything is looked up.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use crate::error::Error;
use crate::settings::Settings;

/// Longest address.
const URL_BYTES_MAX: usize = 2_048;

/// An address that may be connected to if its host turns out to be public.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) url: Url,
    pub(crate) host: Host<String>,
    pub(crate) port: u16,
    pub(crate) is_encrypted: bool,
}

impl Target {
    /// Reads an address as browsers do, so that `http://0x7f.1/`, `http://2130706433/` and `http://①②⑦.⓪.⓪.①/` are the
    /// host that they mean.
    pub(crate) fn parse(text: &str, settings: &Settings) -> Result<Self, Error> {
        if text.len() > URL_BYTES_MAX {
            return Err(Error::Refused("too long"));
        }
        let url = Url::parse(text).map_err(|_| Error::Refused("not an absolute address"))?;
        Self::of_url(url, settings)
    }

    pub(crate) fn of_url(mut url: Url, settings: &Settings) -> Result<Self, Error> {
        if url.as_str().len() > URL_BYTES_MAX {
            return Err(Error::Refused("too long"));
        }
        let is_encrypted = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(Error::Refused("the scheme is neither http nor https")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::Refused("it names a user"));
        }
        let host = url.host().ok_or(Error::Refused("it has no host"))?.to_owned();
        let port = url.port_or_known_default().ok_or(Error::Refused("it has no port"))?;
        if !settings.allows_port(port) {
            return Err(Error::Refused("the port is not allowed"));
        }
        url.set_fragment(None);
        let target = Self { url, host, port, is_encrypted };
        match target.address() {
            Some(address) if !settings.allows(SocketAddr::new(address, port)) => Err(Error::NotPublic),
            _ => Ok(target),
        }
    }

    /// The host, when it is an address already.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        match self.host {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// What stands behind the host.
    pub(crate) fn path_and_query(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }

    /// Host and port as the `Host` header names them.
    pub(crate) fn authority(&self) -> &str {
        self.url.authority()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Target, Error> {
        Target::parse(text, &Settings::default())
    }

    #[test]
    fn a_public_address_is_taken_apart() {
        let target = parse("https://example.org/a%20b?c=d#e").expect("public");
        assert_eq!((target.authority(), target.port, target.is_encrypted), ("example.org", 443, true));
        assert_eq!(target.path_and_query(), "/a%20b?c=d");
        assert_eq!(parse("http://[2606:4700::1111]/").expect("public").authority(), "[2606:4700::1111]");
    }

    #[test]
    fn other_schemes_users_and_ports_are_refused() {
        for text in [
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://example.org/",
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org/",
            "example.org",
            "",
            "https://user@example.org/",
            "https://user:secret@example.org/",
            "https://:secret@example.org/",
            "https://example.org:22/",
            "http://example.org:8080/",
            "http://example.org:0/",
            "https://",
        ] {
            assert!(matches!(parse(text), Err(Error::Refused(_))), "{text}");
        }
        assert!(parse(&format!("https://example.org/{}", "a".repeat(2_048))).is_err());
    }

    #[test]
    fn every_spelling_of_an_inner_address_is_seen_through() {
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://017700000001/",
            "http://0/",
            "http://①②⑦.⓪.⓪.①/",
            "http://127。0。0。1/",
            "http://%31%32%37.0.0.1/",
            "http://127.0.0.1./",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http:\\\\127.0.0.1\\",
            "http:///127.0.0.1/",
            "https:127.0.0.1",
        ] {
            assert!(matches!(parse(text), Err(Error::NotPublic)), "{text}: {:?}", parse(text));
        }
    }
}
