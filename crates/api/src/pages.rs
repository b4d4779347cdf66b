//! What people open in a browser: the small page and the consent page, built into the program, under a policy that lets
//! nothing else run.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use parvis_app::App;

use crate::error;

/// A file of the page: its name, its type, its text.
struct File {
    name: &'static str,
    content_type: &'static str,
    text: &'static str,
}

macro_rules! files {
    ($($name:literal: $content_type:literal,)*) => {
        &[$(File {
            name: $name,
            content_type: $content_type,
            text: include_str!(concat!("../../../web/small/", $name)),
        }),*]
    };
}

const FILES: &[File] = files! {
    "index.html": "text/html; charset=utf-8",
    "parvis.css": "text/css; charset=utf-8",
    "parvis.svg": "image/svg+xml",
    "parvis.js": "text/javascript; charset=utf-8",
    "api.js": "text/javascript; charset=utf-8",
    "door.js": "text/javascript; charset=utf-8",
    "gateway.js": "text/javascript; charset=utf-8",
    "message.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "places.js": "text/javascript; charset=utf-8",
    "room.js": "text/javascript; charset=utf-8",
    "texts.js": "text/javascript; charset=utf-8",
    "consent.html": "text/html; charset=utf-8",
    "consent.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
};

/// Only our own files, no inline script, no frame around us; the gateway is the one thing to connect to besides.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' \
     ws: wss:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The page's routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/oauth2/authorize", get(|| async { file("consent.html") }))
        .route("/small/{name}", get(|Path(name): Path<String>| async move { file(&name) }))
}

fn file(name: &str) -> Response<Body> {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return error::not_found().into_response();
    };
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (header::CONTENT_TYPE, file.content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    (StatusCode::OK, headers, file.text).into_response()
}
