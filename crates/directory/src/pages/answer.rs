//! What every answer of these pages carries, and what may go wrong on the way to one.

use std::io::Write;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use parvis_app::ActionError;
use parvis_pages::language::Language;

/// Our own style sheet, pictures and two small scripts; forms go to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
/// The page for other sites has neither a script nor a form, so that a frame around it can do nothing to its reader.
const POLICY_OF_FRAMES: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; \
     base-uri 'none'; frame-ancestors *";
/// Pages as short as this are not worth packing.
const PACKED_FROM_BYTES: usize = 1_024;

/// Why there is no page to show.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The map is dark.
    Closed,
    /// Nothing that is shown stands at this address.
    Gone,
    /// The address asks for what no page has.
    Wrong,
    /// The server could not do it.
    Failed(ActionError),
}

impl From<ActionError> for Trouble {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Unknown(_) => Self::Gone,
            ActionError::Invalid(_) => Self::Wrong,
            other => Self::Failed(other),
        }
    }
}

/// Who may keep a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    /// Whoever asks each time whether it still is what is shown.
    Tagged(String),
    /// Nobody.
    Never,
}

/// A page on its way out.
pub(super) struct Page {
    status: StatusCode,
    html: Option<String>,
    kept: Kept,
    is_for_frames: bool,
    is_for_indexes: bool,
    location: Option<String>,
}

impl Page {
    /// A page that shows what the map shows at this version.
    pub fn of_view(html: &impl Template, version: &str, language: Language) -> Result<Self, Trouble> {
        Ok(Self { kept: Kept::Tagged(etag(version, language)), ..Self::private(StatusCode::OK, html)? })
    }

    /// The reader has it.
    pub fn unchanged(version: &str, language: Language) -> Self {
        let kept = Kept::Tagged(etag(version, language));
        Self { kept, ..Self::bare(StatusCode::NOT_MODIFIED) }
    }

    /// A page that is nobody else's business, or good for a moment only.
    pub fn private(status: StatusCode, html: &impl Template) -> Result<Self, Trouble> {
        let html = html.render().map_err(|error| Trouble::Failed(std::io::Error::other(error).into()))?;
        Ok(Self { html: Some(html), ..Self::bare(status) })
    }

    /// Leads on behind a form, so that going back and forth does not send it again.
    pub fn to(location: String) -> Self {
        Self { location: Some(location), ..Self::bare(StatusCode::SEE_OTHER) }
    }

    /// The same, to be shown inside of other sites.
    pub fn for_frames(self) -> Self {
        Self { is_for_frames: true, ..self }
    }

    /// The same, to be found by search engines. What those keep, nobody can take dark: so no page with a group on it.
    pub fn for_indexes(self) -> Self {
        Self { is_for_indexes: true, ..self }
    }

    fn bare(status: StatusCode) -> Self {
        Self {
            status,
            html: None,
            kept: Kept::Never,
            is_for_frames: false,
            is_for_indexes: false,
            location: None,
        }
    }

    /// The answer.
    pub fn answer(self, asked: &HeaderMap) -> Response {
        let is_public = self.kept != Kept::Never;
        let html = self.html.unwrap_or_default();
        // What is secret stands in no packed page: its length would tell of it.
        let is_packed = is_public && html.len() >= PACKED_FROM_BYTES && takes_gzip(asked);
        let body = if is_packed { Body::from(packed(&html)) } else { Body::from(html) };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let (policy, opener, resource) = match self.is_for_frames {
            true => (POLICY_OF_FRAMES, "unsafe-none", "cross-origin"),
            false => (POLICY, "same-origin", "same-origin"),
        };
        let permissions = if self.is_for_frames { "geolocation=()" } else { "geolocation=(self)" };
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        };
        set("content-type", "text/html; charset=utf-8");
        set("content-security-policy", policy);
        set("cross-origin-opener-policy", opener);
        set("cross-origin-resource-policy", resource);
        set("permissions-policy", permissions);
        set("referrer-policy", "no-referrer");
        set("vary", "accept-language, accept-encoding");
        if !self.is_for_indexes {
            set("x-robots-tag", "noindex, noarchive");
        }
        if is_packed {
            set("content-encoding", "gzip");
        }
        if let Some(location) = &self.location {
            set("location", location);
        }
        match &self.kept {
            Kept::Tagged(etag) => {
                set("etag", etag);
                set("cache-control", "no-cache");
            }
            Kept::Never => set("cache-control", "no-store"),
        }
        response
    }
}

/// The tag of a page: the address has the rest. Weak, because it is one for both packings.
pub(super) fn etag(version: &str, language: Language) -> String {
    format!("W/\"{version}-{}\"", language.tag())
}

/// Whether `If-None-Match` names this tag.
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok()).unwrap_or_default();
    known.split(',').map(str::trim).any(|tag| tag.trim_start_matches("W/") == etag.trim_start_matches("W/"))
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|it| it.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

fn packed(html: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::with_capacity(html.len() / 4), Compression::new(5));
    packer.write_all(html.as_bytes()).and_then(|()| packer.finish()).expect("memory takes everything")
}
