//! Where an application may send people back to.

use super::{FieldError, length, url};
use crate::limits::APPLICATION_REDIRECTS_MAX;

/// Checks the list of addresses that a grant may lead back to. Each is compared as a whole later on, so each must be
/// whole: without a fragment (RFC 6749, 3.1.2), and encrypted unless it stays on the person's own machine (RFC 9700,
/// 2.6).
pub fn redirect_uris(path: &str, list: &[String]) -> Vec<FieldError> {
    let mut errors: Vec<_> =
        length(path, list.len(), 0..=APPLICATION_REDIRECTS_MAX).err().into_iter().collect();
    for (index, address) in list.iter().enumerate().take(APPLICATION_REDIRECTS_MAX) {
        let path = format!("{path}.{index}");
        errors.extend(redirect_uri(&path, address).err());
        if list[..index].contains(address) {
            errors.push(FieldError::new(path, "BASE_TYPE_DUPLICATE", "This address is in the list already."));
        }
    }
    errors
}

fn redirect_uri(path: &str, address: &str) -> Result<(), FieldError> {
    url(path, address)?;
    let refused = |message: &str| FieldError::new(path, "URL_TYPE_INVALID_URL", message);
    if address.contains('#') {
        return Err(refused("A redirect must not have a fragment."));
    }
    let (scheme, rest) = address.split_once("://").ok_or_else(|| refused("Not a well formed URL."))?;
    // A backslash is a slash to browsers, and a user name is taken for a host by people.
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains(['@', '\\']) {
        return Err(refused("A redirect must not have a user name or backslashes."));
    }
    let host = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, _)) => host,
        None => authority.split(':').next().unwrap_or_default(),
    };
    let stays_here = ["localhost", "127.0.0.1", "::1"].contains(&host);
    if scheme.eq_ignore_ascii_case("https") || stays_here {
        Ok(())
    } else {
        Err(refused("A redirect must begin with https://, except to localhost."))
    }
}
