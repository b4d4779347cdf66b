//! What every answer of this door carries, and the files that pages are drawn with.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

/// Our own stylesheet and pictures, and nothing else: no script, no frame around us, no form.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";
/// The same with a form of ours, and the script that works for it.
const POLICY_OF_FORMS: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const STYLE: &str = concat!(include_str!("../style/tokens.css"), include_str!("../style/page.css"));
const SIGN: &str = include_str!("../../../web/public/parvis.svg");
/// An hour: a new version of the server is a new look.
const CACHED_FOR_AN_HOUR: &str = "public, max-age=3600";

/// A page in the language of its reader. It counts people, so no copy of it stays good.
pub(crate) fn page(status: StatusCode, page: &impl Template) -> Response {
    let Ok(html) = page.render() else {
        tracing::error!("a page could not be written");
        return answer(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", "no-store", "");
    };
    let mut response = answer(status, "text/html; charset=utf-8", "no-cache", html);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    // Whoever has the code may come in: it is for people, not for an index.
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// A page with a form on it. It is of one moment: nobody keeps it.
pub(crate) fn form(status: StatusCode, shown: &impl Template) -> Response {
    let mut response = page(status, shown);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY_OF_FORMS));
    response
}

/// Another page of this server. What it is may change: nobody remembers it.
pub(crate) fn elsewhere(path: &str) -> Response {
    let mut response = answer(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "no-store", "");
    if let Ok(path) = HeaderValue::try_from(path) {
        response.headers_mut().insert(header::LOCATION, path);
    }
    response
}

/// The stylesheet.
pub(crate) fn style() -> Response {
    answer(StatusCode::OK, "text/css; charset=utf-8", CACHED_FOR_AN_HOUR, STYLE)
}

/// The sign of the house.
pub(crate) fn sign() -> Response {
    picture(CACHED_FOR_AN_HOUR, SIGN)
}

/// A drawing.
pub(crate) fn picture(cached: &'static str, svg: impl Into<Body>) -> Response {
    answer(StatusCode::OK, "image/svg+xml", cached, svg)
}

fn answer(
    status: StatusCode,
    content_type: &'static str,
    cached: &'static str,
    body: impl Into<Body>,
) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, cached),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Where this server is reached, as the operator set it or as the request came.
pub(crate) fn public_url(app: &parvis_app::App, headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    app.config.public_url_for(text("host"), text("x-forwarded-proto"))
}
