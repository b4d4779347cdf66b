//! Addresses at which nothing stands: a page for people, the API's words for programs.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::invitation;
use crate::language::Language;

/// Puts into words that nothing is there, where whoever looked said nothing themself.
pub(crate) async fn in_words(request: Request, next: Next) -> Response {
    let reads_pages =
        matches!(*request.method(), Method::GET | Method::HEAD) && takes_pages(request.headers());
    let language = Language::wanted(request.headers());
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match (response.status(), reads_pages, kind) {
        (StatusCode::NOT_FOUND, true, _) if !is_page => invitation::missing(language),
        (StatusCode::NOT_FOUND, false, None) => for_programs(),
        _ => response,
    }
}

/// The API's words for it.
fn for_programs() -> Response {
    let words = r#"{"message": "404: Not Found", "code": 0}"#;
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "application/json")], words).into_response()
}

/// Whether `Accept` names pages, as browsers do for what stands in their address line.
fn takes_pages(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).is_some_and(|it| it.contains("text/html"))
}
