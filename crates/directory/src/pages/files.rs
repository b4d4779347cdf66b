//! The style sheet and the three scripts, which a page works without, and the operator's tiles.

use std::sync::LazyLock;

use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use parvis_api::error::ApiResult;

use crate::Directory;

static STYLE: LazyLock<String> =
    LazyLock::new(|| [parvis_pages::TOKENS, include_str!("../../style/map.css")].concat());

/// `GET /map/map.css`
pub(super) async fn style() -> Response {
    file("text/css; charset=utf-8", &STYLE)
}

/// `GET /map/near.js`
pub(super) async fn near() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../script/near.js"))
}

/// `GET /map/when.js`
pub(super) async fn when() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../script/when.js"))
}

/// `GET /map/proof.js`
pub(super) async fn proof() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../script/proof.js"))
}

/// `GET /map/tiles.pmtiles`
pub(super) async fn tiles(
    Extension(directory): Extension<Directory>,
    method: Method,
    headers: HeaderMap,
) -> ApiResult<Response> {
    directory.0.files.answer_tiles(&method, &headers).await
}

/// `GET /map/assets/{path}`
pub(super) async fn asset(
    Extension(directory): Extension<Directory>,
    Path(path): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> ApiResult<Response> {
    directory.0.files.answer_asset(&path, &method, &headers).await
}

/// Kept for an hour: a new version of the server is a new look.
fn file(content_type: &'static str, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
