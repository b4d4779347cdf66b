//! The spellings of a path that clients use, brought to one form.

/// The path behind `/api`, `/api/v9` or `/api/v10`, with doubled slashes collapsed and a final one removed;
/// `None` when the path is not of this door.
pub fn behind_api(path: &str) -> Option<String> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    if parts.next() != Some("api") {
        return None;
    }
    let mut rest = parts.peekable();
    if matches!(rest.peek(), Some(&"v9" | &"v10")) {
        rest.next();
    }
    let mut behind = String::with_capacity(path.len());
    for part in rest {
        behind.push('/');
        behind.push_str(part);
    }
    if behind.is_empty() {
        behind.push('/');
    }
    Some(behind)
}

#[cfg(test)]
mod tests {
    use super::behind_api;

    #[test]
    fn versions_and_slashes_lead_to_the_same_path() {
        for path in ["/api/v10/gateway", "/api/v9//gateway", "/api/gateway/", "//api//v10//gateway//"] {
            assert_eq!(behind_api(path).as_deref(), Some("/gateway"), "{path}");
        }
        assert_eq!(behind_api("/api/v10").as_deref(), Some("/"));
        assert_eq!(behind_api("/apis/v10/gateway"), None);
        assert_eq!(behind_api("/"), None);
    }

    #[test]
    fn our_own_api_keeps_its_name() {
        assert_eq!(behind_api("/api/parvis/v1/openapi.json").as_deref(), Some("/parvis/v1/openapi.json"));
    }
}
