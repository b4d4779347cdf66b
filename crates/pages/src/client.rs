//! The client's files and its addresses. Every place of the client is answered with the same page, which finds out by
//! itself where it is.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use axum::routing::get;

/// Files by their path, as the bundler left them.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Shown by a program that was built without the client.
const UNBUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Parvis</title>\
     <p>The client was not built into this program: run <code>make web</code>, then build again.</p>";

/// Only our own files: no inline script or style, no frame around us, and text becomes HTML in one named place only.
/// `parvis-worker` lets the address of the service worker through, and no other.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     media-src 'self' blob:; font-src 'self'; connect-src 'self' ws: wss:; manifest-src 'self'; worker-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types svelte-trusted-html parvis-worker";

/// What the page may ask the device for; everything else is refused without a question.
const PERMISSIONS: &str = "camera=(self), microphone=(self), display-capture=(self), geolocation=(self), \
     publickey-credentials-get=(self), publickey-credentials-create=(self), payment=(), usb=(), serial=(), \
     midi=(), hid=(), browsing-topics=()";

/// First words of the addresses of places in the client.
const PLACES: [&str; 11] = [
    "app", "channels", "desk", "guilds", "inbox", "join", "login", "oauth2", "register", "saved", "settings",
];

const YEAR: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Where the client comes from.
#[derive(Clone)]
pub struct Client(Source);

#[derive(Clone)]
enum Source {
    BuiltIn,
    Folder(Arc<PathBuf>),
}

/// A file of the client and how it is packed.
struct Packed {
    bytes: Bytes,
    encoding: Option<&'static str>,
}

impl Client {
    /// The client that was built into the program.
    pub fn built_in() -> Self {
        Self(Source::BuiltIn)
    }

    /// The client from a folder, read anew for each request: for those who change it.
    pub fn from_folder(folder: PathBuf) -> Self {
        Self(Source::Folder(Arc::new(folder)))
    }

    /// Whether a path is a place of the client, which the page draws, and not a file.
    pub fn is_place(&self, path: &str) -> bool {
        let mut words = path.trim_start_matches('/').split('/');
        matches!(words.next(), Some("")) || path.split('/').nth(1).is_some_and(|word| PLACES.contains(&word))
    }

    async fn file(&self, path: &str, headers: &HeaderMap) -> Option<Packed> {
        let accepted =
            headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or_default();
        for (ending, encoding) in [(".br", "br"), (".gz", "gzip")] {
            if accepts(accepted, encoding)
                && let Some(bytes) = self.bytes(&format!("{path}{ending}")).await
            {
                return Some(Packed { bytes, encoding: Some(encoding) });
            }
        }
        let bytes = self.bytes(path).await?;
        Some(Packed { bytes, encoding: None })
    }

    async fn bytes(&self, path: &str) -> Option<Bytes> {
        match &self.0 {
            Source::BuiltIn => {
                let index = FILES.binary_search_by_key(&path, |(name, _)| name).ok()?;
                Some(Bytes::from_static(FILES[index].1))
            }
            Source::Folder(folder) => {
                let words: Vec<&str> = path.trim_start_matches('/').split('/').collect();
                if !words.iter().all(|word| is_plain(word)) {
                    return None;
                }
                let file = words.iter().fold(folder.as_ref().clone(), |path, word| path.join(word));
                tokio::fs::read(file).await.ok().map(Bytes::from)
            }
        }
    }
}

/// The client's routes: its places, and its files.
pub(crate) fn router(client: Client) -> Router {
    let place = get(place);
    let mut router = Router::new()
        .route("/", place.clone())
        .route("/assets/{name}", get(file))
        .route("/{name}", get(place_or_file));
    for word in ["app", "channels", "desk", "guilds", "join", "oauth2", "settings"] {
        router = router.route(&format!("/{word}/{{*rest}}"), place.clone());
    }
    router.with_state(client)
}

async fn place(State(client): State<Client>, headers: HeaderMap) -> Response<Body> {
    match client.file("/index.html", &headers).await {
        Some(page) => answer("/index.html", page),
        None => {
            answer("/index.html", Packed { bytes: Bytes::from_static(UNBUILT.as_bytes()), encoding: None })
        }
    }
}

async fn file(State(client): State<Client>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    match client.file(uri.path(), &headers).await {
        Some(file) => answer(uri.path(), file),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn place_or_file(State(client): State<Client>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    if client.is_place(uri.path()) {
        return place(State(client), headers).await;
    }
    file(State(client), uri, headers).await
}

fn answer(path: &str, packed: Packed) -> Response<Body> {
    let content_type = match path.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "json")) => "application/json",
        Some((_, "webmanifest")) => "application/manifest+json",
        _ => mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream"),
    };
    // Names in this folder change with their content.
    let cached = if path.starts_with("/assets/") { YEAR } else { ASK_AGAIN };
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (header::CONTENT_TYPE.as_str(), content_type),
        (header::CONTENT_SECURITY_POLICY.as_str(), POLICY),
        (header::REFERRER_POLICY.as_str(), "no-referrer"),
        (header::CACHE_CONTROL.as_str(), cached),
        (header::VARY.as_str(), "accept-encoding"),
        ("permissions-policy", PERMISSIONS),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        if let Ok(name) = header::HeaderName::try_from(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Some(encoding) = packed.encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (StatusCode::OK, headers, Body::from(packed.bytes)).into_response()
}

/// Whether `Accept-Encoding` takes an encoding (RFC 9110, section 12.5.3); a weight of zero means no.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|it| it.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(encoding) && !is_refused
    })
}

/// Whether a word of a path is a plain file name, which leads nowhere else.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with('.')
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_as_the_reader_says() {
        for (header, encoding, expected) in [
            ("gzip, deflate, br", "br", true),
            ("gzip, deflate", "br", false),
            ("br;q=0, gzip;q=0.5", "br", false),
            ("br;q=0, gzip;q=0.5", "gzip", true),
            ("", "gzip", false),
            ("GZIP", "gzip", true),
        ] {
            assert_eq!(accepts(header, encoding), expected, "{header} / {encoding}");
        }
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_not_plain() {
        for word in ["", ".", "..", ".env", "a/b", "a\\b", "%2e%2e", "a b"] {
            assert!(!is_plain(word), "{word:?}");
        }
        assert!(is_plain("index-Doi9dbu0.js"));
    }

    #[test]
    fn places_are_told_from_files() {
        let client = Client::built_in();
        for path in [
            "/",
            "/app/map/area/1",
            "/channels/@me",
            "/desk/days",
            "/login",
            "/settings/privacy",
            "/guilds/1/settings",
        ] {
            assert!(client.is_place(path), "{path}");
        }
        for path in ["/worker.js", "/parvis.svg", "/attachments/1/2/a.png", "/channelsx"] {
            assert!(!client.is_place(path), "{path}");
        }
    }
}
